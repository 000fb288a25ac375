import type { App } from "../app.ts";
import {
  countFreeSlots,
  findSlotChange,
  insertTimeOff,
  standingChangeId,
  type TimeOff,
  type TimeOffSpan,
  timeOffOf,
  timeOffStretches,
  type WeeklyTimeOff,
  type WeeklyTimeOffRefusal,
  wholeOf,
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
  /** A stretch of time, whole days of the business's calendar, or the same days of every week. */
  readonly span: TimeOffSpan | WeeklyTimeOff;
  /** 1–300 characters; staff see it, clients do not. */
  readonly reason: string;
  readonly actor: Actor;
  /** Says what it would close and which bookings are in it, and does nothing. */
  readonly isDryRun?: boolean | undefined;
};

export type TakenTimeOff = Interval & {
  readonly changeId: string;
  /** When it is, in order: more than one where it repeats; the interval of it all is from the first to the last. */
  readonly stretches: readonly Interval[];
  /** Each specialist's, one a stretch; none in a dry run. */
  readonly timeOff: readonly TimeOff[];
  /** How many free slots it closes. */
  readonly closed: number;
  /** The live bookings in it, soonest first: they stand until staff move or cancel them. */
  readonly bookings: readonly BookingView[];
};

export type TakeTimeOffRefusal =
  | WeeklyTimeOffRefusal
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
 * One that repeats weekly is a series: each stretch is a time off of its own, and one change undoes them all.
 *
 * Safe to repeat with the same `changeId`; under another one, what the same person took and what stands still is answered
 * as it was taken, under its own. Time off may overlap other time off: a slot is offered again when the last of them is
 * lifted.
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
    const found = timeOffStretches(input.span, { zone, now });
    if (!found.ok) return found;
    const stretches = found.value;
    const rows = specialistIds.flatMap((specialistId) =>
      stretches.map((stretch) => ({ id: app.newId(), specialistId, ...stretch })),
    );
    const standing = input.isDryRun ? undefined : await standingChange(tx, { rows, reason, actor });
    if (standing !== undefined) return done(await takenBy(tx, standing));
    const closed = input.isDryRun
      ? await countFreeSlots(tx, rows)
      : await insertTimeOff(tx, { changeId, rows, reason, actor }, now);
    const timeOff = input.isDryRun ? [] : await timeOffOf(tx, changeId);
    const bookings = await bookingsIn(tx, specialistIds, stretches);
    return done({ changeId, ...wholeOf(stretches), stretches, timeOff, closed, bookings });
  });
}

/** Twice the same time off would be undone, or lifted, once in vain. */
async function standingChange(tx: Tx, wanted: Parameters<typeof standingChangeId>[1]) {
  const id = await standingChangeId(tx, wanted);
  return id === undefined ? undefined : findSlotChange(tx, id);
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
  const timeOff = await timeOffOf(tx, changeId);
  const [first] = specialistIds;
  const stretches = timeOff
    .filter((off) => off.specialistId === first)
    .map(({ startsAt, endsAt }) => ({ startsAt, endsAt }));
  const bookings = await bookingsIn(tx, specialistIds, stretches);
  return { changeId, startsAt, endsAt, stretches, timeOff, closed, bookings };
}

/** The live bookings of some specialists in stretches of time, soonest first. */
export async function bookingsIn(
  via: Queryable,
  specialistIds: readonly string[],
  stretches: readonly Interval[],
): Promise<readonly BookingView[]> {
  if (stretches.length === 0) return [];
  const { startsAt, endsAt } = wholeOf(stretches);
  // No visit is longer than a day, and a start is found by its index.
  const rows = await via.many<{ id: string }>(sql`
    SELECT id FROM bookings
    WHERE specialist_id = ANY(${specialistIds}::uuid[]) AND state = ANY(${LIVE_STATES}::text[])
      AND starts_at > ${daysAfter(startsAt, -1)} AND starts_at < ${endsAt}
      AND EXISTS (SELECT FROM unnest(${stretches.map((one) => one.startsAt)}::timestamptz[],
                                     ${stretches.map((one) => one.endsAt)}::timestamptz[]) AS off (from_at, to_at)
                  WHERE starts_at < to_at AND ends_at > from_at)`);
  const found = await findBookings(
    via,
    rows.map(({ id }) => id),
  );
  return found.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.number - b.number);
}
