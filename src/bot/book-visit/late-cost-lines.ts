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

/** Until when cancelling is free, in the zones in which the visit itself is told; undefined when it is not (CX-1). */
export function freeUntilLine(words: Words, { booking, place, lateCost }: LateCostFacts): string | undefined {
  if (lateCost?.freeUntil !== undefined) {
    const when = visitTime(words, { ...timeOfVisit(booking, place), startsAt: lateCost.freeUntil });
    return words.t("cancel-free-until", { when });
  }
  const minutes = lateCost?.graceMinutes;
  return minutes === undefined ? undefined : words.t("cancel-free-grace", { minutes });
}

/** Before anything is paid: until when cancelling is free, and which money a late cancellation keeps (CX-2). */
export const lateCostLines = (words: Words, facts: LateCostFacts): (string | undefined)[] => [
  freeUntilLine(words, facts),
  facts.lateCost !== undefined && facts.lateCost.kept > 0
    ? words.t("cancel-late-keeps", { amount: formatRubles(facts.lateCost.kept) })
    : undefined,
];
