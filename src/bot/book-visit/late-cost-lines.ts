import type { BookingView, LateCost } from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import type { Words } from "../texts.ts";
import { visitTime } from "../visit.ts";
import { type Place, timeOfVisit } from "./summary.ts";

export type LateCostFacts = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly lateCost?: LateCost | undefined;
};

/**
 * Until when cancelling is free, in the zones in which the visit itself is told, and which money a late cancellation
 * keeps; where it is late already, what that costs (CX-1, CX-2). Nothing where it never costs anything.
 */
export function lateCostLines(words: Words, facts: LateCostFacts): (string | undefined)[] {
  const { lateCost } = facts;
  if (lateCost === undefined) return [];
  const freeLine = freeUntilLine(words, facts, lateCost);
  if (freeLine === undefined) return [lateAlreadyLine(words, facts.booking, lateCost)];
  const amount = formatRubles(lateCost.kept);
  return [freeLine, lateCost.kept > 0 ? words.t("cancel-late-keeps", { amount }) : undefined];
}

function freeUntilLine(
  words: Words,
  { booking, place }: LateCostFacts,
  { freeUntil, graceMinutes: minutes }: LateCost,
): string | undefined {
  if (freeUntil !== undefined) {
    const when = visitTime(words, { ...timeOfVisit(booking, place), startsAt: freeUntil });
    return words.t("cancel-free-until", { when });
  }
  return minutes === undefined ? undefined : words.t("cancel-free-grace", { minutes });
}

/** The penalty as a share: what of it is really taken depends on the balance of that moment (CX-5). */
function lateAlreadyLine(words: Words, { state, penaltyPercent }: BookingView, { kept }: LateCost): string {
  const penalty = words.c("late-costs-penalty", { percent: penaltyPercent });
  const money = words.c("late-costs-kept", { amount: formatRubles(kept) });
  const costs = [...(penaltyPercent > 0 ? [penalty] : []), ...(kept > 0 ? [money] : [])].join(", ");
  return words.t(state === "held" ? "cancel-late-at-once" : "cancel-late-already", { costs });
}
