import {
  type Calendar,
  createCalendar,
  DayGrid,
  destroyCalendar,
  Interaction,
  List,
  ResourceTimeGrid,
  TimeGrid,
} from "@event-calendar/core";
import React from "react";
import type { Feed, Wall } from "../../pages/calendar/model.ts";
import { dayOf, plusMinutes, timeOf } from "./days.ts";
import { eventElements } from "./event-elements.ts";
import { eventsOf, hoursOf, type Told } from "./events.ts";
import { feelPulls } from "./feel-pulls.ts";
import type { Spot } from "./touched.ts";
import { useFirstAhead } from "./use-first-ahead.ts";
import { useFirstColumn } from "./use-first-column.ts";
import { LINE, useNowInSight } from "./use-now-in-sight.ts";
import { useTouchedInSight } from "./use-touched-in-sight.ts";

/** An empty stretch of somebody's time. */
export type Stretch = { readonly start: Wall; readonly end: Wall; readonly specialistId: string | undefined };

/** What was dragged: the thing as it was, and where it is now; `undo` puts it back. */
export type Dragged = {
  readonly told: Told;
  readonly start: Wall;
  readonly end: Wall;
  readonly specialistId: string;
  readonly undo: () => void;
};

export type GridActs = {
  readonly onOpen: (told: Told) => void;
  readonly onStretch: (stretch: Stretch) => void;
  readonly onMove: (dragged: Dragged) => void;
  readonly onResize: (dragged: Dragged) => void;
  /** Somebody pulls at what cannot be moved. */
  readonly onStuck: (why: string) => void;
};

type Props = GridActs & {
  readonly feed: Feed;
  readonly isNarrow: boolean;
  readonly isBookingsOnly: boolean;
  /** What the sheet is about: it is outlined. */
  readonly chosen: string | undefined;
  /** Where that stands, and where it is to go. */
  readonly touched: readonly Spot[];
};

const NEW_MINUTES = 60;
const HOUR_AND_MINUTE = { hour: "2-digit", minute: "2-digit" } as const;

/** The library in a React component: days and weeks as columns of time, and the list. */
const Grid: React.FC<Props> = ({ feed, isNarrow, isBookingsOnly, chosen, touched, ...acts }) => {
  const at = React.useRef<HTMLDivElement>(null);
  const calendar = React.useRef<Calendar>();
  const latest = React.useRef(acts);
  latest.current = acts;
  /** While something is dragged, what comes from the server waits: it would pull it out of the hand. */
  const isHeld = React.useRef(false);
  const waiting = React.useRef<() => void>();

  React.useEffect(() => {
    if (at.current === null) return;
    const hold = () => {
      isHeld.current = true;
    };
    const letGo = () => {
      isHeld.current = false;
      const draw = waiting.current;
      waiting.current = undefined;
      // The library says where it was dropped right after this.
      setTimeout(() => draw?.(), 0);
    };
    const ids = new WeakMap<Element, string>();
    const elements = eventElements(at.current);
    const stopFeeling = feelPulls(at.current, (element) => {
      const event = made.getEventById(ids.get(element) ?? "");
      const why = event ? toldOf(event)?.stays : undefined;
      if (why !== undefined) latest.current.onStuck(why);
    });
    const made = createCalendar(at.current, PLUGINS, {
      ...FIXED,
      eventDidMount: ({ el, event }) => {
        ids.set(el, String(event.id));
        elements.label(el, toldOf(event));
      },
      eventAllUpdated: () => {
        const all = new Map(made.getEvents().map((event) => [String(event.id), toldOf(event)]));
        elements.drawn((element) => all.get(ids.get(element) ?? ""));
      },
      eventDragStart: hold,
      eventResizeStart: hold,
      eventDragStop: letGo,
      eventResizeStop: letGo,
      eventClick: ({ event }) => {
        const told = toldOf(event);
        if (told) latest.current.onOpen(told);
      },
      select: ({ startStr, endStr, resource }) =>
        latest.current.onStretch({
          start: startStr.slice(0, 16),
          end: endStr.slice(0, 16),
          specialistId: resource?.id,
        }),
      dateClick: ({ dateStr, resource }) => {
        const start = dateStr.slice(0, 16);
        latest.current.onStretch({ start, end: plusMinutes(start, NEW_MINUTES), specialistId: resource?.id });
      },
      eventDrop: ({ event, delta, newResource, revert }) => {
        const told = toldOf(event);
        const minutes = minutesIn(delta);
        if (told)
          latest.current.onMove({
            told,
            start: plusMinutes(told.start, minutes),
            end: plusMinutes(told.end, minutes),
            specialistId: newResource?.id ?? told.specialistId,
            undo: revert,
          });
      },
      eventResize: ({ event, endDelta, revert }) => {
        const told = toldOf(event);
        if (told) {
          const end = plusMinutes(told.end, minutesIn(endDelta));
          latest.current.onResize({
            told,
            start: told.start,
            end,
            specialistId: told.specialistId,
            undo: revert,
          });
        }
      },
    });
    calendar.current = made;
    return () => {
      calendar.current = undefined;
      stopFeeling();
      elements.stop();
      destroyCalendar(made);
    };
  }, []);

  React.useEffect(() => {
    const draw = () => {
      const made = calendar.current;
      if (made === undefined) return;
      for (const [name, value] of Object.entries(optionsOf(feed, { isNarrow, isBookingsOnly, chosen })))
        if (!isSame(made.getOption(name as keyof Calendar.Options), value))
          made.setOption(name as keyof Calendar.Options, value as never);
    };
    if (isHeld.current) waiting.current = draw;
    else draw();
  }, [feed, isNarrow, isBookingsOnly, chosen]);
  useFirstAhead(at, feed);
  useFirstColumn(at, feed);
  useNowInSight(at, feed);
  useTouchedInSight(at, feed, touched);

  const isTight = feed.view === "week" || (isNarrow && feed.columns.length > 1);
  return <div ref={at} className={`ok-cal-grid ok-cal-grid-${feed.view} ${isTight ? "ok-cal-tight" : ""}`} />;
};

const PLUGINS = [DayGrid, TimeGrid, List, ResourceTimeGrid, Interaction];

/** Times are handed over as clocks of the business show them: for the library they are UTC's. */
const FIXED: Calendar.Options = {
  timeZone: "UTC",
  locale: "ru",
  firstDay: 1,
  headerToolbar: { start: "", center: "", end: "" },
  height: "100%",
  allDaySlot: false,
  slotDuration: `00:${LINE.minutes}:00`,
  snapDuration: "00:15:00",
  slotHeight: LINE.height,
  slotLabelInterval: "01:00:00",
  slotLabelFormat: HOUR_AND_MINUTE,
  eventTimeFormat: HOUR_AND_MINUTE,
  slotEventOverlap: false,
  longPressDelay: 350,
  eventContent: ({ event, view }) => contentOf(event, view.type),
  dayHeaderFormat: { weekday: "short", day: "numeric", month: "numeric" },
  listDayFormat: { weekday: "long", day: "numeric", month: "long" },
  listDaySideFormat: () => "",
};

function optionsOf(
  feed: Feed,
  { isNarrow, isBookingsOnly, chosen }: Pick<Props, "isNarrow" | "isBookingsOnly" | "chosen">,
): Calendar.Options {
  const { columns, view, date, now, may } = feed;
  const isOne = columns.length === 1;
  const { from, to } = hoursOf(feed);
  return {
    resources: columns.map(({ id, name }) => ({ id, title: name })),
    view:
      view === "list"
        ? "listWeek"
        : view === "day"
          ? "resourceTimeGridDay"
          : isOne
            ? "timeGridWeek"
            : "resourceTimeGridWeek",
    date,
    slotMinTime: from,
    slotMaxTime: to,
    datesAboveResources: view !== "day",
    columnWidth: widthOf({ view, columns: columns.length, isNarrow }),
    highlightedDates: [dayOf(now)],
    selectable: may.add,
    events: eventsOf(feed, chosen, isBookingsOnly),
    noEventsContent: isBookingsOnly ? "Записей на эти дни нет." : "На эти дни ничего нет.",
  };
}

/** Columns share the width while they are readable in it; beyond that they are scrolled, the page is not. */
const SHARED = "minmax(0, 1fr)";

function widthOf({ view, columns, isNarrow }: { view: string; columns: number; isNarrow: boolean }): string {
  if (view === "day") return columns > (isNarrow ? 2 : 6) ? "9rem" : SHARED;
  if (isNarrow) return "6.5rem";
  return columns > 1 ? "minmax(4rem, 1fr)" : SHARED;
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const toldOf = ({ extendedProps }: Calendar.Event): Told | undefined =>
  extendedProps.told as Told | undefined;

const minutesIn = ({ days, seconds }: Calendar.Duration): number => days * 24 * 60 + seconds / 60;

/** Client-given words become text nodes, never markup. */
function contentOf(event: Calendar.Event, view: string): Calendar.Content {
  const told = toldOf(event);
  if (told === undefined) return "";
  const part = (name: string, text: string): HTMLElement => {
    const element = document.createElement("span");
    element.className = `ok-cal-${name}`;
    element.textContent = text;
    return element;
  };
  const isStartOnly = view.endsWith("GridWeek");
  const time = part("time", isStartOnly ? timeOf(told.start) : told.time);
  if (!isStartOnly) {
    // Where there is no room for both the end goes, not what it is.
    const [start = "", end = ""] = told.time.split(/(?=–)/);
    time.replaceChildren(start, part("until", end));
  }
  const isList = view.startsWith("list");
  const line = isList ? [told.line, told.whose].filter(Boolean).join(", ") : told.line;
  const words = [part("title", told.title), part("line", line)];
  // A name of two lines would push out of a narrow column how long it still waits.
  const parts = [time, ...(told.isWaiting && !isList ? words.toReversed() : words)];
  return { domNodes: parts.filter(({ textContent }) => textContent !== "") };
}

export default Grid;
