import { EXPORT_SPANS, type ExportSpan } from "../../core/exports/index.ts";
import { offering, oneOf, type Parser } from "../arguments.ts";

/** The words of `report`, for the days of which an export is: they are over when it is made. */
const SPANS = { yesterday: "day", "last-week": "week", "last-month": "month" } as const satisfies Readonly<
  Record<string, ExportSpan>
>;
type SpanWord = keyof typeof SPANS;
export const SPAN_WORDS: readonly SpanWord[] = ["yesterday", "last-week", "last-month"];

const readWord = oneOf(SPAN_WORDS);

/** The span that a word of `report` names; `day`, `week` and `month`, as exports were once added, stay understood. */
export const readSpan: Parser<ExportSpan> = offering(SPAN_WORDS, (typed: string): ExportSpan => {
  const own = EXPORT_SPANS.find((span) => span === typed.trim());
  return own ?? SPANS[readWord(typed)];
});
