import React from "react";
import type { TypedExport } from "../../pages/exports/typed.ts";
import Field from "../setup/Field.tsx";

type Props = {
  readonly typed: TypedExport;
  readonly errorOf: (name: string) => string | undefined;
  readonly onChange: (part: Partial<TypedExport>) => void;
};

const WAYS = [
  { value: "every_day", label: "каждый день" },
  { value: "weekdays", label: "по дням недели" },
  { value: "month_day", label: "раз в месяц" },
  { value: "own", label: "своё расписание (cron)" },
] as const;

/** Who chooses how often mostly wants what was over by then. */
const SPANS: Readonly<Record<string, Partial<TypedExport>>> = {
  every_day: { span: "day" },
  weekdays: { span: "week" },
  month_day: { span: "month" },
};

const LAST_DAY = 31;
const MONTH_DAYS = [
  ...Array.from({ length: LAST_DAY }, (_, place) => String(place + 1)).map((day) => ({
    value: day,
    label: `${day}-го числа`,
  })),
  { value: "last", label: "в последний день" },
];

/** When a file is made, without a word of cron; who knows it may write it. */
const WhenFields: React.FC<Props> = ({ typed, errorOf, onChange }) => {
  const { when } = typed;
  return (
    <div className="ok-member-fields">
      <Field
        name="when"
        label="Как часто"
        value={when}
        options={WAYS}
        error={errorOf("when")}
        onChange={(value) => onChange({ when: value as TypedExport["when"], ...SPANS[value] })}
      />
      {when === "weekdays" && <Weekdays typed={typed} error={errorOf("weekdays")} onChange={onChange} />}
      {when === "month_day" && (
        <Field
          name="monthDay"
          label="Какого числа"
          value={typed.monthDay}
          options={MONTH_DAYS}
          error={errorOf("monthDay")}
          hint={Number(typed.monthDay) > 28 ? "В месяцах короче файла не будет." : undefined}
          onChange={(monthDay) => onChange({ monthDay })}
        />
      )}
      {when === "own" ? (
        <Field
          name="cron"
          label="Расписание cron"
          value={typed.cron}
          error={errorOf("cron")}
          hint="Минута, час, день месяца, месяц, день недели: «0 7 * * *» — каждый день в 7:00."
          onChange={(cron) => onChange({ cron })}
        />
      ) : (
        <Field
          name="time"
          label="Во сколько"
          value={typed.time}
          error={errorOf("time")}
          hint="Часы и минуты, например 7:00."
          onChange={(time) => onChange({ time })}
        />
      )}
    </div>
  );
};

const WEEK = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];

const Weekdays: React.FC<Omit<Props, "errorOf"> & { readonly error: string | undefined }> = ({
  typed,
  error,
  onChange,
}) => {
  const chosen = typed.weekdays.split(",").filter(Boolean);
  const turn = (day: string, isOn: boolean) =>
    onChange({ weekdays: (isOn ? [...chosen, day] : chosen.filter((one) => one !== day)).sort().join(",") });
  return (
    <fieldset className="ok-export-weekdays" aria-describedby="field-weekdays-hint">
      <legend>По каким дням</legend>
      {WEEK.map((name, place) => {
        const day = String(place + 1);
        return (
          <label key={day} className="ok-check">
            <input
              type="checkbox"
              name={`weekday-${day}`}
              checked={chosen.includes(day)}
              onChange={(event) => turn(day, event.target.checked)}
            />
            {name}
          </label>
        );
      })}
      <p
        id="field-weekdays-hint"
        className="ok-setting-problem"
        role={error === undefined ? undefined : "alert"}
      >
        {error}
      </p>
    </fieldset>
  );
};

export default WhenFields;
