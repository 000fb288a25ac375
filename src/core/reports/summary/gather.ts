import { daysBetween } from "../../kernel/local-day.ts";
import { MESSAGE_KIND_WORDS, messageReasonText } from "../../notifications/index.ts";
import { dayBounds } from "../analytics/bounds.ts";
import type { Totals } from "../analytics/model.ts";
import { pointsOwed } from "../analytics/people.ts";
import { minutesByHour } from "../analytics/visits.ts";
import { spansOf } from "../rules/spans.ts";
import type { Asked, Gathered, SourceLine } from "./model.ts";
import {
  type BookingFigures,
  type BookingRow,
  bookingsByPart,
  expiredByDay,
  type MessageRow,
  messagesByDay,
  namesOf,
  reviewsByRating,
} from "./statements.ts";
import { isSpanUnit, spanName, totalsOf } from "./totals.ts";

const total = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);

/** Rows with the place of their day, put into the spans of a period. */
function bySpans<Row extends { readonly day: number }, Source>(
  { period, by }: Asked,
  rows: readonly Row[],
  add: (own: readonly Row[]) => Source,
): readonly SourceLine<Source>[] {
  if (!isSpanUnit(by)) return [];
  return spansOf(period, by).map((days) => {
    const first = daysBetween({ from: period.from, to: days.from });
    const last = daysBetween({ from: period.from, to: days.to });
    const own = rows.filter(({ day }) => day >= first && day <= last);
    return { key: days.from, name: spanName(days), days, source: add(own) };
  });
}

const addBookings = (rows: readonly BookingRow[]): BookingFigures => ({
  bookings: total(rows, (row) => row.bookings),
  ahead: total(rows, (row) => row.ahead),
  visits: total(rows, (row) => row.visits),
  noShows: total(rows, (row) => row.noShows),
  byClient: total(rows, (row) => row.byClient),
  lateCancels: total(rows, (row) => row.lateCancels),
  byBusiness: total(rows, (row) => row.byBusiness),
  moved: total(rows, (row) => row.moved),
  expired: total(rows, (row) => row.expired),
  priceKopecks: total(rows, (row) => row.priceKopecks),
});

export async function gatherBookings(asked: Asked): Promise<Gathered<BookingFigures>> {
  const { app, period, zone, by } = asked;
  const rows = await bookingsByPart(app.db, dayBounds(period, zone));
  const sum = addBookings(rows);
  if (isSpanUnit(by)) return { lines: bySpans(asked, rows, addBookings), sum };
  const isOfService = by === "service";
  const names = await namesOf(app.db, isOfService ? "services" : "specialists");
  const lines = names.flatMap(({ id, name }) => {
    const own = rows.filter((row) => (isOfService ? row.serviceId : row.specialistId) === id);
    return own.length === 0 ? [] : [{ key: id, name, days: undefined, source: addBookings(own) }];
  });
  return { lines, sum };
}

export type TimeFigures = { readonly offeredMinutes: number; readonly bookedMinutes: number };

const WEEKDAYS = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];
const WEEKDAYS_SHORT = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];

export async function gatherOccupancy(asked: Asked): Promise<Gathered<TimeFigures>> {
  const { app, period, zone, by } = asked;
  const isByClock = by === "weekday" || by === "hour";
  if (!isByClock) return totalsOf(asked, { withClients: false });
  const hours = await minutesByHour(app.db, dayBounds(period, zone), zone);
  const { sum } = await totalsOf({ ...asked, by: "month" }, { withClients: false });
  const groups = Map.groupBy(hours, ({ weekday, hour }) => (by === "hour" ? weekday * 100 + hour : weekday));
  const lines = [...groups].map(([key, own]) => ({
    key: by === "hour" ? `${Math.floor(key / 100)}-${String(key % 100).padStart(2, "0")}` : String(key),
    name:
      by === "hour"
        ? `${WEEKDAYS_SHORT[Math.floor(key / 100) - 1] ?? ""} ${String(key % 100).padStart(2, "0")}:00`
        : (WEEKDAYS[key - 1] ?? ""),
    days: undefined,
    source: {
      offeredMinutes: total(own, (row) => row.offeredMinutes),
      bookedMinutes: total(own, (row) => row.bookedMinutes),
    },
  }));
  return { lines, sum };
}

export type LoyaltyFigures = Pick<Totals, "issued" | "redeemed" | "penalties"> & {
  readonly expiredHolds: number;
  readonly expiredPoints: number;
};

export async function gatherLoyalty(asked: Asked): Promise<Gathered<LoyaltyFigures>> {
  const { app, period, zone } = asked;
  const [{ lines, sum }, expired, owed] = await Promise.all([
    totalsOf(asked, { withClients: false }),
    expiredByDay(app.db, dayBounds(period, zone)),
    pointsOwed(app.db),
  ]);
  const add = (rows: typeof expired) => ({
    expiredHolds: total(rows, (row) => row.holds),
    expiredPoints: total(rows, (row) => row.points),
  });
  const ofSpans = bySpans(asked, expired, add);
  return {
    lines: lines.map((line, place) => ({
      ...line,
      source: { ...line.source, ...(ofSpans[place]?.source ?? add([])) },
    })),
    sum: { ...sum, ...add(expired) },
    standing: { pointsOwed: owed },
  };
}

export type RatingFigures = Pick<Totals, "reviews" | "averageRating">;

export async function gatherReviews(asked: Asked): Promise<Gathered<RatingFigures>> {
  if (asked.by !== "rating") return totalsOf(asked, { withClients: false });
  const { app, period, zone } = asked;
  const rows = await reviewsByRating(app.db, dayBounds(period, zone));
  const reviews = total(rows, (row) => row.reviews);
  const stars = total(rows, (row) => row.reviews * row.rating);
  return {
    lines: rows.map((row) => ({
      ...{ key: String(row.rating), name: "★".repeat(row.rating), days: undefined },
      source: { reviews: row.reviews, averageRating: row.rating },
    })),
    sum: { reviews, averageRating: reviews === 0 ? undefined : stars / reviews },
  };
}

export type MessageFigures = Readonly<Record<"messages" | MessageRow["state"], number>>;

function addMessages(rows: readonly MessageRow[]): MessageFigures {
  const inState = (state: MessageRow["state"]) =>
    total(rows, (row) => (row.state === state ? row.messages : 0));
  return {
    messages: total(rows, (row) => row.messages),
    sent: inState("sent"),
    queued: inState("queued"),
    skipped: inState("skipped"),
    failed: inState("failed"),
  };
}

const KIND_WORDS: Readonly<Record<string, string>> = MESSAGE_KIND_WORDS;
const NO_REASON = "—";

export async function gatherMessages(asked: Asked): Promise<Gathered<MessageFigures>> {
  const { app, period, zone, by } = asked;
  const rows = await messagesByDay(app.db, dayBounds(period, zone));
  const sum = addMessages(rows);
  if (isSpanUnit(by)) return { lines: bySpans(asked, rows, addMessages), sum };
  const groups = Map.groupBy(rows, ({ kind, reason }) => (by === "kind" ? kind : (reason ?? "")));
  const lines = [...groups].map(([key, own]) => ({
    key,
    name: by === "kind" ? (KIND_WORDS[key] ?? key) : key === "" ? NO_REASON : messageReasonText(key),
    days: undefined,
    source: addMessages(own),
  }));
  return { lines: lines.toSorted((one, other) => other.source.messages - one.source.messages), sum };
}
