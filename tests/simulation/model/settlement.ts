import type { GatewayEvent, SeenPayment } from "../world/gateway.ts";
import { claim, isBlocked, isFriendFree, overlapsOwn } from "./booking.ts";
import { confirm } from "./move.ts";
import { endHold, openPaymentOf, pointsFor, setAside } from "./points.ts";
import {
  type Booking,
  clientOf,
  HOUR,
  MINUTE,
  movingHold,
  type Payment,
  replacedBy,
  touch,
  type World,
} from "./state.ts";

/** A contradiction between what the gateway was asked and what the model says it should be asked. */
export class Contradiction extends Error {
  override readonly name = "Contradiction";
}

type Known = { readonly booking: Booking; readonly payment: Payment };

/** PY-3: a payment is written down before the gateway hears of it; there is one open payment for a hold. */
export function openPayment(world: World, booking: Booking, method: "bank_card" | "sbp"): Payment {
  const open = openPaymentOf(booking);
  touch(world, booking);
  if (open !== undefined && open.method === method && open.amount === booking.payNow) return open;
  if (open !== undefined) open.isAbandoned = true;
  const payment: Payment = {
    id: undefined,
    kind: "booking",
    method,
    amount: booking.payNow,
    createdMs: world.nowMs,
    state: "new",
    isAbandoned: false,
    providerId: undefined,
    hasPage: false,
  };
  booking.payments.push(payment);
  return payment;
}

/** For how long a tip's page that was opened is led to again; the bank keeps it for an hour. */
const TIP_PAGE = 30 * MINUTE;

/** MS-2: the same tip asked for again is the page that is open; another amount is another tip. */
export function openTip(
  world: World,
  booking: Booking,
  tip: { readonly id: string; readonly amount: number; readonly method: Payment["method"] },
): Payment {
  touch(world, booking);
  const known = booking.payments.find(({ id }) => id === tip.id);
  const open = booking.payments.findLast(
    ({ kind, method, amount, state, createdMs }) =>
      kind === "tip" &&
      method === tip.method &&
      amount === tip.amount &&
      (state === "new" || state === "pending") &&
      createdMs >= world.nowMs - TIP_PAGE,
  );
  const same = known ?? open;
  if (same !== undefined) return same;
  const payment: Payment = {
    ...tip,
    kind: "tip",
    createdMs: world.nowMs,
    state: "new",
    isAbandoned: false,
    providerId: undefined,
    hasPage: false,
  };
  booking.payments.push(payment);
  return payment;
}

/** PY-3: cards are paid in two stages, SBP and tips in one. */
const isTwoStage = ({ kind, method }: Payment): boolean => kind === "booking" && method === "bank_card";

/** Which payment an answer is about; what was asked has to be what the model would ask. */
export function subjectOf(world: World, event: GatewayEvent): Known | undefined {
  switch (event.act) {
    case "refund":
      return undefined;
    case "create": {
      const booking = world.bookings.get(event.bookingId);
      const payment =
        booking?.payments.find(({ id }) => id === event.paymentId) ??
        booking?.payments.findLast(({ id }) => id === undefined);
      if (booking === undefined || payment === undefined)
        throw new Contradiction(
          `the gateway was asked for a payment that should not be: ${JSON.stringify(event)}`,
        );
      payment.id = event.paymentId;
      if (payment.amount !== event.amount || event.isTwoStage !== isTwoStage(payment))
        throw new Contradiction(
          `asked for ${JSON.stringify(event)}, but it should be ${JSON.stringify(payment)}`,
        );
      return { booking, payment };
    }
    case "list":
      return lostBefore(world, event.createdFromMs);
    default: {
      const found = byProvider(world, event.providerId);
      if (event.act === "capture" && found !== undefined && event.amount !== found.payment.amount)
        throw new Contradiction(`captured ${event.amount} of ${found.payment.amount}`);
      return found;
    }
  }
}

function byProvider(world: World, providerId: string): Known | undefined {
  for (const booking of world.bookings.values()) {
    const payment = booking.payments.find((one) => one.providerId === providerId);
    if (payment !== undefined) return { booking, payment };
  }
  return undefined;
}

/** The gateway's clock may be behind: its list is asked for from an hour before the payment on. */
const LISTED_BEFORE = HOUR;

/** The payment since then of which nobody knows whether the gateway has made it. */
function lostBefore(world: World, createdFromMs: number): Known | undefined {
  return [...world.bookings.values()]
    .flatMap((booking) => booking.payments.map((payment) => ({ booking, payment })))
    .filter(({ payment }) => payment.state === "new")
    .find(({ payment }) => payment.createdMs === createdFromMs + LISTED_BEFORE);
}

/** What the product learns by one answer, and what follows from it by the rulebook. */
export function hear(
  world: World,
  event: GatewayEvent,
  { isLookAfterRefusal }: { readonly isLookAfterRefusal: boolean },
): void {
  const known = subjectOf(world, event);
  if (known === undefined || event.act === "refund") return;
  touch(world, known.booking);
  if (event.act === "list") {
    const seen = event.found?.find(({ paymentId }) => paymentId === known.payment.id);
    if (event.found === undefined) return;
    if (seen === undefined) known.payment.state = "rejected";
    else learn(world, known, seen, false);
    return;
  }
  const { said } = event;
  if (said.outcome === "ok") learn(world, known, said.payment, isLookAfterRefusal);
  const isUnmade =
    event.act === "create" && said.outcome === "rejected" && said.parameter !== "Idempotence-Key";
  if (isUnmade && known.payment.state === "new") known.payment.state = "rejected";
}

/** Whether an answer is a refusal to capture, after which the payment is looked at. */
export const isRefusedCapture = (event: GatewayEvent): boolean =>
  event.act === "capture" &&
  event.said.outcome === "rejected" &&
  event.said.httpStatus !== 401 &&
  event.said.httpStatus !== 403;

function learn(world: World, known: Known, seen: SeenPayment, isLookAfterRefusal: boolean): void {
  const { booking, payment } = known;
  if (["captured", "cancelled", "rejected"].includes(payment.state)) return;
  payment.providerId ??= seen.providerId;
  switch (seen.state) {
    case "pending":
      if (payment.state === "new") payment.state = "pending";
      payment.hasPage ||= seen.hasPage;
      return;
    case "canceled": {
      const wasAwaited = payment.state === "capturing" && booking.state === "confirming";
      payment.state = "cancelled";
      if (wasAwaited) endHold(world, booking, "authorisation_lost");
      return;
    }
    case "waiting_for_capture":
      if (payment.state === "cancelling") return;
      if (payment.state === "capturing") {
        if (!isLookAfterRefusal) return;
        payment.state = "cancelling";
        if (booking.state === "confirming") endHold(world, booking, "capture_refused");
        return;
      }
  }
  if (payment.kind === "booking") settle(world, known, seen.state === "succeeded");
  else receiveTip(world, payment, seen.state === "succeeded");
}

/** MS-2, PY-3: a tip that is paid is kept, whatever became of the visit; it is asked for in one stage. */
function receiveTip(world: World, payment: Payment, isTaken: boolean): void {
  payment.state = isTaken ? "captured" : "cancelling";
  const fate = isTaken ? "a tip" : "a tip let go";
  world.fates.set(fate, (world.fates.get(fate) ?? 0) + 1);
}

/** PY-3: the fate of money that is there, at the moment at which we learn of it. */
function settle(world: World, { booking, payment }: Known, isTaken: boolean): void {
  const back = whyBack(world, booking, payment);
  const isAnew = booking.state === "expired" || (booking.state === "held" && isOver(world, booking));
  const fate = back ?? (isAnew ? "kept, made anew" : "kept");
  world.fates.set(fate, (world.fates.get(fate) ?? 0) + 1);
  if (back !== undefined) {
    payment.state = isTaken ? "captured" : "cancelling";
    if (isTaken)
      booking.refunds.push({
        payment,
        amount: payment.amount,
        reason: back,
        afterMark: undefined,
        isRefused: false,
        isOver: false,
      });
    return;
  }
  if (isAnew) makeAnew(world, booking);
  if (isTaken) {
    payment.state = "captured";
    confirm(world, booking);
    return;
  }
  payment.state = "capturing";
  booking.state = "confirming";
  booking.heldUntilMs = undefined;
}

const isOver = (world: World, booking: Booking): boolean => (booking.heldUntilMs ?? 0) <= world.nowMs;

function whyBack(world: World, booking: Booking, payment: Payment): string | undefined {
  if (payment.state === "capturing" && booking.state === "confirming") return undefined;
  if (payment.isAbandoned || payment.state === "cancelling") return "abandoned";
  if (booking.state === "held" && !isOver(world, booking)) return undefined;
  if (booking.state === "expired" && (booking.reason === "given_up" || booking.reason === "dropped"))
    return "given_up";
  if (booking.state === "held" || booking.state === "expired")
    return canBeMadeAnew(world, booking) ? undefined : "too_late";
  return "double";
}

/** PY-3: slots free, start ahead, not blocked, no overlap, same points and discount available. */
function canBeMadeAnew(world: World, booking: Booking): boolean {
  const client = clientOf(world, booking.clientId);
  const replaced = replacedBy(world, booking);
  let coveredMs = booking.startMs;
  for (const id of booking.slotIds) {
    const slot = world.slots.get(id);
    const isOwn = slot?.ownerId === undefined || [booking.id, booking.replacesId].includes(slot.ownerId);
    if (slot === undefined || !slot.isOpen || !isOwn) return false;
    if (slot.startMs !== coveredMs) return false;
    coveredMs = slot.endMs;
  }
  return (
    coveredMs >= booking.endMs &&
    booking.startMs > world.nowMs &&
    !isBlocked(client, world.nowMs) &&
    !overlapsOwn(client, booking, booking, replaced) &&
    (booking.replacesId === undefined || isStillToMove(world, replaced)) &&
    booking.points <= pointsFor(world, booking).most &&
    (!booking.terms.hasFriend || isFriendFree(client, booking, replaced))
  );
}

/** CX-7: what was to be moved stands, has not begun, and is not being moved otherwise. */
const isStillToMove = (world: World, replaced: Booking | undefined): boolean =>
  replaced?.state === "confirmed" &&
  replaced.startMs > world.nowMs &&
  movingHold(world, replaced) === undefined;

function makeAnew(world: World, booking: Booking): void {
  booking.state = "confirming";
  booking.reason = undefined;
  booking.endedMs = undefined;
  claim(world, booking);
  if (booking.points > 0) setAside(world, booking, booking.points);
}
