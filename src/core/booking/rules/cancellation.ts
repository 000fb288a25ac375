import { HOUR_MS, hoursAfter, minutesAfter } from "../../kernel/instant.ts";
import { invariant } from "../../kernel/invariant.ts";
import { type Kopecks, minus, NOTHING, type Percent, smaller } from "../../kernel/money.ts";
import { NO_POINTS, type Points, pointsShare } from "../../kernel/points.ts";

/** As frozen on the booking (PR-5). */
export type CancellationTerms = {
  /** Fewer hours of notice than this is late. */
  readonly lateHours: number;
  /** Minutes after the confirmation in which a cancellation is in time whatever the notice. */
  readonly graceMinutes: number;
  readonly penaltyPercent: Percent;
  /** Whether a late cancellation of a hot slot costs its prepayment. */
  readonly keepsPrepayment: boolean;
  readonly prepayment: Kopecks;
};

export type CancellationFacts = {
  readonly by: "client" | "business";
  readonly startsAt: Date;
  readonly confirmedAt: Date;
  readonly cancelledAt: Date;
  readonly isHot: boolean;
  readonly price: Kopecks;
  /** Captured and not yet refunded. */
  readonly paid: Kopecks;
  readonly points: Points;
};

/** `refund + kept` is always exactly what was paid. */
export type CancellationResult = {
  readonly isLate: boolean;
  readonly refund: Kopecks;
  readonly kept: Kopecks;
  readonly pointsBack: Points;
  /** The share of the price in points; what of it is really charged is the loyalty rule's to say (CX-5). */
  readonly penalty: Points;
};

/**
 * Decides what a cancellation gives back and costs.
 *
 * Notice is elapsed time; exactly `lateHours` of it is in time, and so is anything up to and including the last
 * moment of grace. The business's own cancellation is never late. Whether the booking may be cancelled at all is
 * `lifecycle.ts`'s question.
 *
 * @throws InvariantError when `paid` is negative
 * @source CX-1 CX-2 CX-6
 */
export function cancellationResult(facts: CancellationFacts, terms: CancellationTerms): CancellationResult {
  invariant(facts.paid >= 0, "a payment cannot be negative", { paid: facts.paid });
  const isLate = facts.by === "client" && isLateCancellation(facts, terms);
  const kept = isLate ? keptWhenLate(facts, terms) : NOTHING;
  return {
    isLate,
    refund: minus(facts.paid, kept),
    kept,
    pointsBack: facts.points,
    penalty: isLate ? pointsShare(facts.price, terms.penaltyPercent) : NO_POINTS,
  };
}

/** What of the money paid online a late cancellation keeps: a hot slot's prepayment, where it costs that (CX-2). */
export const keptWhenLate = (
  { isHot, paid }: Pick<CancellationFacts, "isHot" | "paid">,
  { keepsPrepayment, prepayment }: Pick<CancellationTerms, "keepsPrepayment" | "prepayment">,
): Kopecks => (isHot && keepsPrepayment ? smaller(paid, prepayment) : NOTHING);

function isLateCancellation(
  facts: Pick<CancellationFacts, "startsAt" | "confirmedAt" | "cancelledAt">,
  terms: Pick<CancellationTerms, "lateHours" | "graceMinutes">,
): boolean {
  const isInGrace =
    facts.cancelledAt <= minutesAfter(facts.confirmedAt, terms.graceMinutes) &&
    facts.cancelledAt < facts.startsAt;
  const noticeMs = facts.startsAt.getTime() - facts.cancelledAt.getTime();
  return !isInGrace && noticeMs < terms.lateHours * HOUR_MS;
}

/** The last moment at which a confirmed booking's cancellation is in time; never after its start (CX-1). */
export function inTimeUntil(
  { startsAt, confirmedAt }: Pick<CancellationFacts, "startsAt" | "confirmedAt">,
  { lateHours, graceMinutes }: Pick<CancellationTerms, "lateHours" | "graceMinutes">,
): Date {
  const byNotice = hoursAfter(startsAt, -lateHours);
  const byGrace = minutesAfter(confirmedAt, graceMinutes);
  const until = Math.min(Math.max(byNotice.getTime(), byGrace.getTime()), startsAt.getTime());
  return new Date(until);
}
