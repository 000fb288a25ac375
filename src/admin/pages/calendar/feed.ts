import { BOOKING_STATE_WORDS, type BookingState } from "../../../core/booking/index.ts";
import { lastSlotChange, type SlotChange, type TimeOff } from "../../../core/calendar/index.ts";
import { listSpecialists } from "../../../core/catalog/index.ts";
import { HOUR_MS } from "../../../core/kernel/instant.ts";
import {
  dayOf,
  type LocalDay,
  localDay,
  parseLocalDay,
  plusDays,
  startOfDay,
  weekdayOf,
} from "../../../core/kernel/local-day.ts";
import {
  type CalendarBooking,
  type CalendarSlot,
  calendarRevision,
  readCalendar,
} from "../../../core/reports/index.ts";
import { loadSettings } from "../../../core/settings/index.ts";
import { isManager, mayDo } from "../../access.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { countDays } from "./count-days.ts";
import {
  COLUMNS_MAX,
  type Column,
  type Feed,
  type FeedBooking,
  type FeedOff,
  type FeedSlot,
  type May,
  type Refusal,
  type Unchanged,
  VIEWS,
  type View,
} from "./model.ts";
import { shortUndoWords, undoQuestion, undoWords } from "./undo-words.ts";
import { type WallClocks, wallClock, wallClocks } from "./wall-clock.ts";

type Span = {
  readonly view: View;
  readonly from: LocalDay;
  readonly days: number;
  readonly columns: readonly Column[];
};

/** What the calendar shows around a day, or that it is what the browser has already. */
export async function readFeed(call: PageCall, asked: Values): Promise<Feed | Unchanged | Refusal> {
  const { app, zone, actor } = call;
  const now = app.clock.now();
  const view = VIEWS.find((one) => one === (asked.text("view") || "day"));
  if (view === undefined) return { refused: "Такого вида календаря нет: есть день, неделя, месяц и список." };
  const date = asked.text("date") === "" ? dayOf(now, zone) : parseLocalDay(asked.text("date"));
  if (date === undefined || date < FIRST_DAY || date > LAST_DAY)
    return { refused: "Такого дня нет в календаре: выберите другой." };

  const [everybody, { "hot.discountPercent": hotPercent }, last] = await Promise.all([
    everybodyFor(call),
    loadSettings(app.db),
    lastSlotChange(app.db, { actor, now }),
  ]);
  const wanted = new Set(asked.list("specialists"));
  const chosen = everybody.filter(({ id }) => wanted.has(shortId(id)));
  const columns = (chosen.length === 0 ? everybody : chosen).slice(0, COLUMNS_MAX);
  const span = {
    view,
    date,
    ...spanOf(view, date),
    everybody,
    columns,
    isChosen: chosen.length > 0,
    columnsMax: COLUMNS_MAX,
  };
  const hour = view === "month" ? Math.floor(now.getTime() / HOUR_MS) : 0;
  const common = [date, zone, hotPercent, last?.id ?? "none", call.user.role, hour];
  const revisionOf = (rows: string) => [rows, ...common].join(" ");

  const wall = wallClock(now, zone);
  const known = asked.text("revision");
  if (known !== "" && known === revisionOf(await calendarRevision(app.db, stretchOf(span, call))))
    return { unchanged: true, revision: known, now: wall };
  const { revision, ...drawn } = await draw(call, span, { now, hotPercent });
  return {
    ...span,
    ...drawn,
    zone,
    revision: revisionOf(revision),
    now: wall,
    may: mayOf(call),
    ...(last === undefined ? {} : { undo: undoOf(last, { zone, now, everybody }) }),
  };
}

const undoOf = (last: SlotChange, at: Parameters<typeof undoWords>[1]): NonNullable<Feed["undo"]> => ({
  id: last.id,
  text: undoWords(last, at),
  short: shortUndoWords(last, at),
  ...undoQuestion(last),
});

const FIRST_DAY = "1970-02-01";
const LAST_DAY = "2999-12-01";

/** Enough of an id to tell a salon's specialists apart: all of them fit into an address. */
const shortId = (id: string): string => id.slice(0, 8);

/** Whom somebody may look at: a specialist themselves, whatever was asked for (PE-3). */
async function everybodyFor({ app, user }: PageCall): Promise<readonly Column[]> {
  const all = await listSpecialists(app.db);
  return all
    .filter(({ id, isActive }) => (isManager(user) ? isActive : id === user.specialistId))
    .map(({ id, name }) => ({ id, name }));
}

/** A week begins on Monday; a month is shown in whole weeks. */
function spanOf(view: View, date: LocalDay): Pick<Span, "from" | "days"> {
  if (view === "day") return { from: date, days: 1 };
  if (view !== "month") return { from: mondayOf(date), days: 7 };
  return { from: mondayOf(localDay(`${date.slice(0, 7)}-01`)), days: 42 };
}

const mondayOf = (day: LocalDay): LocalDay => plusDays(day, 1 - weekdayOf(day));

const stretchOf = ({ from, days, columns }: Span, { zone }: PageCall) => ({
  from: startOfDay(from, zone),
  to: startOfDay(plusDays(from, days), zone),
  specialistIds: columns.map(({ id }) => id),
});

type Drawn = Pick<Feed, "revision" | "slots" | "bookings" | "off" | "counts">;

async function draw(
  call: PageCall,
  span: Span,
  { now, hotPercent }: { readonly now: Date; readonly hotPercent: number },
): Promise<Drawn> {
  const { revision, slots, bookings, timeOff } = await readCalendar(call.app.db, {
    ...stretchOf(span, call),
    now,
  });
  if (span.view === "month") {
    const counts = countDays(span, call.zone, { slots, bookings, timeOff, now });
    return { revision, slots: [], bookings: [], off: [], counts };
  }
  const clocks = wallClocks(call.zone);
  const visits = visitsBySpecialist(bookings);
  return {
    revision,
    // What time off closed is told by the time off.
    slots: slots
      .filter(({ timeOffId }) => timeOffId === undefined)
      .map((slot) => slotIn(clocks, slot, { hotPercent, isUsed: isUnder(visits, slot) })),
    bookings: bookings.map((booking) => bookingIn(clocks, booking)),
    off: timeOff.map((off) => offIn(clocks, off)),
    counts: [],
  };
}

const mayOf = ({ user }: PageCall): May => ({
  add: mayDo(user, "Slot", "addSlot"),
  generate: mayDo(user, "Slot", "generateSlots"),
  move: mayDo(user, "Slot", "moveSlot"),
  takeTimeOff: mayDo(user, "Slot", "takeTimeOff"),
});

/** When each specialist's visits were, in milliseconds: thousands of pairs are compared, and dates are slow at it. */
type Visits = ReadonlyMap<string, readonly { readonly fromMs: number; readonly toMs: number }[]>;

/** What came to an end in a chair. */
function visitsBySpecialist(bookings: readonly CalendarBooking[]): Visits {
  const visits = new Map<string, { fromMs: number; toMs: number }[]>();
  for (const { state, specialistId, startsAt, endsAt } of bookings) {
    if (state !== "completed" && state !== "no_show") continue;
    const own = visits.get(specialistId) ?? [];
    own.push({ fromMs: startsAt.getTime(), toMs: endsAt.getTime() });
    visits.set(specialistId, own);
  }
  return visits;
}

/** A visit that was marked let its slot go, but nobody else can come at that time any more. */
function isUnder(visits: Visits, { specialistId, startsAt, endsAt }: CalendarSlot): boolean {
  const [fromMs, toMs] = [startsAt.getTime(), endsAt.getTime()];
  return visits.get(specialistId)?.some((visit) => visit.fromMs < toMs && fromMs < visit.toMs) ?? false;
}

function slotIn(
  clocks: WallClocks,
  slot: CalendarSlot,
  { hotPercent, isUsed }: { readonly hotPercent: number; readonly isUsed: boolean },
): FeedSlot {
  const { id, specialistId, kind, state, bookingId, discountPercent, closedReason } = slot;
  return {
    id,
    specialistId,
    ...clocks.stretch(slot),
    kind,
    state:
      isUsed || (state === "open" && bookingId !== undefined)
        ? "claimed"
        : state === "closed"
          ? "closed"
          : "free",
    ...(kind === "hot" ? { percent: discountPercent ?? hotPercent } : {}),
    ...(closedReason === undefined ? {} : { reason: closedReason }),
  };
}

function bookingIn(clocks: WallClocks, booking: CalendarBooking): FeedBooking {
  const { id, number, specialistId, slotKind, state, heldUntil, isBlocked, isVip, note } = booking;
  return {
    id,
    number,
    specialistId,
    ...clocks.stretch(booking),
    kind: slotKind,
    state: shownState(state),
    stateText: BOOKING_STATE_WORDS[state],
    client: booking.clientName,
    service: booking.serviceName,
    isPromised: booking.promisedAt !== undefined,
    isMoving: booking.movingToId !== undefined,
    isOwed: booking.owedOnSpot > 0,
    note,
    ...(isBlocked ? { mark: "блок" } : isVip ? { mark: "VIP" } : {}),
    ...(state === "held" && heldUntil !== undefined ? { heldUntil: clocks.at(heldUntil) } : {}),
  };
}

/** Only what stands in a calendar is ever read; the rest of the states would be ended ones. */
const shownState = (state: BookingState): FeedBooking["state"] =>
  state === "expired" || state === "cancelled" || state === "moved" ? "confirmed" : state;

const offIn = (clocks: WallClocks, off: TimeOff): FeedOff => ({
  id: off.id,
  specialistId: off.specialistId,
  ...clocks.stretch(off),
  reason: off.reason,
});
