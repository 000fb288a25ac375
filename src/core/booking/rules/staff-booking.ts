import { type Kopecks, minus, NOTHING } from "../../kernel/money.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";
import { type Points, worth } from "../../kernel/points.ts";
import { type FrozenPolicy, type PaymentSplit, splitPayment } from "./payment-split.ts";

/** How a booking made by staff is paid: all of it on the spot, or by a link that lives until a moment they choose. */
export type StaffPayment =
  | { readonly by: "on_spot"; readonly waiverReason: string | undefined }
  | { readonly by: "link"; readonly until: Date };

export type StaffPlan = PaymentSplit & {
  /** Until when it is held; undefined: it is confirmed at once. */
  readonly heldUntil: Date | undefined;
};

export type StaffBookingRefusal = "waiver_needs_reason" | "link_time_passed" | "nothing_to_pay";

/**
 * Decides how a booking made by staff stands: confirmed at once with everything owed on the spot, or held with a pay
 * link until the moment they chose, which lies ahead and not after the start.
 *
 * Paying a hot slot's prepayment on the spot waives it, and that needs a reason.
 *
 * @source PY-8
 */
export function planStaffBooking(
  facts: {
    readonly price: Kopecks;
    readonly points: Points;
    readonly frozen: FrozenPolicy;
    readonly payment: StaffPayment;
    readonly startsAt: Date;
  },
  now: Date,
): Outcome<StaffPlan, StaffBookingRefusal> {
  const { price, points, frozen, payment } = facts;
  if (payment.by === "on_spot") {
    const isWaived = frozen.policy === "hot" && frozen.prepayment > 0;
    if (isWaived && !payment.waiverReason?.trim()) return refuse("waiver_needs_reason");
    return done({ payNow: NOTHING, onSpot: minus(price, worth(points)), heldUntil: undefined });
  }
  if (payment.until <= now || payment.until > facts.startsAt) return refuse("link_time_passed");
  const split = splitPayment({ price, points, frozen, choice: "prepayment" });
  return split.payNow > 0 ? done({ ...split, heldUntil: payment.until }) : refuse("nothing_to_pay");
}
