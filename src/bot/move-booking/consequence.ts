import type { CancellationConsequence } from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { pointsText } from "../book-visit/summary.ts";
import type { Words } from "../texts.ts";

/** What giving the old time up will take and give back, line by line; of what there is none nothing is said (CX-7). */
export const moveConsequenceLines = (
  words: Words,
  { refund, kept, pointsBack, penalty }: Omit<CancellationConsequence, "isLate">,
): (string | undefined)[] => [
  penalty > 0 ? words.t("move-penalty", { points: pointsText(words, penalty) }) : undefined,
  kept > 0 ? words.t("move-kept", { amount: formatRubles(kept) }) : undefined,
  refund > 0 ? words.t("move-refund", { amount: formatRubles(refund) }) : undefined,
  pointsBack > 0 ? words.t("move-points-back", { points: pointsText(words, pointsBack) }) : undefined,
];
