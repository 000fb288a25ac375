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
  /** What staff gave back of it by their own decision; never what a double, late or excessive payment gave back. */
  readonly givenBack: Kopecks;
};

/**
 * What the client still owes on the spot: what staff gave back is a kindness, and is never owed again.
 *
 * While a booking waits for its payment: what was agreed. Once it is confirmed, and when the visit was: all that the
 * price leaves. A booking that came to nothing owes nothing, whatever went back.
 *
 * @source PY-2 PY-7 CX-3 EP-6
 */
export function owedOnSpot(facts: OwedOnSpotFacts): Kopecks {
  const { state, onSpot } = facts;
  const left = larger(NOTHING, minus(takableOnSpot(facts), facts.givenBack));
  return state === "held" || state === "confirming" ? smaller(onSpot, left) : left;
}

/**
 * The most that may be recorded on the spot: all that the price leaves. What staff gave back may be recorded anew: it
 * may have been a record made by mistake.
 *
 * @source PY-7
 */
export function takableOnSpot({
  state,
  price,
  points,
  paid,
}: Pick<OwedOnSpotFacts, "state" | "price" | "points" | "paid">): Kopecks {
  if (DEAD_STATES.includes(state)) return NOTHING;
  return larger(NOTHING, minus(minus(price, worth(points)), paid));
}

/**
 * What is not waited for any more: staff gave it back, and nothing else of the price is owed. Nothing while a booking
 * waits for its payment, and of one that came to nothing.
 *
 * @source PY-7 CX-3
 */
export function waivedOnSpot({
  state,
  owedOnSpot: owed,
  takableOnSpot: takable,
}: {
  readonly state: BookingState;
  readonly owedOnSpot: Kopecks;
  readonly takableOnSpot: Kopecks;
}): Kopecks {
  const isAgreed = state === "confirmed" || state === "completed";
  return isAgreed && owed === 0 ? takable : NOTHING;
}

/** Whether an amount may be recorded on the spot: whole kopecks, above nothing and at most `max`, that included. @source PY-7 */
export function checkOnSpot(
  amount: Kopecks,
  max: Kopecks,
): Outcome<null, "amount_not_positive" | "on_spot_above_owed"> {
  if (!Number.isInteger(amount) || amount <= 0) return refuse("amount_not_positive");
  return amount > max ? refuse("on_spot_above_owed", { given: amount, max }) : done(null);
}
