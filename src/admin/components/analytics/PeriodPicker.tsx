import React from "react";
import type { Preset } from "../../pages/analytics/view.ts";

type Days = { readonly from: string; readonly to: string };

/** Which days: the usual ones by a button, any by two dates; and whether they are compared. */
const PeriodPicker: React.FC<
  Days & {
    readonly presets: readonly Preset[];
    readonly compares: boolean;
    readonly onChange: (days: Days, compare: boolean) => void;
  }
> = ({ presets, compares, onChange, ...given }) => {
  const [days, setDays] = React.useState<Days>({ from: given.from, to: given.to });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    onChange(days, compares);
  };
  return (
    <form className="an-picker" onSubmit={submit} aria-label="Период">
      <div className="an-presets">
        {presets.map(({ label, from, to }) => (
          <button
            key={label}
            type="button"
            className="an-button"
            aria-pressed={from === given.from && to === given.to}
            onClick={() => onChange({ from, to }, compares)}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="an-dates">
        <label>
          с{" "}
          <input
            type="date"
            name="from"
            required
            value={days.from}
            onChange={(event) => setDays({ ...days, from: event.target.value })}
          />
        </label>
        <label>
          по{" "}
          <input
            type="date"
            name="to"
            required
            value={days.to}
            onChange={(event) => setDays({ ...days, to: event.target.value })}
          />
        </label>
        <button type="submit" className="an-button an-main">
          Показать
        </button>
        <label className="an-compare">
          <input
            type="checkbox"
            name="compare"
            checked={compares}
            onChange={(event) => onChange(given, event.target.checked)}
          />
          Сравнить с периодом до него
        </label>
      </div>
    </form>
  );
};

export default PeriodPicker;
