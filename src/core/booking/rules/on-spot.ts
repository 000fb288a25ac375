import { type Kopecks, larger, minus, NOTHING, smaller } from "../../kernel/money.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import { type Points, worth } from "../../kernel/points.ts";

export type MostOnSpotFacts = {
  readonly price: Kopecks;
  readonly points: Points;
  /** Received for the visit, whichever way, and not gone back; tips are not for the visit. */
  readonly paid: Kopecks;
};

/**
 * The most that may still be recorded on the spot: the price less points and less what was received and kept.
 *
 * So a typo of one digit too many never passes, while money that went back may be taken again another way.
 *
 * @source PY-7
 */
export const mostOnSpot = ({ price, points, paid }: MostOnSpotFacts): Kopecks =>
  larger(NOTHING, minus(minus(price, worth(points)), paid));

/** Whether an amount may be recorded on the spot: whole kopecks, above nothing and at most `most`, that included. @source PY-7 */
export function checkOnSpot(
  amount: Kopecks,
  most: Kopecks,
): Outcome<null, "amount_not_positive" | "on_spot_above_owed"> {
  if (!Number.isInteger(amount) || amount <= 0) return refuse("amount_not_positive");
  return amount > most ? refuse("on_spot_above_owed", { given: amount, max: most }) : done(null);
}

export type OwedOnSpotFacts = MostOnSpotFacts & {
  /** What was agreed to be paid on the spot. */
  readonly onSpot: Kopecks;
  /** Received on the spot and not given back. */
  readonly takenOnSpot: Kopecks;
};

/**
 * What the client still owes on the spot: what was agreed less what was taken there, never more than the price leaves.
 *
 * Money that staff gave back of an online payment is a kindness, not a new debt: it is not asked for again.
 *
 * @source PY-2 PY-7
 */
export function owedOnSpot(facts: OwedOnSpotFacts): Kopecks {
  const agreed = larger(NOTHING, minus(facts.onSpot, facts.takenOnSpot));
  return smaller(agreed, mostOnSpot(facts));
}
