import { hoursAfter } from "../../kernel/instant.ts";
import { type Kopecks, minus, NOTHING } from "../../kernel/money.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";
import { type Points, worth } from "../../kernel/points.ts";
import { type FrozenPolicy, type PaymentSplit, splitPayment } from "./payment-split.ts";

/**
 * How a booking made by staff is paid: all of it on the spot, or by a link that lives until a moment they choose;
 * when they choose none, for a day, and never beyond the start.
 */
export type StaffPayment =
  | { readonly by: "on_spot"; readonly waiverReason: string | undefined }
  | { readonly by: "link"; readonly until: Date | undefined };

export type StaffPlan = PaymentSplit & {
  /** Until when it is held; undefined: it is confirmed at once. */
  readonly heldUntil: Date | undefined;
};

export type StaffBookingRefusal =
  | "waiver_needs_reason"
  | "link_after_start"
  | "link_time_passed"
  | "nothing_to_pay";

/** How long a link lives when nobody said. */
const LINK_HOURS = 24;

/**
 * Decides how a booking made by staff stands: confirmed at once with everything owed on the spot, or held with a pay
 * link until the moment they chose, which lies ahead and not after the start.
 *
 * Paying a hot slot's prepayment on the spot waives it, and that needs a reason. A link goes out in the bot, and staff may
 * hand it over to whoever has no chat. A visit that has begun is paid on the spot: no link lives beyond the start.
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
    const split = splitOnSpot({ price, points, frozen, waiverReason: payment.waiverReason });
    return split.ok ? done({ ...split.value, heldUntil: undefined }) : split;
  }
  if (facts.startsAt <= now) return refuse("link_after_start", { startsAt: facts.startsAt });
  const until = payment.until ?? earlier(hoursAfter(now, LINK_HOURS), facts.startsAt);
  if (until <= now || until > facts.startsAt) {
    return refuse("link_time_passed", { until, now, startsAt: facts.startsAt });
  }
  const split = splitPayment({ price, points, frozen, choice: "prepayment" });
  return split.payNow > 0 ? done({ ...split, heldUntil: until }) : refuse("nothing_to_pay");
}

/**
 * Everything on the spot, by a decision of staff. Waiving a hot slot's prepayment needs a reason.
 *
 * @source PY-8
 */
export function splitOnSpot({
  price,
  points,
  frozen,
  waiverReason,
}: {
  readonly price: Kopecks;
  readonly points: Points;
  readonly frozen: FrozenPolicy;
  readonly waiverReason: string | undefined;
}): Outcome<PaymentSplit, "waiver_needs_reason"> {
  const isWaived = frozen.policy === "hot" && frozen.prepayment > 0;
  if (isWaived && !waiverReason?.trim()) return refuse("waiver_needs_reason");
  return done({ payNow: NOTHING, onSpot: minus(price, worth(points)) });
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
