import React from "react";
import type { DayCount, Feed } from "../../pages/calendar/model.ts";
import { dayName, dayOf } from "./days.ts";
import { KINDS, shortWord } from "./month-words.ts";

type Props = { readonly feed: Feed; readonly onDay: (day: string) => void };

const WEEKDAYS = ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"];

/** A month of days with what each holds; a press opens the day. */
const Month: React.FC<Props> = ({ feed, onDay }) => (
  <div className="ok-cal-month">
    {WEEKDAYS.map((name) => (
      <b key={name} aria-hidden="true">
        {name}
      </b>
    ))}
    {feed.counts.map((count) => (
      <button
        key={count.day}
        type="button"
        data-day={count.day}
        className={[
          count.day.slice(0, 7) === feed.date.slice(0, 7) ? "" : "ok-cal-other",
          count.day === dayOf(feed.now) ? "ok-cal-today" : "",
        ].join(" ")}
        aria-label={labelOf(count)}
        onClick={() => onDay(count.day)}
      >
        <span className="ok-cal-number">{Number(count.day.slice(8))}</span>
        {KINDS.filter(([kind]) => count[kind] > 0).map(([kind, sign]) => (
          <span key={kind} className={`ok-cal-count ok-cal-count-${kind}`}>
            <i aria-hidden="true">{sign}</i> {count[kind]} <em>{shortWord(kind, count[kind])}</em>
          </span>
        ))}
      </button>
    ))}
  </div>
);

const labelOf = (count: DayCount): string => {
  const held = KINDS.filter(([kind]) => count[kind] > 0).map(([kind, , word]) => `${word}: ${count[kind]}`);
  return `${dayName(count.day)}, ${held.length === 0 ? "ничего нет" : held.join(", ")}`;
};

export default Month;
