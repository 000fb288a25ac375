import { areSlotsFree, claimSlots } from "../calendar/index.ts";
import { holdPoints } from "../loyalty/index.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { changePayment, insertRefund, nextCheckAt } from "../payments/index.ts";
import { findClient } from "../people/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import { limitFor } from "./change-plan.ts";
import { findClientFacts } from "./client-facts.ts";
import { confirmBooking } from "./confirm-booking.ts";
import { giveUp } from "./give-up-hold.ts";
import { letGo } from "./let-go.ts";
import type { Booking } from "./model.ts";
import { canBeMadeAnew } from "./rules/revival.ts";
import { type GiveBackReason, type Settlement, settle } from "./rules/settlement.ts";
import { learnt, type NextStep, type Settling } from "./settling.ts";
import { enliven, lockBooking } from "./store.ts";

/** Decides what becomes of money that is there (PY-3). */
export async function decideFate(
  { tx, payment, booking, now }: Settling,
  { mayRevive }: { readonly mayRevive: boolean },
): Promise<Settlement> {
  const replaced = booking.replacesId === undefined ? undefined : await lockBooking(tx, booking.replacesId);
  const isOverdue = booking.state === "held" && booking.heldUntil !== undefined && booking.heldUntil <= now;
  const mayNeedRevival = isOverdue || booking.state === "expired";
  return settle({
    bookingState: booking.state,
    endedReason: booking.endedReason,
    isOverdue,
    isAbandoned: payment.abandonedAt !== undefined || payment.state === "cancelling",
    isReplacedOver: replaced !== undefined && replaced.state !== "confirmed",
    isBeingConfirmed: payment.state === "capturing",
    canBeMadeAnew: mayRevive && mayNeedRevival && (await isRevivable(tx, booking, replaced, now)),
  });
}

async function isRevivable(
  tx: Tx,
  booking: Booking,
  replaced: Booking | undefined,
  now: Date,
): Promise<boolean> {
  const client = await findClient(tx, booking.clientId);
  const standing = await findClientFacts(tx, booking.clientId, now);
  const others = standing.live.filter((one) => one.id !== booking.id && one.id !== replaced?.id);
  const isAnotherUnderWay = replaced !== undefined && others.some((one) => one.replacesId === replaced.id);
  const isFriendsDue = standing.isFriendNewcomer || replaced?.hasFriendDiscount === true;
  const { limit } = await limitFor(tx, booking, now);
  return canBeMadeAnew({
    visit: booking,
    points: booking.points,
    hasFriendDiscount: booking.hasFriendDiscount,
    areSlotsFree: await areSlotsFree(tx, booking),
    isBlocked: standing.block !== undefined && client?.isVip !== true,
    otherLiveBookings: others,
    pointsMax: limit.max,
    isFriendDiscountFree: isFriendsDue && !others.some((one) => one.hasFriendDiscount),
    isReplacedWaiting:
      replaced === undefined ||
      (replaced.state === "confirmed" && replaced.startsAt > now && !isAnotherUnderWay),
    now,
  });
}

/**
 * Keeps the money: authorised, the hold waits for its capture and no longer expires; captured, the booking is confirmed.
 * An expired hold is made anew first.
 */
export async function keepNow(settling: Settling, fate: "keep" | "revive"): Promise<NextStep> {
  const { app, tx, payment, booking, seen, now } = settling;
  if (fate === "revive") await revive(settling);
  if (seen.state === "succeeded") {
    await changePayment(tx, payment.id, { ...learnt(seen), ...CAPTURED, captured: payment.amount }, now);
    await confirmBooking(app, tx, booking, now);
    return { act: "wait" };
  }
  await enliven(tx, booking.id, { state: "confirming", confirmedAt: undefined });
  const captureKey = `cap-${payment.id}`;
  const nextCheck = nextCheckAt({ isAwaited: true, checks: 0 }, now);
  const change = {
    state: "capturing",
    captureKey,
    isOver: false,
    nextCheckAt: nextCheck,
    checks: 0,
  } as const;
  await changePayment(tx, payment.id, { ...learnt(seen), ...change }, now);
  return { act: "capture" };
}

async function revive({ app, tx, booking, now }: Settling): Promise<void> {
  const { id: bookingId, clientId, points, replacesId: takesOverId } = booking;
  await enliven(tx, bookingId, { state: "confirming", confirmedAt: undefined });
  await claimSlots(tx, booking.slotIds, bookingId);
  if (points > 0) await holdPoints(tx, { id: app.newId(), bookingId, clientId, points, takesOverId }, now);
}

/** Gives the money back: authorised, it is let go; captured, a refund of all of it is promised. The client is told. */
export async function giveBackNow(settling: Settling, why: GiveBackReason): Promise<NextStep> {
  const { app, tx, payment, booking, seen, now } = settling;
  // What it was to replace is over, and so is the hold.
  if (why === "given_up" && booking.state === "held") await giveUp(tx, booking.id, now);
  await tellReturned(settling, why);
  if (seen.state === "succeeded") {
    const { id: paymentId, bookingId, amount } = payment;
    await changePayment(tx, paymentId, { ...learnt(seen), ...CAPTURED, captured: amount }, now);
    const key = `rfd-${why}-${paymentId}`;
    await insertRefund(tx, { id: app.newId(), paymentId, bookingId, amount, reason: why, key }, now);
    return { act: "wait" };
  }
  return letGo(settling);
}

async function tellReturned({ app, tx, payment, now }: Settling, why: GiveBackReason): Promise<void> {
  const kind = why === "too_late" ? "payment_too_late" : "payment_returned";
  await enqueueMessage(
    tx,
    {
      id: app.newId(),
      key: `payment_back:${payment.id}`,
      kind,
      to: { clientId: payment.clientId },
      bookingId: payment.bookingId,
      payload: { why, amountKopecks: payment.amount },
      dueAt: now,
    },
    now,
  );
}

const CAPTURED = { state: "captured", isOver: true, nextCheckAt: undefined, checks: 0 } as const;
