import type { CancellationPreview } from "../core/booking/index.ts";
import { formatRubles, NOTHING } from "../core/kernel/money.ts";
import { pointsText } from "./book-visit/summary.ts";
import { lines } from "./screen.ts";
import type { Words } from "./texts.ts";

type Consequence = Omit<CancellationPreview, "isLate" | "droppedMove">;
type Part = keyof Consequence;

/** In which order the parts are told, and by which text each. */
export type ConsequenceTexts = readonly (readonly [part: Part, text: string])[];

/** A cancellation that happened. */
export const CANCELLED: ConsequenceTexts = [
  ["refund", "cancelled-refund"],
  ["kept", "cancelled-kept"],
  ["handedBack", "cancelled-on-spot-back"],
  ["pointsBack", "cancelled-points-back"],
  ["penalty", "cancelled-penalty"],
];

/** A move before it happens: what giving the old time up means. */
export const MOVING: ConsequenceTexts = [
  ["penalty", "move-penalty"],
  ["kept", "move-kept"],
  ["refund", "move-refund"],
  ["pointsBack", "move-points-back"],
];

/**
 * What the end of a booking gives back and takes, a line for each part; of what there is none nothing is said, and nothing at
 * all is undefined (CX-2, CX-7).
 */
export const consequenceLines = (
  words: Words,
  consequence: Partial<Consequence>,
  texts: ConsequenceTexts,
): string | undefined =>
  lines(
    ...texts.map(([part, text]) =>
      (consequence[part] ?? 0) > 0 ? words.t(text, facts(words, consequence, part)) : undefined,
    ),
  ) || undefined;

const facts = (words: Words, consequence: Partial<Consequence>, part: Part) =>
  part === "refund" || part === "kept" || part === "handedBack"
    ? { amount: formatRubles(consequence[part] ?? NOTHING) }
    : { points: pointsText(words, consequence[part] ?? 0) };
