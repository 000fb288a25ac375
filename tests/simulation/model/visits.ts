import { earnedByShare, earningBase, inPoints, isLateToCancel, isQuick, monthOf } from "./arithmetic.ts";
import { giveUp } from "./booking.ts";
import { enter, freeSlots, penaltyNow, returnPoints } from "./points.ts";
import {
  type Block,
  type Booking,
  clientOf,
  DAY,
  movingHold,
  personOf,
  type Refund,
  replacedBy,
  touch,
  type World,
} from "./state.ts";

/** The money for the visit itself: a tip is the specialist's, and nothing is earned, kept or given back of it. */
const paymentsFor = (booking: Booking) => booking.payments.filter(({ kind }) => kind === "booking");

/** What a booking brought online and did not give back. */
export const keptOnline = (booking: Booking): number =>
  paymentsFor(booking)
    .filter(({ state }) => state === "captured")
    .reduce((sum, { amount }) => sum + amount, 0) -
  booking.refunds.filter(({ isRefused }) => !isRefused).reduce((sum, { amount }) => sum + amount, 0);

/** PY-5: promises money back, latest payment first. */
export function promiseBack(
  world: World,
  booking: Booking,
  back: { readonly amount: number; readonly reason: string; readonly afterMark?: number | undefined },
): void {
  const { amount, reason, afterMark } = back;
  let rest = amount;
  for (const payment of paymentsFor(booking).toReversed()) {
    if (payment.state !== "captured") continue;
    const gone = booking.refunds.filter((one) => one.payment === payment && !one.isRefused);
    const left = payment.amount - gone.reduce((sum, one) => sum + one.amount, 0);
    const part = Math.min(rest, left);
    if (part <= 0) continue;
    rest -= part;
    const refund: Refund = { payment, amount: part, reason, afterMark, isRefused: false, isOver: false };
    booking.refunds.push(refund);
  }
  if (rest > 0) throw new Error("the model would give back more than came");
  touch(world, booking);
}

/** CX-1, CX-2: whether giving a booking up at a moment is late, and what of the money stays then. */
export function endingAt(booking: Booking, by: "client" | "business", nowMs: number) {
  const { terms, startMs, confirmedMs = 0 } = booking;
  const isLate = by === "client" && isLateToCancel(terms, { nowMs, startMs, confirmedMs });
  const paid = keptOnline(booking);
  const keeps = isLate && booking.kind === "hot" && terms.keepsPrepayment;
  const kept = keeps ? Math.min(paid, terms.prepayment) : 0;
  return { isLate, refund: paid - kept, kept };
}

/** CX-1, CX-2, CX-6: what a cancellation now gives back and takes. */
export function cancellation(world: World, booking: Booking, by: "client" | "business") {
  const { terms } = booking;
  const { isLate, refund, kept } = endingAt(booking, by, world.nowMs);
  const back = booking.hold?.state === "posted" ? booking.hold.points : 0;
  const penalty = isLate ? penaltyNow(world, booking, inPoints(terms.price, terms.penaltyPercent), back) : 0;
  return { isLate, refund, kept, penalty, pointsBack: booking.points };
}

export function cancelReason(
  world: World,
  booking: Booking | undefined,
  by: { readonly clientId: string | undefined },
): string | undefined {
  if (booking === undefined) return "unknown_booking";
  if (by.clientId !== undefined && by.clientId !== booking.clientId) return "unknown_booking";
  if (booking.state === "confirming") return "payment_being_confirmed";
  if (booking.state === "held") return by.clientId === undefined ? undefined : "hold_not_confirmed";
  // CX-1, CX-6: cancelled again by the same side is nothing new; the other side hears that it was forestalled.
  if (booking.state === "cancelled")
    return (booking.reason === "business") === (by.clientId === undefined) ? undefined : "cancelled_by_other";
  if (by.clientId === undefined && isTakenAway(booking)) return undefined;
  if (booking.state !== "confirmed") return "booking_over";
  return by.clientId !== undefined && booking.startMs <= world.nowMs ? "visit_began" : undefined;
}

const isTakenAway = ({ state, reason }: Booking): boolean => state === "expired" && reason === "dropped";

export function cancel(world: World, booking: Booking, by: "client" | "business"): void {
  if (booking.state === "cancelled" || isTakenAway(booking)) return;
  if (booking.state === "held") {
    giveUp(world, booking, "dropped");
    return;
  }
  const { isLate, refund, penalty } = cancellation(world, booking, by);
  stopMoving(world, booking);
  booking.state = "cancelled";
  booking.reason = by === "business" ? "business" : isLate ? "client_late" : "client";
  booking.endedMs = world.nowMs;
  freeSlots(world, booking);
  returnPoints(world, booking);
  enter(world, booking, { kind: "penalty", points: -penalty });
  promiseBack(world, booking, { amount: refund, reason: "cancelled" });
}

/** CX-3, EP-3, CX-8: why a visit cannot be marked so. */
export function markReason(
  world: World,
  booking: Booking | undefined,
  mark: "completed" | "no_show",
  hasReason: boolean,
): ReadonlySet<string> {
  if (booking === undefined) return new Set(["unknown_booking"]);
  if (booking.state === mark) return new Set();
  const isCorrection = booking.state === "completed" || booking.state === "no_show";
  const reasons = new Set<string>();
  if (booking.state !== "confirmed" && !isCorrection) reasons.add("booking_not_confirmed");
  else if (booking.startMs > world.nowMs) reasons.add("visit_not_begun");
  if (isCorrection && !hasReason) reasons.add("reason_missing");
  if (isMoveBeingPaid(world, booking)) reasons.add("payment_being_confirmed");
  return reasons;
}

/** EP-1…EP-4, CX-3, CX-4, CX-8. */
export function mark(world: World, booking: Booking, as: "completed" | "no_show"): void {
  if (booking.state === as) return;
  if (booking.state !== "confirmed") undoMark(world, booking);
  stopMoving(world, booking);
  freeSlots(world, booking);
  booking.state = as;
  booking.reason = as;
  booking.endedMs = world.nowMs;
  booking.marks += 1;
  touch(world, booking);
  if (as === "completed") complete(world, booking);
  else missed(world, booking);
}

function complete(world: World, booking: Booking): void {
  const { terms, marks: number } = booking;
  const client = clientOf(world, booking.clientId);
  const base = earningBase(terms, booking.points);
  enter(world, booking, { kind: "accrual", points: inPoints(base, terms.accrualPercent), number });

  const visits = client.bookings.filter((one) => one !== booking && one.state === "completed");
  const before = visits
    .filter((one) => one.startMs < booking.startMs)
    .sort((a, b) => b.startMs - a.startMs)[0];
  const isTaken = client.bookings.some(
    (one) => one !== booking && one.rebookOfId === before?.id && before !== undefined,
  );
  const more = inPoints(base, terms.rebookPercent);
  if (
    before !== undefined &&
    !isTaken &&
    more > 0 &&
    isQuick(firstBookedMs(world, booking), before, terms.rebookDays)
  ) {
    booking.rebookOfId = before.id;
    enter(world, booking, { kind: "rebook", points: more, number });
  }
  if (client.inviterId !== undefined && visits.length === 0) rewardInviter(world, booking, client.inviterId);
}

/** CX-7, EP-2: moving a visit neither earns nor loses anything: it was booked when it was first booked. */
function firstBookedMs(world: World, booking: Booking): number {
  const replaced = replacedBy(world, booking);
  return replaced === undefined ? booking.createdMs : firstBookedMs(world, replaced);
}

/** CX-7: the money for moving a booking is just being taken: the booking has to wait. */
export const isMoveBeingPaid = (world: World, booking: Booking): boolean =>
  booking.state === "confirmed" && movingHold(world, booking)?.state === "confirming";

/** CX-7: a booking that comes to an end is not moved any more. */
function stopMoving(world: World, booking: Booking): void {
  const hold = movingHold(world, booking);
  if (hold?.state === "held") giveUp(world, hold);
}

/** EP-4: once per friend, at most so many a calendar month. */
function rewardInviter(world: World, booking: Booking, inviterId: string): void {
  const inviter = clientOf(world, inviterId);
  const zone = world.settings["business.timeZone"];
  const ofFriend = inviter.rewards.filter((one) => one.friendId === booking.clientId);
  if (ofFriend.some((one) => one.undoneAtMs === undefined)) return;
  const month = monthOf(world.nowMs, zone);
  const thisMonth = inviter.rewards.filter(
    (one) => one.undoneAtMs === undefined && monthOf(one.atMs, zone) === month,
  );
  const points = world.settings["referral.reward"];
  if (thisMonth.length >= world.settings["referral.maxPerMonth"] || points === 0) return;
  inviter.rewards.push({
    friendId: booking.clientId,
    bookingId: booking.id,
    atMs: world.nowMs,
    undoneAtMs: undefined,
  });
  enter(world, booking, { clientId: inviterId, kind: "referral", points, number: ofFriend.length + 1 });
}

function missed(world: World, booking: Booking): void {
  const { terms, marks: number, startMs } = booking;
  const client = clientOf(world, booking.clientId);
  const penalty = penaltyNow(world, booking, inPoints(terms.price, terms.penaltyPercent));
  enter(world, booking, { kind: "penalty", points: -penalty, number });
  const periodMs = world.settings["noShow.periodDays"] * DAY;
  const isRepeated = client.bookings.some(
    (one) => one !== booking && one.state === "no_show" && Math.abs(one.startMs - startMs) <= periodMs,
  );
  if (!isRepeated || client.isVip) return;
  const untilMs = world.nowMs + world.settings["noShow.blockDays"] * DAY;
  client.blocks.push({ sinceMs: world.nowMs, untilMs, isLifted: false, bookingId: booking.id });
}

/** Whether a block stands at a moment. */
export const isOn = ({ isLifted, untilMs }: Block, nowMs: number): boolean =>
  !isLifted && (untilMs === undefined || untilMs > nowMs);

/** CX-8: what the last mark did to points and blocks is undone by new entries. */
function undoMark(world: World, booking: Booking): void {
  const number = booking.marks;
  const isOpen = (kind: string, at: number) =>
    !booking.entries.some((one) => one.kind === `${kind}_reversal` && one.number === at);
  for (const entry of [...booking.entries]) {
    const isOfMark = ["accrual", "rebook", "penalty"].includes(entry.kind) && entry.number === number;
    const isReward = entry.kind === "referral" && isOpen("referral", entry.number);
    if (!isOfMark && !isReward) continue;
    const { kind, points } = entry;
    const { id: clientId } = personOf(world, entry.clientId);
    enter(world, booking, { clientId, kind: `${kind}_reversal`, points: -points, number: entry.number });
    if (!isReward) continue;
    const reward = clientOf(world, clientId).rewards.find(
      (one) => one.bookingId === booking.id && one.undoneAtMs === undefined,
    );
    if (reward !== undefined) reward.undoneAtMs = world.nowMs;
  }
  takeMore(world, booking, 0);
  booking.rebookOfId = undefined;
  if (booking.state === "no_show") liftWhatItHeldUp(world, booking);
}

/** CX-4, CX-8: a block for missed visits stands on two of them; where this one was the second, it falls. */
function liftWhatItHeldUp(world: World, corrected: Booking): void {
  const { blocks, bookings } = clientOf(world, corrected.clientId);
  const periodMs = world.settings["noShow.periodDays"] * DAY;
  const isNear = (one: Booking, other: Booking) => Math.abs(one.startMs - other.startMs) <= periodMs;
  const missedStill = bookings.filter((one) => one !== corrected && one.state === "no_show");
  for (const block of blocks) {
    if (!isOn(block, world.nowMs) || block.bookingId === undefined) continue;
    const visit = missedStill.find(({ id }) => id === block.bookingId);
    const isOwn = block.bookingId === corrected.id;
    const isHeldUpByAnother =
      visit !== undefined &&
      (!isNear(visit, corrected) || missedStill.some((one) => one !== visit && isNear(one, visit)));
    if (isOwn || (visit !== undefined && !isHeldUpByAnother)) block.isLifted = true;
  }
}

/** CX-3, EP-6: staff give money back; after the completion the points that it had earned go with it. */
export function refundByStaff(world: World, booking: Booking, amount: number): void {
  const afterMark = booking.state === "completed" ? booking.marks : undefined;
  promiseBack(world, booking, { amount, reason: "by_staff", afterMark });
  if (afterMark !== undefined) settleTaken(world, booking);
}

/** EP-6: the gateway refused to give money back: the points that went with it come again. */
export function refuseRefund(world: World, booking: Booking, refund: Refund): void {
  refund.isRefused = true;
  touch(world, booking);
  if (booking.state === "completed") settleTaken(world, booking);
}

const sumOf = (booking: Booking, ...kinds: readonly string[]): number =>
  booking.entries.filter((one) => kinds.includes(one.kind)).reduce((sum, one) => sum + one.points, 0);
const countOf = (booking: Booking, kind: string): number =>
  booking.entries.filter((one) => one.kind === kind).length;

/** EP-6: what refunds since the present mark took of the visit's points is brought to their share of what it was earned of. */
function settleTaken(world: World, booking: Booking): void {
  const since = booking.refunds.filter((one) => one.afterMark === booking.marks && !one.isRefused);
  const refunded = since.reduce((sum, one) => sum + one.amount, 0);
  const earned = sumOf(booking, "accrual", "accrual_reversal", "rebook", "rebook_reversal");
  const base = earningBase(booking.terms, booking.points);
  takeMore(world, booking, Math.max(0, earnedByShare(earned, refunded, base)));
}

function takeMore(world: World, booking: Booking, due: number): void {
  const more = due + sumOf(booking, "refund_reversal", "refund_reversal_return");
  const kind = more > 0 ? "refund_reversal" : "refund_reversal_return";
  enter(world, booking, { kind, points: -more, number: countOf(booking, kind) + 1 });
}
