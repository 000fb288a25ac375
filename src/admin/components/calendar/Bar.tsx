import React from "react";
import type { Feed, View } from "../../pages/calendar/model.ts";
import { dayOf, stepped, titleOf } from "./days.ts";
import Specialists from "./Specialists.tsx";
import type { Place } from "./use-place.ts";

type Props = {
  readonly feed: Feed;
  readonly isBookingsOnly: boolean;
  readonly isNarrow: boolean;
  /** Who has nothing on these days is left out of the columns until they are asked for. */
  readonly idle: { readonly count: number; readonly isShown: boolean; readonly onToggle: () => void };
  readonly onGo: (to: Place) => void;
  readonly onNew: () => void;
  readonly onUndo: () => void;
};

const VIEWS: readonly (readonly [View, string])[] = [
  ["day", "День"],
  ["week", "Неделя"],
  ["month", "Месяц"],
  ["list", "Список"],
];

/** Where one is in time, how it is looked at, whose columns are shown. */
const Bar: React.FC<Props> = ({ feed, isBookingsOnly, isNarrow, idle, onGo, onNew, onUndo }) => {
  const { view, date, now } = feed;
  const undo = feed.undo && (
    <button type="button" className="ok-cal-undo" title={feed.undo.text} onClick={onUndo}>
      ↩ Отменить: {isNarrow ? feed.undo.short : feed.undo.text}
    </button>
  );
  return (
    <header className="ok-cal-bar">
      <div className="ok-cal-row">
        <div className="ok-cal-group">
          <button type="button" aria-label="Раньше" onClick={() => onGo({ date: stepped(view, date, -1) })}>
            ‹
          </button>
          <button type="button" disabled={date === dayOf(now)} onClick={() => onGo({ date: dayOf(now) })}>
            Сегодня
          </button>
          <button type="button" aria-label="Позже" onClick={() => onGo({ date: stepped(view, date, 1) })}>
            ›
          </button>
        </div>
        <label className="ok-cal-date">
          <h1>{titleOf(feed)}</h1>
          <input
            type="date"
            aria-label="Перейти к дате"
            value={date}
            onChange={({ target }) => target.value && onGo({ date: target.value })}
          />
        </label>
        <fieldset className="ok-cal-group" aria-label="Вид календаря">
          {VIEWS.map(([one, name]) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => onGo({ view: one })}>
              {name}
            </button>
          ))}
        </fieldset>
        <div className="ok-cal-acts">
          {!isNarrow && undo}
          {(feed.may.add || feed.may.generate || feed.may.takeTimeOff) && (
            <button type="button" className="ok-cal-primary" onClick={onNew}>
              {feed.may.add || feed.may.generate ? "+ Окошки" : "+ Выходной"}
            </button>
          )}
        </div>
      </div>
      <div className="ok-cal-row ok-cal-second">
        {view === "list" && (
          <button
            type="button"
            aria-pressed={isBookingsOnly}
            onClick={() => onGo({ isBookingsOnly: !isBookingsOnly })}
          >
            Только записи
          </button>
        )}
        <Specialists feed={feed} onGo={onGo} />
        {idle.count > 0 && (
          <button type="button" aria-pressed={idle.isShown} onClick={idle.onToggle}>
            {idle.isShown ? "Скрыть" : "ещё"} {idle.count} без окошек
          </button>
        )}
        <Legend isNarrow={isNarrow} />
      </div>
      {isNarrow && undo}
    </header>
  );
};

const LEGEND = [
  ["regular", "свободно"],
  ["hot", "горящее"],
  ["online", "онлайн"],
  ["confirmed", "запись"],
  ["held", "ждёт оплаты"],
  ["closed", "закрыто"],
  ["off", "выходной"],
] as const;

const LEGEND_TITLE = "Что значат цвета";

const Legend: React.FC<{ readonly isNarrow: boolean }> = ({ isNarrow }) => (
  <details className="ok-cal-legend">
    <summary aria-label={LEGEND_TITLE}>{isNarrow ? "Цвета" : LEGEND_TITLE}</summary>
    <ul>
      {LEGEND.map(([look, word]) => (
        <li key={look}>
          <i className={`ok-cal-event ok-cal-${look}`} aria-hidden="true" />
          {word}
        </li>
      ))}
      <li>бледное — уже прошло</li>
      <li>✓? — клиент обещал прийти</li>
    </ul>
  </details>
);

export default Bar;
