import { createHash } from "node:crypto";
import {
  type BookingState,
  type BookingView,
  bookingStateText,
  listBookings,
} from "../../../core/booking/index.ts";
import { type Slot, slotsWithin } from "../../../core/calendar/index.ts";
import { listSpecialists } from "../../../core/catalog/index.ts";
import type { Interval } from "../../../core/kernel/interval.ts";
import {
  dayOf,
  daysFrom,
  type LocalDay,
  localDay,
  parseLocalDay,
  plusDays,
  startOfDay,
  weekdayOf,
} from "../../../core/kernel/local-day.ts";
import { formatRubles } from "../../../core/kernel/money.ts";
import { listBlocked } from "../../../core/people/index.ts";
import { loadSettings } from "../../../core/settings/index.ts";
import { isManager, mayDo } from "../../access.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import {
  type Column,
  type DayCount,
  type Feed,
  type FeedBooking,
  type FeedSlot,
  type May,
  type Refusal,
  type Unchanged,
  VIEWS,
  type View,
} from "./model.ts";
import { wallClock, wallStretch } from "./wall-clock.ts";

const ROWS_MAX = 20_000;

/** What stands in a calendar; what was cancelled, moved or ran out does not. */
const SHOWN = ["held", "confirming", "confirmed", "completed", "no_show"] as const satisfies BookingState[];
type Shown = (typeof SHOWN)[number];

/** What the calendar shows around a day, or that it is what the browser has already. */
export async function readFeed(call: PageCall, asked: Values): Promise<Feed | Unchanged | Refusal> {
  const view = VIEWS.find((one) => one === (asked.text("view") || "day"));
  if (view === undefined) return { refused: "Такого вида календаря нет: есть день, неделя, месяц и список." };
  const today = dayOf(call.app.clock.now(), call.zone);
  const date = asked.text("date") === "" ? today : parseLocalDay(asked.text("date"));
  if (date === undefined || date < "1970-01-08" || date > "2999-12-01")
    return { refused: "Такого дня нет в календаре: выберите другой." };
  const everybody = await everybodyFor(call);
  const wanted = new Set(asked.list("specialists"));
  const chosen = everybody.filter(({ id }) => wanted.has(shortId(id)));
  const columns = chosen.length === 0 ? everybody : chosen;
  const span = { view, date, ...spanOf(view, date), everybody, columns };
  const feed = { ...span, ...(await gather(call, span)) };
  const revision = createHash("sha1").update(JSON.stringify(feed)).digest("base64url");
  const now = wallClock(call.app.clock.now(), call.zone);
  if (revision === asked.text("revision")) return { unchanged: true, revision, now };
  return { ...feed, revision, now };
}

/** Enough of an id to tell a salon's specialists apart: all of them fit into an address. */
const shortId = (id: string): string => id.slice(0, 8);

/** Whom somebody may look at: a specialist themselves, whatever was asked for (PE-3). */
async function everybodyFor({ app, user }: PageCall): Promise<readonly Column[]> {
  const all = await listSpecialists(app.db);
  return all
    .filter(({ id, isActive }) => (isManager(user) ? isActive : id === user.specialistId))
    .map(({ id, name }) => ({ id, name }));
}

type Span = {
  readonly view: View;
  readonly from: LocalDay;
  readonly days: number;
  readonly columns: readonly Column[];
};

/** A week begins on Monday; a month is shown in whole weeks. */
function spanOf(view: View, date: LocalDay): Pick<Span, "from" | "days"> {
  if (view === "day") return { from: date, days: 1 };
  if (view !== "month") return { from: mondayOf(date), days: 7 };
  return { from: mondayOf(localDay(`${date.slice(0, 7)}-01`)), days: 42 };
}

const mondayOf = (day: LocalDay): LocalDay => plusDays(day, 1 - weekdayOf(day));

async function gather(
  call: PageCall,
  span: Span,
): Promise<Pick<Feed, "zone" | "slots" | "bookings" | "off" | "counts" | "may">> {
  const { app, zone } = call;
  const stretch = {
    startsAt: startOfDay(span.from, zone),
    endsAt: startOfDay(plusDays(span.from, span.days), zone),
  };
  const only = span.columns.length === 1 ? span.columns[0]?.id : undefined;
  const [slots, bookings] =
    span.columns.length === 0
      ? [[], []]
      : await Promise.all([
          slotsWithin(app.db, stretch, { specialistId: only, slotsMax: ROWS_MAX }),
          bookingsWithin(call, stretch, only),
        ]);
  const shown = new Set(span.columns.map(({ id }) => id));
  const isShown = ({ specialistId }: { readonly specialistId: string }) => shown.has(specialistId);
  const now = app.clock.now();
  const hotPercent = (await loadSettings(app.db))["hot.discountPercent"];
  const blocked = await listBlocked(app.db, [...new Set(bookings.map(({ clientId }) => clientId))], now);
  const all = {
    slots: slots.filter(isShown).map((slot) => slotIn(call, slot, { now, hotPercent })),
    bookings: bookings.filter(isShown).map((booking) => bookingIn(call, booking, { now, blocked })),
    off: [],
  };
  const drawn =
    span.view === "month" ? { ...NOTHING_DRAWN, counts: countDays(span, all) } : { ...all, counts: [] };
  return { zone, ...drawn, may: mayOf(call) };
}

const NOTHING_DRAWN = { slots: [], bookings: [], off: [] } as const;

/** What each day of a month holds: what is free and ahead by kind, what is booked, what waits for payment. */
function countDays(
  { from, days }: Span,
  { slots, bookings, off }: Pick<Feed, "slots" | "bookings" | "off">,
): readonly DayCount[] {
  const byDay = new Map(
    daysFrom({ from, to: plusDays(from, days - 1) }).map((day) => [
      day as string,
      { day: day as string, regular: 0, hot: 0, online: 0, booked: 0, held: 0, off: 0 },
    ]),
  );
  for (const { start, kind, state, isPast } of slots) {
    const count = byDay.get(start.slice(0, 10));
    if (count !== undefined && state === "free" && !isPast) count[kind] += 1;
  }
  for (const { start, state } of bookings) {
    const count = byDay.get(start.slice(0, 10));
    if (count !== undefined) count[state === "held" || state === "confirming" ? "held" : "booked"] += 1;
  }
  for (const { start } of off) {
    const count = byDay.get(start.slice(0, 10));
    if (count !== undefined) count.off += 1;
  }
  return [...byDay.values()];
}

const bookingsWithin = (
  { app }: PageCall,
  { startsAt, endsAt }: Interval,
  specialistId: string | undefined,
): Promise<readonly BookingView[]> =>
  listBookings(app.db, { states: SHOWN, from: startsAt, to: endsAt, specialistId, rowsMax: ROWS_MAX });

const mayOf = ({ user }: PageCall): May => ({
  add: mayDo(user, "Slot", "addSlot"),
  generate: mayDo(user, "Slot", "generateSlots"),
  move: mayDo(user, "Slot", "moveSlot"),
  moveBooking: mayDo(user, "Booking", "moveBooking"),
  takeTimeOff: mayDo(user, "Slot", "takeTimeOff"),
});

function slotIn(
  { zone }: PageCall,
  slot: Slot,
  { now, hotPercent }: { readonly now: Date; readonly hotPercent: number },
): FeedSlot {
  const { id, specialistId, kind, state, bookingId, discountPercent, closedReason } = slot;
  return {
    id,
    specialistId,
    ...wallStretch(slot, zone),
    kind,
    state: state === "closed" ? "closed" : bookingId === undefined ? "free" : "claimed",
    isPast: slot.startsAt <= now,
    ...(kind === "hot" ? { percent: discountPercent ?? hotPercent } : {}),
    ...(closedReason === undefined ? {} : { reason: closedReason }),
  };
}

function bookingIn(
  { zone }: PageCall,
  booking: BookingView,
  { now, blocked }: { readonly now: Date; readonly blocked: ReadonlySet<string> },
): FeedBooking {
  const { id, number, specialistId, clientId, slotKind, state, heldUntil } = booking;
  return {
    id,
    number,
    specialistId,
    ...wallStretch(booking, zone),
    kind: slotKind,
    state: state as Shown,
    stateText: bookingStateText(booking),
    client: booking.clientName,
    service: booking.serviceName,
    price: formatRubles(booking.price),
    isPromised: booking.promisedAt !== undefined,
    isPast: booking.endsAt <= now,
    ...(blocked.has(clientId) ? { mark: "блок" as const } : {}),
    ...(state === "held" && heldUntil !== undefined ? { heldUntil: wallClock(heldUntil, zone) } : {}),
  };
}
