import React from "react";
import type { SettingView } from "../../pages/setup/settings.ts";

type Props = {
  readonly setting: SettingView;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

const OWN = "own";
/** The days of a timetable as cron writes them, and as people say them. */
const DAYS = [
  ["* * *", "каждый день"],
  ["* * 1", "по понедельникам"],
  ["* * 2", "по вторникам"],
  ["* * 3", "по средам"],
  ["* * 4", "по четвергам"],
  ["* * 5", "по пятницам"],
  ["* * 6", "по субботам"],
  ["* * 7", "по воскресеньям"],
  ["1 * *", "1-го числа каждого месяца"],
] as const;

const twoDigits = (value: string): string => value.padStart(2, "0");
const numberOf = (typed: string): string => typed.replace(/^0+(?=.)/, "");

const isTime = (typed: string): boolean => /^\d{1,2}:\d{2}$/.test(typed);

/** `0 4 * * *` → every day at 04:00; undefined: a timetable of its own. */
function readTimetable(cron: string): { readonly days: string; readonly time: string } | undefined {
  const [, minute = "", hour = "", days = ""] = /^(\d{0,2}) (\d{0,2}) (.+)$/.exec(cron) ?? [];
  if (!DAYS.some(([one]) => one === days)) return undefined;
  return { days, time: `${twoDigits(hour)}:${twoDigits(minute)}` };
}

/** When something is done, in words; whoever knows cron writes it behind «свой график». */
const TimetableControl: React.FC<Props> = ({ setting, value, onChange }) => {
  const simple = readTimetable(value);
  const [isOwn, setOwn] = React.useState(simple === undefined);
  /** A time that is still being typed is no part of a timetable yet. */
  const [time, setTime] = React.useState(simple?.time ?? "04:00");
  /** Said when the field is left: half a time is nobody's mistake while it is typed. */
  const [isUnread, setUnread] = React.useState(false);
  React.useEffect(() => setTime((typed) => readTimetable(value)?.time ?? typed), [value]);
  const days = isOwn || simple === undefined ? OWN : simple.days;
  const common = { className: "ok-select", disabled: !setting.mayChange, autoComplete: "off" };
  const say = (chosen: string, typed: string) => {
    const [hour = "", minute = ""] = typed.split(":");
    onChange(`${numberOf(minute)} ${numberOf(hour)} ${chosen}`);
  };
  return (
    <span className="ok-setting-typed ok-timetable">
      <select
        {...common}
        id={`setting-${setting.key}`}
        name={setting.key}
        aria-label={`${setting.label}: по каким дням`}
        value={days}
        onChange={({ target }) => {
          setUnread(false);
          setOwn(target.value === OWN);
          if (target.value !== OWN) say(target.value, time);
        }}
      >
        {DAYS.map(([cron, label]) => (
          <option key={cron} value={cron}>
            {label}
          </option>
        ))}
        <option value={OWN}>свой график (cron)</option>
      </select>
      {days === OWN ? (
        <input
          {...common}
          type="text"
          aria-label={`${setting.label}: расписание cron`}
          title={setting.expected}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      ) : (
        <input
          {...common}
          type="text"
          inputMode="numeric"
          placeholder="04:00"
          maxLength={5}
          aria-label={`${setting.label}: во сколько`}
          value={time}
          aria-invalid={isUnread}
          onBlur={() => setUnread(!isTime(time))}
          onChange={({ target }) => {
            setTime(target.value);
            setUnread(false);
            if (isTime(target.value)) say(days, target.value);
          }}
        />
      )}
      {isUnread && (
        <span className="ok-setting-problem" role="alert">
          Не подходит: «{time}». Нужно время, например 04:00.
        </span>
      )}
    </span>
  );
};

export default TimetableControl;
