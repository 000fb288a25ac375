import { type Kopecks, larger, minus, NOTHING, smaller } from "../../kernel/money.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import { type Points, worth } from "../../kernel/points.ts";
import { type BookingState, DEAD_STATES } from "../model.ts";

export type OwedOnSpotFacts = {
  readonly state: BookingState;
  readonly price: Kopecks;
  readonly points: Points;
  /** What was agreed to be paid on the spot. */
  readonly onSpot: Kopecks;
  /** Received for the visit, whichever way, and not gone back; tips are not for the visit. */
  readonly paid: Kopecks;
};

/**
 * What the client still owes on the spot, which is also the most that may be recorded there.
 *
 * While a booking waits for its payment: what was agreed. Once it is confirmed, and when the visit was: all that the
 * price leaves, so what went back may be taken another way. A booking that came to nothing owes nothing, whatever went
 * back.
 *
 * @source PY-2 PY-7 CX-3
 */
export function owedOnSpot({ state, price, points, onSpot, paid }: OwedOnSpotFacts): Kopecks {
  if (DEAD_STATES.includes(state)) return NOTHING;
  const left = larger(NOTHING, minus(minus(price, worth(points)), paid));
  return state === "held" || state === "confirming" ? smaller(onSpot, left) : left;
}

/** Whether an amount may be recorded on the spot: whole kopecks, above nothing and at most what is owed, that included. @source PY-7 */
export function checkOnSpot(
  amount: Kopecks,
  owed: Kopecks,
): Outcome<null, "amount_not_positive" | "on_spot_above_owed"> {
  if (!Number.isInteger(amount) || amount <= 0) return refuse("amount_not_positive");
  return amount > owed ? refuse("on_spot_above_owed", { given: amount, max: owed }) : done(null);
}
