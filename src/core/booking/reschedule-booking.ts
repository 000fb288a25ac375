import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { claimSlots } from "../calendar/index.ts";
import { staffIdOf } from "../kernel/actor.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { holdPoints } from "../loyalty/index.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { clearOverdue } from "./clear-overdue.ts";
import { findClientFacts } from "./client-facts.ts";
import {
  type DecidedMove,
  decideMove,
  moveProblem,
  ownMoveProblem,
  type RescheduleBookingRefusal,
  type WantedMove,
} from "./decide-move.ts";
import { carryOver } from "./finish-move.ts";
import { giveUp } from "./give-up-hold.ts";
import { mayTouch } from "./judge-ending.ts";
import { lateCostOf } from "./late-cost.ts";
import type { Booking, BookingView, MovePreview } from "./model.ts";
import { findBooking, insertBooking, lockBooking } from "./store.ts";

export type RescheduleBookingInput = WantedMove & {
  /** The new booking's: chosen by the caller and kept across retries, the same id is the same move. */
  readonly bookingId: string;
  /** What the client was shown; if it is another by now, nothing is moved. */
  readonly shown?: Pick<MovePreview, "isLate" | "penalty" | "price"> | undefined;
};

/** Should the checks ever miss, the database still lets one through and names the other. */
const CONFLICTS = {
  bookings_specialist_no_overlap: "slot_taken",
  bookings_client_no_overlap: "overlaps_own_booking",
  bookings_replaced_once: "booking_over",
} as const;

/** What moving a booking to a start would mean now: when, for how much, what comes back and what it costs (CX-7). */
export async function previewReschedule(
  app: App,
  wanted: WantedMove,
): Promise<Outcome<MovePreview, RescheduleBookingRefusal>> {
  return withOld<MovePreview>(app, wanted, async (tx, old) => {
    const now = app.clock.now();
    const problem = moveProblem(old, wanted, now);
    if (problem !== undefined || old === undefined) return refuse(problem ?? "unknown_booking");
    const decided = await decideMove(app, tx, old, wanted);
    return decided.ok ? done(previewOf(old, decided.value, now)) : decided;
  });
}

/**
 * Moves a confirmed booking to another start: at once, with what was paid carried over, or by a hold that replaces it
 * and is settled like any other; until that one is confirmed the old booking stands, and if it expires nothing happened.
 *
 * The business's own move is always done at once, costs the client nothing and needs no reason, but none that is blank; the
 * client is told. A specialist moves their own bookings, to their own slots. Safe to repeat: the same `bookingId`, or the
 * start that is held for this move already, is answered with what there is.
 *
 * @source CX-7 CX-1 MS-8 PE-3
 */
export async function rescheduleBooking(
  app: App,
  input: RescheduleBookingInput,
): Promise<Outcome<BookingView, RescheduleBookingRefusal>> {
  if (input.by.kind === "business" && input.by.reason?.trim() === "") return refuse("reason_missing");
  const now = app.clock.now();
  const moved = await withOld<string>(app, input, async (tx, old) => {
    const madeId = old && (await madeAlready(tx, old, input, now));
    if (madeId !== undefined) return done(madeId);
    const problem = moveProblem(old, input, now);
    if (problem !== undefined || old === undefined) return refuse(problem ?? "unknown_booking");
    const decided = await decideMove(app, tx, old, input);
    if (!decided.ok) return decided;
    if (!isAsShown(input.shown, previewOf(old, decided.value, now))) return refuse("consequence_changed");
    return carryOut(app, tx, { input, old, decided: decided.value }, now);
  });
  if (!moved.ok) return moved;
  return done(present(await findBooking(app.db, moved.value), "the booking just moved"));
}

/**
 * Works with the client locked and then the booking that is to be moved. A start that looks taken is tried once more
 * when only overdue holds stand there (PY-1).
 */
async function withOld<T>(
  app: App,
  wanted: WantedMove,
  work: (tx: Tx, old: Booking | undefined) => Promise<Outcome<T, RescheduleBookingRefusal>>,
): Promise<Outcome<T, RescheduleBookingRefusal>> {
  const { serviceId, slotId, replacesId } = wanted;
  const clientId = (await findBooking(app.db, replacesId))?.clientId;
  if (clientId === undefined) return refuse("unknown_booking");
  const attempt = () =>
    inTransaction<T, RescheduleBookingRefusal>(app.db, CONFLICTS, async (tx) => {
      await lockClient(tx, clientId);
      const old = await lockBooking(tx, replacesId);
      const problem = await ownMoveProblem(tx, old, wanted);
      return problem === undefined ? work(tx, old) : refuse(problem);
    });
  const outcome = await attempt();
  if (outcome.ok || outcome.refusal !== "slot_taken") return outcome;
  return (await clearOverdue(app, { serviceId, slotId, exceptBookingId: replacesId })) ? attempt() : outcome;
}

/** The same request once more, or the same start while it is still held for this move. */
async function madeAlready(
  tx: Tx,
  old: Booking,
  input: RescheduleBookingInput,
  now: Date,
): Promise<string | undefined> {
  const { by, bookingId, serviceId, slotId } = input;
  if (!mayTouch(old, by)) return undefined;
  const made = await lockBooking(tx, bookingId);
  if (made?.replacesId === old.id) return made.id;
  if (by.kind === "business") return undefined;
  const { live } = await findClientFacts(tx, old.clientId, now);
  const underWay = live.find((one) => one.replacesId === old.id && one.state === "held");
  const hold = underWay && (await lockBooking(tx, underWay.id));
  const isOverdue = hold?.heldUntil !== undefined && hold.heldUntil <= now;
  const isSame = hold?.serviceId === serviceId && hold.slotIds[0] === slotId;
  return isSame && !isOverdue ? hold.id : undefined;
}

const isAsShown = (shown: RescheduleBookingInput["shown"], now: MovePreview): boolean =>
  shown === undefined ||
  (shown.isLate === now.isLate && shown.penalty === now.penalty && shown.price === now.price);

const previewOf = (
  old: Booking,
  { priced, plan, paid, consequence }: DecidedMove,
  now: Date,
): MovePreview => {
  const { start, terms } = priced;
  const { points, payChoice, payNow, onSpot, isAtOnce } = plan;
  const { specialistId, startsAt, endsAt, kind } = start;
  const price = { price: terms.price, points, payChoice, payNow, onSpot };
  const confirmedAt = isAtOnce ? now : undefined;
  const late = {
    lateBefore: lateCostOf({ ...old, paid }, now),
    lateAfter: lateCostOf({ ...terms, startsAt, confirmedAt, slotKind: kind, paid: payNow }, now),
  };
  const when = { specialistId, startsAt, endsAt, slotKind: kind, isAtOnce };
  return { ...when, ...price, priceBefore: old.price, ...late, ...consequence };
};

async function carryOut(
  app: App,
  tx: Tx,
  move: { readonly input: RescheduleBookingInput; readonly old: Booking; readonly decided: DecidedMove },
  now: Date,
): Promise<Outcome<string, RescheduleBookingRefusal>> {
  const { input, old, decided } = move;
  const { bookingId, by } = input;
  const { plan, consequence, priced } = decided;
  if (decided.givenUpId !== undefined) await giveUp(tx, decided.givenUpId, now);
  await insertNew(tx, move, now);
  const { clientId } = old;
  const held = { id: app.newId(), bookingId, clientId, points: plan.points, takesOverId: old.id };
  await holdPoints(tx, held, now);
  if (!(await claimSlots(tx, priced.start.slotIds, bookingId, old.id))) return refuse("slot_taken");
  if (!plan.isAtOnce) return done(bookingId);

  const booking = present(await lockBooking(tx, bookingId), "the booking just made");
  const staffId = by.kind === "business" ? staffIdOf(by.actor) : null;
  await carryOver(app, tx, { old, booking, plan, consequence, by: by.kind, staffId }, now);
  if (by.kind === "client") return done(bookingId);
  const trail = {
    actor: by.actor,
    action: "reschedule_booking",
    subjectKind: "booking",
    subjectId: bookingId,
  };
  const change = { startsAt: [old.startsAt, booking.startsAt], replaces: old.id };
  await recordAudit(tx, { ...trail, reason: by.reason?.trim().slice(0, 300), change }, now);
  return done(bookingId);
}

async function insertNew(
  tx: Tx,
  { input, old, decided }: Parameters<typeof carryOut>[2],
  now: Date,
): Promise<void> {
  const { priced, plan } = decided;
  const { start, terms, settings } = priced;
  const { points, payChoice, payNow, onSpot } = plan;
  const heldUntil = minutesAfter(now, settings["booking.holdMinutes"]);
  await insertBooking(tx, {
    ...terms,
    ...{ points, payChoice, payNow, onSpot },
    id: input.bookingId,
    replacesId: old.id,
    clientId: old.clientId,
    specialistId: start.specialistId,
    serviceId: input.serviceId,
    state: "held",
    startsAt: start.startsAt,
    endsAt: start.endsAt,
    slotIds: start.slotIds,
    slotKind: start.kind,
    madeBy: input.by.kind === "client" ? "client" : "staff",
    staffId: input.by.kind === "business" ? staffIdOf(input.by.actor) : null,
    createdAt: now,
    // A move at once is held only until this very transaction confirms it.
    heldUntil,
    confirmedAt: undefined,
  });
}
