import type { App } from "../app.ts";
import {
  countFreeSlots,
  findSlotChange,
  insertTimeOff,
  type TimeOff,
  type TimeOffSpan,
  type TimeOffSpanRefusal,
  timeOffOf,
  timeOffStretch,
} from "../calendar/index.ts";
import { lockSpecialists } from "../catalog/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { daysAfter } from "../kernel/instant.ts";
import type { Interval } from "../kernel/interval.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { type BookingView, LIVE_STATES } from "./model.ts";
import { findBookings } from "./store.ts";

export type TakeTimeOffInput = {
  /** Chosen by the caller and kept across retries: the same id is the same time off, and names it when it is undone. */
  readonly changeId: string;
  /** One specialist or several. */
  readonly specialistIds: readonly string[];
  /** A stretch of time, or whole days of the business's calendar. */
  readonly span: TimeOffSpan;
  /** 1–300 characters; staff see it, clients do not. */
  readonly reason: string;
  readonly actor: Actor;
  /** Says what it would close and which bookings are in it, and does nothing. */
  readonly isDryRun?: boolean | undefined;
};

export type TakenTimeOff = Interval & {
  readonly changeId: string;
  /** Each specialist's; none in a dry run. */
  readonly timeOff: readonly TimeOff[];
  /** How many free slots it closes. */
  readonly closed: number;
  /** The live bookings in it, soonest first: they stand until staff move or cancel them. */
  readonly bookings: readonly BookingView[];
};

export type TakeTimeOffRefusal =
  | TimeOffSpanRefusal
  | "unknown_specialist"
  | "no_specialist_chosen"
  | "reason_missing"
  | "change_is_another";

const CONFLICTS = { slot_changes_pkey: "change_is_another" } as const;
const REASON_MAX = 300;

/**
 * Takes time off for one specialist or several: the free slots in it are closed, none is made or opened there until it is
 * lifted, and what its bookings let go of is closed too. The live bookings in it are listed, for staff to move.
 *
 * Safe to repeat with the same `changeId`. Time off may overlap other time off: a slot is offered again when the last of
 * them is lifted.
 *
 * @source SL-4 SL-6
 */
export async function takeTimeOff(
  app: App,
  input: TakeTimeOffInput,
): Promise<Outcome<TakenTimeOff, TakeTimeOffRefusal>> {
  const { changeId, actor } = input;
  const now = app.clock.now();
  const specialistIds = [...new Set(input.specialistIds)].sort();
  const reason = input.reason.trim().slice(0, REASON_MAX);
  if (specialistIds.length === 0) return refuse("no_specialist_chosen");
  if (reason === "" && !input.isDryRun) return refuse("reason_missing");
  const zone = (await loadSettings(app.db))["business.timeZone"];

  return inTransaction<TakenTimeOff, TakeTimeOffRefusal>(app.db, CONFLICTS, async (tx) => {
    if ((await lockSpecialists(tx, specialistIds)) < specialistIds.length)
      return refuse("unknown_specialist");
    const earlier = await findSlotChange(tx, changeId);
    if (earlier !== undefined) {
      return earlier.action === "take_time_off"
        ? done(await takenBy(tx, earlier))
        : refuse("change_is_another");
    }
    const stretch = timeOffStretch(input.span, { zone, now });
    if (!stretch.ok) return stretch;
    if (input.isDryRun) {
      const closed = await countFreeSlots(tx, specialistIds, stretch.value);
      const bookings = await bookingsIn(tx, specialistIds, stretch.value);
      return done({ changeId, ...stretch.value, timeOff: [], closed, bookings });
    }
    const rows = specialistIds.map((specialistId) => ({ id: app.newId(), specialistId }));
    const closed = await insertTimeOff(tx, { changeId, rows, ...stretch.value, reason, actor }, now);
    const timeOff = await timeOffOf(tx, changeId);
    const bookings = await bookingsIn(tx, specialistIds, stretch.value);
    return done({ changeId, ...stretch.value, timeOff, closed, bookings });
  });
}

/** The same request once more: what it closed then, and the bookings that are in it still. */
async function takenBy(
  tx: Tx,
  change: Interval & {
    readonly id: string;
    readonly slots: number;
    readonly specialistIds: readonly string[];
  },
): Promise<TakenTimeOff> {
  const { id: changeId, slots: closed, specialistIds, startsAt, endsAt } = change;
  const stretch = { startsAt, endsAt };
  const timeOff = await timeOffOf(tx, changeId);
  return { changeId, ...stretch, timeOff, closed, bookings: await bookingsIn(tx, specialistIds, stretch) };
}

/** The live bookings of some specialists in a stretch of time, soonest first. */
export async function bookingsIn(
  via: Queryable,
  specialistIds: readonly string[],
  { startsAt, endsAt }: Interval,
): Promise<readonly BookingView[]> {
  // No visit is longer than a day, and a start is found by its index.
  const rows = await via.many<{ id: string }>(sql`
    SELECT id FROM bookings
    WHERE specialist_id = ANY(${specialistIds}::uuid[]) AND state = ANY(${LIVE_STATES}::text[])
      AND starts_at > ${daysAfter(startsAt, -1)} AND starts_at < ${endsAt} AND ends_at > ${startsAt}`);
  const found = await findBookings(
    via,
    rows.map(({ id }) => id),
  );
  return found.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.number - b.number);
}
