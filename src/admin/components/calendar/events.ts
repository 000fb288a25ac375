import type { Calendar } from "@event-calendar/core";
import type { Feed, FeedBooking, FeedOff, FeedSlot, Wall } from "../../pages/calendar/model.ts";
import { dayOf, minutesBetween, plusMinutes, shortDay, timeOf } from "./days.ts";

/** What is told of one thing in the calendar: never by its colour alone. */
export type Told = {
  readonly of: "slot" | "booking" | "off";
  readonly id: string;
  readonly time: string;
  readonly title: string;
  readonly line: string;
  /** The specialist's name, where more than one is looked at. */
  readonly whose: string;
  /** All of it in words, the specialist always: for whoever hears it. */
  readonly label: string;
  readonly start: Wall;
  readonly end: Wall;
  readonly specialistId: string;
  /** Why it cannot be dragged, in words. */
  readonly stays?: string;
  /** It waits for its payment: its line says how long still. */
  readonly isWaiting?: true;
};

type Shown = Calendar.EventInput;

/** So little room that all of it stands on one line. */
const SHORT_MINUTES = 45;

const SIGNS = { regular: "", hot: "горящее", online: "онлайн" } as const;

/** All that a span holds, as the library draws it; `chosen`: what the sheet is about, as `booking:id`. */
export function eventsOf(feed: Feed, chosen?: string, isBookingsOnly = false): Shown[] {
  const isOne = feed.columns.length === 1;
  const names = new Map(feed.columns.map(({ id, name }) => [id, name]));
  const drawn: readonly Drawn[] = [
    ...(isBookingsOnly ? [] : feed.slots)
      .filter((slot) => isSlotDrawn(slot, feed))
      .map((slot) => slotDrawn(slot, feed)),
    ...feed.bookings.map((booking) => bookingDrawn(booking, feed)),
    ...(isBookingsOnly ? [] : feed.off).flatMap((off) => offDrawn(off, feed)),
  ];
  const claimed = feed.view === "list" ? [] : feed.slots.filter(({ state }) => state === "claimed");
  const isGrid = feed.view !== "list";
  return [
    ...(isGrid ? goneDays(feed) : []),
    ...claimed.map(backOf),
    ...drawn.map((one) => shown(outlined(one, chosen), names.get(one.at.specialistId) ?? "", isOne)),
    ...(isGrid ? nowLine(feed) : []),
  ];
}

/** Of a list's past only what came of it is told, not what was left over. */
const isSlotDrawn = ({ state, end }: FeedSlot, { view, now }: Feed): boolean =>
  state !== "claimed" && !(view === "list" && state === "free" && end <= now);

type Drawn = {
  readonly told: Pick<Told, "of" | "id" | "title" | "line" | "stays" | "isWaiting">;
  readonly at: Pick<Told, "start" | "end" | "specialistId">;
  readonly looks: readonly string[];
  readonly move: boolean;
  readonly resize: boolean;
};

const outlined = (one: Drawn, chosen: string | undefined): Drawn =>
  `${one.told.of}:${one.told.id}` === chosen ? { ...one, looks: [...one.looks, "ok-cal-picked"] } : one;

function shown({ told, at, looks, move, resize }: Drawn, name: string, isOne: boolean): Shown {
  const { start, end, specialistId } = at;
  // Midnight at the end of a day is its 24:00.
  const until = end.slice(0, 10) > start.slice(0, 10) && end.endsWith("T00:00") ? "24:00" : timeOf(end);
  const time = `${timeOf(start)}–${until}`;
  const label = [time, told.title, told.line, name].filter(Boolean).join(", ");
  const whole: Told = { ...told, start, end, specialistId, time, whose: isOne ? "" : name, label };
  const isShort = minutesBetween({ from: start, to: end }) < SHORT_MINUTES;
  return {
    id: `${told.of}:${told.id}:${told.of === "off" ? start : start.slice(0, 10)}`,
    start,
    end,
    resourceIds: [specialistId],
    title: told.title,
    startEditable: move,
    durationEditable: resize,
    classNames: ["ok-cal-event", ...(isShort ? ["ok-cal-short"] : []), ...looks],
    extendedProps: { told: whole },
  };
}

function slotDrawn(slot: FeedSlot, { may, now }: Feed): Drawn {
  const isClosed = slot.state === "closed";
  const isBegun = slot.start <= now;
  const isMovable = may.move && !isBegun;
  const isOver = slot.end <= now;
  // Whoever walks in can still be booked into one that goes on: it is not of the past.
  const isPast = isOver || (isClosed && isBegun);
  const told = {
    of: "slot",
    id: slot.id,
    title: isClosed ? "закрыто" : isOver ? "прошло" : isBegun ? "идёт, свободно" : "свободно",
    line: isClosed
      ? (slot.reason ?? "")
      : [slot.percent === undefined ? "" : `−${slot.percent} %`, SIGNS[slot.kind]].filter(Boolean).join(" "),
  } as const;
  const looks = [isClosed ? "ok-cal-closed" : `ok-cal-${slot.kind}`, ...(isPast ? ["ok-cal-past"] : [])];
  return { told, at: slot, looks, move: isMovable, resize: isMovable };
}

/** Time off of several days is drawn day by day, and around the bookings that stand in it still. */
function offDrawn(off: FeedOff, { from, days, bookings }: Feed): readonly Drawn[] {
  const own = bookings.filter(({ specialistId }) => specialistId === off.specialistId);
  const told = { of: "off", id: off.id, title: "не работает", line: off.reason } as const;
  const common = { told, looks: ["ok-cal-off"], move: false, resize: false } as const;
  return Array.from({ length: days }, (_, index) =>
    plusMinutes(`${from}T00:00`, index * DAY_MINUTES),
  ).flatMap((begin) => {
    const next = plusMinutes(begin, DAY_MINUTES);
    const day = { start: later(off.start, begin), end: earlier(off.end, next) };
    return without(day, own).map((piece) => ({
      ...common,
      at: { ...piece, specialistId: off.specialistId },
    }));
  });
}

type Piece = Pick<Told, "start" | "end">;

/** What is left of a stretch where others are taken out of it. */
function without(whole: Piece, others: readonly Piece[]): readonly Piece[] {
  return others.reduce<readonly Piece[]>(
    (pieces, { start, end }) =>
      pieces.flatMap((piece) =>
        [
          { start: piece.start, end: earlier(piece.end, start) },
          { start: later(piece.start, end), end: piece.end },
        ].filter((one) => one.start < one.end),
      ),
    [whole],
  );
}

const DAY_MINUTES = 24 * 60;

const earlier = (...walls: readonly [Wall, Wall]): Wall => walls.toSorted()[0] ?? walls[0];
const later = (...walls: readonly [Wall, Wall]): Wall => walls.toSorted()[1] ?? walls[1];

/** A slot that a booking took: its colour behind the booking. */
const backOf = (slot: FeedSlot): Shown => ({
  id: `back:${slot.id}`,
  start: slot.start,
  end: slot.end,
  resourceIds: [slot.specialistId],
  display: "background",
  classNames: [`ok-cal-back-${slot.kind}`],
  extendedProps: {},
});

function bookingDrawn(booking: FeedBooking, { now }: Feed): Drawn {
  const isWaiting = booking.state === "held" || booking.state === "confirming";
  const isPast = booking.end <= now;
  const told = {
    of: "booking",
    id: booking.id,
    title: `${marksOf(booking)}${booking.client}`,
    line: isWaiting
      ? waitingText(booking, now)
      : [
          unsettledOf(booking, now),
          booking.service,
          SIGNS[booking.kind],
          booking.isMoving ? "переносится" : "",
          booking.note && "заметка",
        ]
          .filter(Boolean)
          .join(", "),
    ...(isWaiting ? ({ isWaiting } as const) : {}),
  } as const;
  const move = booking.state === "confirmed" && !isPast;
  const isUnmarked = isPast && booking.state === "confirmed";
  const looks = [
    isWaiting ? "ok-cal-held" : `ok-cal-${booking.state}`,
    ...(isUnmarked ? ["ok-cal-unmarked"] : isPast ? ["ok-cal-past"] : []),
  ];
  const stays = move ? {} : { stays: whyStays(booking) };
  return { told: { ...told, ...stays }, at: booking, looks, move, resize: false };
}

/** What is still to be done with a visit that is over: it is marked, and what it owes is taken (EP-3, PY-7). */
function unsettledOf({ state, end, isOwed }: FeedBooking, now: Wall): string {
  const isUnmarked = state === "confirmed" && end <= now;
  const isDebt = isOwed && (isUnmarked || state === "completed");
  return [isUnmarked ? "не отмечена" : "", isDebt ? "долг" : ""].filter(Boolean).join(", ");
}

function whyStays({ state }: FeedBooking): string {
  if (state === "held" || state === "confirming")
    return "Запись ждёт оплаты: перенести её можно, когда она будет оплачена. Или подтвердите её с оплатой на месте.";
  return state === "confirmed"
    ? "Время визита прошло: отметьте, пришёл ли клиент."
    : "Визит уже отмечен: его не перенести.";
}

function marksOf({ state, mark, isPromised }: FeedBooking): string {
  const done = state === "completed" ? "✓ " : state === "no_show" ? "✗ не пришёл: " : isPromised ? "✓? " : "";
  return `${done}${mark === undefined ? "" : `[${mark}] `}`;
}

function waitingText({ heldUntil, state }: FeedBooking, now: Wall): string {
  if (heldUntil === undefined) return state === "confirming" ? "оплата проверяется" : "ждёт оплаты";
  const minutes = minutesBetween({ from: now, to: heldUntil });
  if (minutes <= 0) return "время на оплату вышло";
  return `${leftOf(minutes, heldUntil, now)}, ждёт оплаты`;
}

/** How long it still waits: first and short, so that it is read in the narrowest column. */
function leftOf(minutes: number, until: Wall, now: Wall): string {
  if (minutes < 120) return `ещё ${minutes} мин`;
  if (dayOf(until) === dayOf(now)) return `до ${timeOf(until)}`;
  if (minutes < 24 * 60) return `ещё ${Math.floor(minutes / 60)} ч`;
  return `до ${shortDay(dayOf(until))} ${timeOf(until)}`;
}

/**
 * Where the day is by the clocks of the business, which the library's own line does not know: a line behind whatever
 * stands there, and its end over the edge of it, so that no name is struck through.
 */
const nowLine = ({ now, columns }: Feed): Shown[] =>
  ["ok-cal-now", "ok-cal-now-edge"].map((look) => ({
    id: look,
    start: now,
    end: plusMinutes(now, 1),
    resourceIds: columns.map(({ id }) => id),
    display: "background",
    classNames: [look],
    extendedProps: {},
  }));

/** The days that are over, as a ground behind all that stands in them. */
const goneDays = ({ from, days, now, columns }: Feed): Shown[] =>
  Array.from({ length: days }, (_, index) => plusMinutes(`${from}T00:00`, index * DAY_MINUTES))
    .map((start) => ({ start, end: plusMinutes(start, DAY_MINUTES) }))
    .filter(({ end }) => end <= now)
    .map(({ start, end }) => ({
      ...{ id: `gone:${dayOf(start)}`, start, end },
      resourceIds: columns.map(({ id }) => id),
      display: "background",
      classNames: ["ok-cal-gone"],
      extendedProps: {},
    }));

/** The hours that are drawn: the usual ones, and those that something stands in. */
export function hoursOf({ slots, bookings }: Feed): { readonly from: string; readonly to: string } {
  const all = [...slots, ...bookings];
  const first = Math.min(9, ...all.map(({ start }) => Number(start.slice(11, 13))));
  const last = Math.max(21, ...all.map((one) => lastHour(one)));
  return { from: `${String(first).padStart(2, "0")}:00`, to: `${String(last).padStart(2, "0")}:00` };
}

const lastHour = ({ start, end }: { readonly start: Wall; readonly end: Wall }): number =>
  start.slice(0, 10) === end.slice(0, 10)
    ? Math.ceil(minutesBetween({ from: end.slice(0, 10), to: end }) / 60)
    : 24;
