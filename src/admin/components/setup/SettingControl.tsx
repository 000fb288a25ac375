import React from "react";
import type { SettingView } from "../../pages/setup/settings.ts";
import TimetableControl from "./TimetableControl.tsx";

type Props = {
  readonly setting: SettingView;
  readonly value: string;
  /** Where it says what is wrong with the value; undefined: nothing is. */
  readonly problemId: string | undefined;
  readonly onChange: (value: string) => void;
};
type Changed = React.ChangeEvent<HTMLInputElement | HTMLSelectElement>;

/** What a setting is typed into or chosen from, by its kind; native, so that a phone shows its own pickers. */
const SettingControl: React.FC<Props> = ({ setting, value, problemId, onChange }) => {
  const { key, kind, label, mayChange, options, expected, unit } = setting;
  const common = {
    id: `setting-${key}`,
    name: key,
    disabled: !mayChange,
    "aria-label": label,
    "aria-describedby": problemId ? `${problemId} about-${key}` : `about-${key}`,
    "aria-invalid": problemId !== undefined,
  };
  const typed = { ...common, value, onChange: (event: Changed) => onChange(event.target.value) };
  switch (kind) {
    case "switch":
      return (
        <label className="ok-switch">
          <input
            {...common}
            type="checkbox"
            checked={value === "yes"}
            onChange={(event) => onChange(event.target.checked ? "yes" : "no")}
          />
          <span>{value === "yes" ? "да" : "нет"}</span>
        </label>
      );
    case "select":
      return (
        <select className="ok-select" {...typed}>
          {options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case "checks":
      return <Checks setting={setting} value={value} onChange={onChange} />;
    case "stretch":
      return <Stretch setting={setting} value={value} problemId={problemId} onChange={onChange} />;
    case "timetable":
      return <TimetableControl setting={setting} value={value} onChange={onChange} />;
    default:
      return (
        <span className="ok-setting-typed">
          <input
            className="ok-select"
            type="text"
            inputMode={kind === "number" ? "decimal" : undefined}
            autoComplete="off"
            title={expected}
            {...typed}
          />
          {unit && <span>{unit}</span>}
        </span>
      );
  }
};

const SEPARATOR = ", ";

const Checks: React.FC<Omit<Props, "problemId">> = ({ setting, value, onChange }) => {
  const chosen = value.split(SEPARATOR).filter(Boolean);
  if (!setting.options?.length) return <span className="ok-empty">сегментов пока нет</span>;
  return (
    <span className="ok-checks">
      {setting.options.map((option) => (
        <label key={option.value} className="ok-check">
          <input
            type="checkbox"
            disabled={!setting.mayChange}
            checked={chosen.includes(option.value)}
            onChange={(event) => {
              const others = chosen.filter((one) => one !== option.value);
              onChange((event.target.checked ? [...others, option.value] : others).join(SEPARATOR));
            }}
          />
          {option.label}
        </label>
      ))}
    </span>
  );
};

const Stretch: React.FC<Props> = ({ setting, value, problemId, onChange }) => {
  const [from = "", to = ""] = value.split("–");
  const end = (label: string, time: string, changed: (time: string) => string) => (
    <input
      className="ok-select"
      // A browser's own field for times speaks the browser's language, with its AM and PM.
      type="text"
      inputMode="numeric"
      placeholder="00:00"
      maxLength={5}
      aria-label={`${setting.label}, ${label}`}
      aria-describedby={problemId}
      aria-invalid={problemId !== undefined}
      disabled={!setting.mayChange}
      value={time}
      onChange={(event) => onChange(changed(event.target.value))}
    />
  );
  return (
    <span className="ok-setting-typed">
      {end("с", from, (time) => `${time}–${to}`)}
      <span>до</span>
      {end("до", to, (time) => `${from}–${time}`)}
    </span>
  );
};

export default SettingControl;
