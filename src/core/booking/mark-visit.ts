import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, SYSTEM, staffIdOf } from "../kernel/actor.ts";
import { hoursAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { undoMark } from "../loyalty/index.ts";
import { dropReminders } from "../notifications/index.ts";
import { lockClient } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { applyCompletion, applyNoShow, type MarkedVisit } from "./apply-mark.ts";
import { giveUpReplacement } from "./give-up-hold.ts";
import { liftGroundless } from "./lift-groundless.ts";
import type { Booking, BookingView } from "./model.ts";
import { ownVisitProblem } from "./own-visit.ts";
import { findBooking, lockBooking } from "./store.ts";
import {
  checkTaking,
  TAKING_CONFLICTS,
  type TakenOnSpot,
  type TakingRefusal,
  writeTaking,
} from "./take-on-spot.ts";
import { tellMarked, type Undone } from "./tell-marked.ts";

export type VisitMark = "completed" | "no_show";

export type MarkVisitInput = {
  readonly bookingId: string;
  readonly mark: VisitMark;
  readonly actor: Actor;
  /** Needed when an earlier mark is corrected. */
  readonly reason?: string | undefined;
  /** What the client paid at the desk, recorded along with `completed`. */
  readonly taken?: TakenOnSpot | undefined;
};

export type MarkVisitRefusal =
  | "unknown_booking"
  | "visit_not_begun"
  | "booking_not_confirmed"
  | "payment_being_confirmed"
  | "reason_missing"
  | "not_your_booking"
  | TakingRefusal;

/**
 * Marks a visit: the client came, or did not. A mark may be corrected, with a reason: what the first one did to points
 * and blocks is undone by new entries, then the new mark does its own. The same mark again changes nothing.
 * A specialist marks their own visits only. The client is told what the mark means for them. Money that was taken is
 * recorded with the mark or, if it may not be, nothing is done at all; whoever did not come paid nothing.
 *
 * @source EP-1 EP-3 CX-3 CX-4 CX-8 MS-8 PE-3 PY-7
 */
export async function markVisit(
  app: App,
  input: MarkVisitInput,
): Promise<Outcome<BookingView, MarkVisitRefusal>> {
  const { bookingId, mark, actor, taken } = input;
  const clientId = (await findBooking(app.db, bookingId))?.clientId;
  if (clientId === undefined) return refuse("unknown_booking");
  const now = app.clock.now();

  const marked = await inTransaction<null, MarkVisitRefusal>(app.db, TAKING_CONFLICTS, async (tx) => {
    const client = present(await lockClient(tx, clientId), "the client of a booking");
    const booking = present(await lockBooking(tx, bookingId), "a booking that was there");
    const problem = await ownVisitProblem(tx, { actor, specialistId: booking.specialistId });
    if (problem !== undefined) return refuse(problem);
    const isRepeated = booking.state === mark;
    const isCorrection = booking.state === "completed" || booking.state === "no_show";
    if (booking.state !== "confirmed" && !isCorrection) return refuse("booking_not_confirmed");
    if (booking.startsAt > now) return refuse("visit_not_begun");
    const reason = input.reason?.trim();
    if (isCorrection && !isRepeated && !reason) return refuse("reason_missing");
    const money = taken && (await checkTaking(tx, { ...booking, state: mark }, taken));
    if (money?.ok === false) return money;
    if (!isRepeated && !(await giveUpReplacement(tx, bookingId, now)))
      return refuse("payment_being_confirmed");

    if (!isRepeated) await writeMarkOf({ app, tx, booking, client, now }, { ...input, reason });
    if (taken && money?.value === "new") await writeTaking(tx, booking, { ...taken, actor }, now);
    return done(null);
  });
  if (!marked.ok) return marked;
  return done(present(await findBooking(app.db, bookingId), "the booking just marked"));
}

/** Undoes what an earlier mark did, writes this one with all that it does, and tells whom it concerns. */
async function writeMarkOf(
  { app, tx, booking, client, now }: Omit<MarkedVisit, "number" | "staffId">,
  { bookingId, mark, actor, reason }: MarkVisitInput,
): Promise<void> {
  const staffId = staffIdOf(actor);
  const undone = booking.state !== "confirmed" ? await undo(app, tx, booking, staffId, now) : undefined;
  const number = booking.marks + 1;
  await writeMark(tx, bookingId, { mark, number }, now);
  const visit = { app, tx, booking, client, number, staffId, now };
  const effect = await (mark === "completed" ? applyCompletion(visit) : applyNoShow(visit));
  await tellMarked(app, tx, booking, { mark, number, effect, undone }, now);
  const change = { state: [booking.state, mark] };
  const subject = { subjectKind: "booking", subjectId: bookingId };
  await recordAudit(tx, { actor, action: "mark_visit", ...subject, reason, change }, now);
}

async function undo(app: App, tx: Tx, booking: Booking, staffId: string | null, now: Date): Promise<Undone> {
  const mark = { bookingId: booking.id, number: booking.marks, staffId };
  const { earned, penalty } = await undoMark(tx, mark, app.newId, now);
  const isBlockLifted = booking.state === "no_show" && (await liftGroundless(tx, booking, now));
  await tx.run(sql`UPDATE bookings SET rebook_of_id = NULL WHERE id = ${booking.id}::uuid`);
  return { earnedTakenBack: earned, penaltyBack: penalty, isBlockLifted };
}

async function writeMark(
  tx: Tx,
  bookingId: string,
  { mark, number }: { readonly mark: VisitMark; readonly number: number },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    UPDATE bookings SET state = ${mark}, marks = ${number}, ended_at = ${now}, ended_reason = ${mark}
    WHERE id = ${bookingId}::uuid`);
  await dropReminders(tx, bookingId);
}

const BATCH = 100;

/** Completes the visits that nobody marked in so many hours after their end (EP-3). */
export async function completeForgottenVisits(app: App): Promise<number> {
  const hours = (await loadSettings(app.db))["visit.autoCompleteHours"];
  if (hours === 0) return 0;
  const due = await app.db.many<{ id: string }>(sql`
    SELECT id FROM bookings WHERE state = 'confirmed' AND ends_at <= ${hoursAfter(app.clock.now(), -hours)}
    ORDER BY ends_at LIMIT ${BATCH}`);
  for (const { id } of due) await markVisit(app, { bookingId: id, mark: "completed", actor: SYSTEM });
  return due.length;
}
