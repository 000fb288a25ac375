import React from "react";
import type { FinanceData } from "../../pages/finance/page.ts";
import type { Change } from "./address.ts";
import { Narrowed } from "./Narrowed.tsx";

const PERIODS = [
  ["today", "Сегодня"],
  ["yesterday", "Вчера"],
  ["week", "Неделя"],
  ["month", "Месяц"],
  ["lastMonth", "Прошлый месяц"],
] as const;

/** Which days: a tap for the usual ones, two dates for any others. */
const PeriodBar: React.FC<{ readonly data: FinanceData; readonly change: Change }> = ({ data, change }) => {
  const [from, setFrom] = React.useState(data.from);
  const [to, setTo] = React.useState(data.to);
  React.useEffect(() => {
    setFrom(data.from);
    setTo(data.to);
  }, [data.from, data.to]);
  const show = (event: React.FormEvent) => {
    event.preventDefault();
    change({ period: "own", from, to });
  };
  return (
    <header className="fin-head">
      <div className="fin-heading">
        <h1>Деньги</h1>
        <p>{data.title}</p>
        <Narrowed only={data.only} change={change} />
      </div>
      <nav className="fin-periods" aria-label="Период">
        {PERIODS.map(([period, label]) => (
          <button
            key={period}
            type="button"
            aria-pressed={data.period === period}
            onClick={() => change({ period, from: "", to: "" })}
          >
            {label}
          </button>
        ))}
        <form className="fin-days" onSubmit={show}>
          <label>
            с
            <input
              type="date"
              name="from"
              required
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </label>
          <label>
            по
            <input
              type="date"
              name="to"
              required
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          </label>
          <button type="submit" aria-pressed={data.period === "own"}>
            Показать
          </button>
        </form>
      </nav>
    </header>
  );
};

export default PeriodBar;
