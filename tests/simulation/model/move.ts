import { inPoints, paidNow } from "./arithmetic.ts";
import {
  claim,
  giveUp,
  insert,
  isBlocked,
  isFriendFree,
  overlapsOwn,
  type Start,
  stand,
  startAt,
  termsFor,
  type Wish,
} from "./booking.ts";
import { enter, freeSlots, liveOf, penaltyNow, returnPoints, setAside } from "./points.ts";
import {
  type Booking,
  type Client,
  clientOf,
  MINUTE,
  replacedBy,
  serviceOf,
  type Terms,
  touch,
  type World,
} from "./state.ts";
import { endingAt, keptOnline, promiseBack } from "./visits.ts";

type By = "client" | "business";

/** What moving a booking would be: what the new one is agreed on and how it is paid, and what the old one gives back. */
export type Move = {
  readonly by: By;
  readonly old: Booking;
  readonly start: Start;
  readonly terms: Terms;
  readonly givenUp: Booking | undefined;
  readonly plan: Pick<Booking, "points" | "choice" | "payNow" | "onSpot">;
  readonly isAtOnce: boolean;
  readonly consequence: {
    readonly isLate: boolean;
    readonly refund: number;
    readonly kept: number;
    readonly pointsBack: number;
    readonly penalty: number;
  };
};

/** CX-7: another hold that gives way: any of the client's own for a move by themselves, else only the one for this very move. */
const holdInTheWay = (client: Client, old: Booking, by: By): Booking | undefined =>
  client.bookings.find(
    (one) =>
      (one.state === "held" || one.state === "confirming") &&
      (one.replacesId === old.id || (by === "client" && !one.isByStaff)),
  );

/** CX-7: the same move once more. */
export function sameMove(world: World, old: Booking, wish: Wish, by: By): Booking | undefined {
  const known = world.bookings.get(wish.bookingId);
  if (known?.replacesId === old.id) return known;
  const hold = holdInTheWay(clientOf(world, old.clientId), old, by);
  const isSame =
    hold?.replacesId === old.id && hold.serviceId === wish.serviceId && hold.slotIds[0] === wish.slotId;
  const isOn = hold?.state === "held" && (hold.heldUntilMs ?? 0) > world.nowMs;
  return by === "client" && isSame && isOn ? hold : undefined;
}

/** CX-1: why a booking cannot be moved at all; from its start on only staff move it. */
function oldReason(world: World, old: Booking, wish: Wish, by: By): string | undefined {
  if (wish.clientId !== old.clientId && by === "client") return "unknown_booking";
  if (old.state === "confirming") return "payment_being_confirmed";
  if (old.state === "held") return "hold_not_confirmed";
  if (old.state !== "confirmed") return "booking_over";
  if (by === "client" && old.startMs <= world.nowMs) return "visit_began";
  return old.serviceId === wish.serviceId && old.slotIds[0] === wish.slotId ? "same_start" : undefined;
}

/** CX-7: whether a booking may be moved to a start, and what that would be. */
export function judgeMove(
  world: World,
  old: Booking,
  wish: Wish,
  by: By,
): { readonly reasons: Set<string>; readonly move: Move | undefined } {
  const why = oldReason(world, old, wish, by);
  if (why !== undefined) return { reasons: new Set([why]), move: undefined };
  const client = clientOf(world, old.clientId);
  const service = serviceOf(world, wish.serviceId);
  const hold = holdInTheWay(client, old, by);
  const leadMinutes = by === "client" ? world.settings["calendar.minLeadMinutes"] : 0;
  const { start, reasons } = startAt(world, wish.slotId, service, { leadMinutes, own: [hold, old] });
  if (hold?.state === "confirming") reasons.add("payment_being_confirmed");
  const first = world.slots.get(wish.slotId);
  const visit =
    start ?? (first && { startMs: first.startMs, endMs: first.startMs + service.minutes * MINUTE });
  if (visit && overlapsOwn(client, visit, hold, old)) reasons.add("overlaps_own_booking");
  if (by === "client") {
    if (!client.hasConsent) reasons.add("consent_missing");
    if (isBlocked(client, world.nowMs)) reasons.add("client_blocked");
    const ahead = liveOf(client).filter((one) => one !== hold && one !== old && one.startMs > world.nowMs);
    if (ahead.length >= world.settings["booking.maxUpcoming"]) reasons.add("too_many_bookings");
  }
  if (start === undefined) return { reasons, move: undefined };
  const terms = termsFor(world, service, start, isFriendFree(client, hold, old));
  const what = { by, old, start, terms, givenUp: hold };
  return { reasons, move: planned(world, what, old.serviceId === wish.serviceId) };
}

const isSameDeal = (a: Terms, b: Terms): boolean =>
  a.price === b.price && a.policy === b.policy && a.prepayment === b.prepayment;

/** Points move along as far as the new price may take them (PT-1). */
function carriedPoints(world: World, old: Booking, terms: Terms): number {
  if (isSameDeal(old.terms, terms)) return old.points;
  const share = inPoints(terms.price, world.settings["points.maxSharePercent"]);
  const card = terms.policy === "hot" ? terms.prepayment : 0;
  return Math.min(old.points, share, Math.max(0, Math.floor((terms.price - card) / 100)));
}

/** In time, the same service and price, and nothing more to pay: at once. Staff always. Else a hold like any other. */
function planned(
  world: World,
  what: Pick<Move, "by" | "old" | "start" | "terms" | "givenUp">,
  isSameService: boolean,
): Move {
  const { by, old, terms } = what;
  const paid = keptOnline(old);
  const carried = carriedPoints(world, old, terms);
  const pointsBack = old.points - carried;
  const nothing = { isLate: false, refund: 0, kept: 0, pointsBack, penalty: 0 };
  if (by === "business") {
    const left = terms.price - carried * 100;
    const payNow = Math.min(paid, left);
    const plan = { points: carried, choice: old.choice, payNow, onSpot: left - payNow };
    return { ...what, plan, isAtOnce: true, consequence: { ...nothing, refund: paid - payNow } };
  }
  const split = paidNow(terms, carried, "prepayment");
  const ending = endingAt(old, by, world.nowMs);
  const isPaid = isSameDeal(old.terms, terms) || (pointsBack === 0 && split.payNow <= paid);
  if (!ending.isLate && isSameService && terms.price === old.terms.price && isPaid) {
    const { points, choice, payNow, onSpot } = old;
    const plan = { points, choice, payNow, onSpot };
    return { ...what, plan, isAtOnce: true, consequence: { ...nothing, pointsBack: 0 } };
  }
  const due = inPoints(old.terms.price, old.terms.penaltyPercent);
  const penalty = ending.isLate ? penaltyNow(world, old, due, pointsBack) : 0;
  const plan = { points: carried, choice: "prepayment", ...split } as const;
  return { ...what, plan, isAtOnce: false, consequence: { ...ending, pointsBack, penalty } };
}

/** CX-7: the move itself: done, or held until it is paid. */
export function moveTo(world: World, wish: Wish, move: Move): void {
  const { by, old, start, terms, plan } = move;
  if (move.givenUp !== undefined) giveUp(world, move.givenUp);
  const heldUntilMs = world.nowMs + world.settings["booking.holdMinutes"] * MINUTE;
  const isByStaff = by === "business";
  const made = { start, terms, isByStaff, heldUntilMs, plan, replacesId: old.id };
  const booking = insert(world, { ...wish, clientId: old.clientId }, made);
  Object.assign(booking, plan);
  setAside(world, booking, plan.points);
  if (!move.isAtOnce) return;
  endOld(world, old, "moved");
  carryMoney(old, booking);
  promiseBack(world, booking, { amount: move.consequence.refund, reason: "moved" });
  takePlace(world, booking);
}

/** PY-3, PT-3: confirmed; what replaces another takes its place (CX-7). */
export function confirm(world: World, booking: Booking): void {
  const replaced = replacedBy(world, booking);
  if (replaced?.state === "confirmed") finishMove(world, replaced, booking);
  else stand(world, booking);
}

/** CX-7: the hold is settled: the old one ends, judged by its own terms at the moment when the hold was made. */
function finishMove(world: World, old: Booking, booking: Booking): void {
  const { isLate, refund } = endingAt(old, "client", booking.createdMs);
  const fate = `${isLate ? "late" : "in time"}, a hold takes the place of its booking`;
  world.fates.set(fate, (world.fates.get(fate) ?? 0) + 1);
  endOld(world, old, isLate ? "moved_late" : "moved");
  promiseBack(world, old, { amount: refund, reason: "moved" });
  takePlace(world, booking);
  const due = isLate ? inPoints(old.terms.price, old.terms.penaltyPercent) : 0;
  enter(world, old, { kind: "penalty", points: -penaltyNow(world, old, due) });
}

function endOld(world: World, old: Booking, reason: "moved" | "moved_late"): void {
  old.state = "moved";
  old.reason = reason;
  old.endedMs = world.nowMs;
  freeSlots(world, old);
  returnPoints(world, old);
  touch(world, old);
}

function takePlace(world: World, booking: Booking): void {
  claim(world, booking);
  stand(world, booking);
}

/** What was paid is the new one's, with all that went back of it. */
function carryMoney(old: Booking, booking: Booking): void {
  const isPaid = ({ state }: Booking["payments"][number]): boolean => state === "captured";
  const refunds = old.refunds.filter(({ payment }) => isPaid(payment));
  const rest = old.refunds.filter(({ payment }) => !isPaid(payment));
  booking.payments.push(...old.payments.filter(isPaid));
  booking.refunds.push(...refunds);
  old.payments.splice(0, old.payments.length, ...old.payments.filter((one) => !isPaid(one)));
  old.refunds.splice(0, old.refunds.length, ...rest);
}
