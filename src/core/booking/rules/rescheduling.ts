import {
  type Kopecks,
  larger,
  minus,
  NOTHING,
  type Percent,
  percentDown,
  smaller,
} from "../../kernel/money.ts";
import { type Points, points, wholePointsIn, worth } from "../../kernel/points.ts";
import type { PaymentPlan } from "../model.ts";
import { cardFloor, type FrozenPolicy, splitPayment } from "./payment-split.ts";

/** What was agreed on a visit: its price and what of it is paid when booking. */
export type Deal = FrozenPolicy & { readonly price: Kopecks };

export type MoveFacts = {
  readonly by: "client" | "business";
  /** Whether giving the old visit up now would be late, by its own terms (CX-1). */
  readonly isLate: boolean;
  readonly isSameService: boolean;
  readonly from: Deal & PaymentPlan;
  readonly to: Deal;
  /** What was paid online for the old visit and not given back. */
  readonly paid: Kopecks;
};

export type MoveTerms = { readonly maxSharePercent: Percent };

/** How a move is done: at once, with what was paid carried over; or as a hold that is settled like any other. */
export type MovePlan = PaymentPlan & {
  readonly isAtOnce: boolean;
  /** What was paid beyond the new price less points, and goes back (only the business's own move has it). */
  readonly excess: Kopecks;
};

/**
 * Decides how a booking is moved and how the new one is paid.
 *
 * A client's move is done at once when it is in time, of the same service at the same price, and asks for no payment
 * that was not made: the deal is the same, or what was paid covers what the new one must have when booking. It then
 * keeps the old plan. Every other move of a client is a new hold, which takes over as many of the points as it may.
 *
 * The business's move is always done at once: what was paid counts for the new price, the rest is owed on the spot, and
 * what was paid beyond it goes back.
 *
 * @source CX-7 PT-1 PY-2
 */
export function planMove(facts: MoveFacts, terms: MoveTerms): MovePlan {
  const { from, to, paid } = facts;
  const carried = carriedPoints(from, to, terms);
  const { payNow, onSpot } = splitPayment({
    price: to.price,
    points: carried,
    frozen: to,
    choice: "prepayment",
  });
  if (facts.by === "business") return businessPlan(from, { price: to.price, points: carried, paid });

  const isCovered = isSameDeal(from, to) || (carried === from.points && payNow <= paid);
  if (!facts.isLate && facts.isSameService && to.price === from.price && isCovered) {
    const { points: kept, payChoice, payNow: paidNow, onSpot: owed } = from;
    return { isAtOnce: true, points: kept, payChoice, payNow: paidNow, onSpot: owed, excess: NOTHING };
  }
  return { isAtOnce: false, points: carried, payChoice: "prepayment", payNow, onSpot, excess: NOTHING };
}

function businessPlan(
  { payChoice }: PaymentPlan,
  facts: { readonly price: Kopecks; readonly points: Points; readonly paid: Kopecks },
): MovePlan {
  const left = minus(facts.price, worth(facts.points));
  const payNow = smaller(facts.paid, left);
  return {
    isAtOnce: true,
    points: facts.points,
    payChoice,
    payNow,
    onSpot: minus(left, payNow),
    excess: minus(facts.paid, payNow),
  };
}

/**
 * How many of the points that paid for the old visit pay for the new one: all of them while the deal is the same, else
 * what the new price takes, its share and its card part observed.
 *
 * @source CX-7 PT-1
 */
export function carriedPoints(from: Deal & Pick<PaymentPlan, "points">, to: Deal, terms: MoveTerms): Points {
  if (isSameDeal(from, to)) return from.points;
  const byShare = wholePointsIn(percentDown(to.price, terms.maxSharePercent));
  const aboveFloor = wholePointsIn(larger(minus(to.price, cardFloor(to)), NOTHING));
  return points(Math.min(from.points, byShare, aboveFloor));
}

const isSameDeal = (a: Deal, b: Deal): boolean =>
  a.price === b.price && a.policy === b.policy && a.prepayment === b.prepayment;
