import { invariant } from "../../kernel/invariant.ts";
import { type Kopecks, larger, minus, NOTHING, smaller } from "../../kernel/money.ts";
import { type Points, worth } from "../../kernel/points.ts";

/** A service's payment policy (PY-2). */
export type ServicePolicy = "full" | "prepay" | "onSite";

/** The policy a booking froze: a hot start's own replaces the service's. */
export type PaymentPolicy = ServicePolicy | "hot";

/** Where the client may choose: the prepayment now and the rest on the spot, or everything at once. */
export type PayChoice = "prepayment" | "all";

export type FrozenPolicy = { readonly policy: PaymentPolicy; readonly prepayment: Kopecks };

/**
 * The payment policy that a new booking freezes.
 *
 * On a hot start the policy is replaced by a prepayment of at least `hotPrepayment` or the service's own,
 * whichever is larger. With payments off everything is paid on the spot.
 *
 * @source PY-2
 */
export function freezePolicy(facts: {
  readonly service: { readonly policy: ServicePolicy; readonly prepayment: Kopecks };
  readonly isHot: boolean;
  readonly hotPrepayment: Kopecks;
  readonly arePaymentsOn: boolean;
}): FrozenPolicy {
  const { service, isHot } = facts;
  const own = service.policy === "prepay" ? service.prepayment : NOTHING;
  if (!facts.arePaymentsOn) return { policy: "onSite", prepayment: NOTHING };
  if (isHot) return { policy: "hot", prepayment: larger(facts.hotPrepayment, own) };
  return { policy: service.policy, prepayment: own };
}

/** `payNow + onSpot` is always exactly the price less the points. */
export type PaymentSplit = { readonly payNow: Kopecks; readonly onSpot: Kopecks };

/**
 * Splits what is left after points into what is paid when booking and what is paid on the spot.
 *
 * @throws InvariantError when points are worth more than the price
 * @source PY-2
 */
export function splitPayment(facts: {
  readonly price: Kopecks;
  readonly points: Points;
  readonly frozen: FrozenPolicy;
  readonly choice: PayChoice;
}): PaymentSplit {
  const left = minus(facts.price, worth(facts.points));
  invariant(left >= 0 && facts.points >= 0, "points never pay more than the price", facts);
  const payNow = dueNow(left, facts.frozen, facts.choice);
  return { payNow, onSpot: minus(left, payNow) };
}

/**
 * What is asked for ahead where only the prepayment is paid by card: never more than what is left of the price. Of a
 * booking whose prepayment staff waived, what that was.
 *
 * @source PY-2
 */
export const askedAhead = ({
  price,
  points,
  ...frozen
}: FrozenPolicy & { readonly price: Kopecks; readonly points: Points }): Kopecks =>
  splitPayment({ price, points, frozen, choice: "prepayment" }).payNow;

function dueNow(left: Kopecks, { policy, prepayment }: FrozenPolicy, choice: PayChoice): Kopecks {
  if (policy === "onSite") return NOTHING;
  if (policy === "full" || (policy === "hot" && choice === "all")) return left;
  return smaller(prepayment, left);
}

/** The part of the price that points may not replace: on a hot start the prepayment (PT-1). */
export const cardFloor = (frozen: FrozenPolicy): Kopecks =>
  frozen.policy === "hot" ? frozen.prepayment : NOTHING;
