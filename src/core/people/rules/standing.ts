import { DAY_MS, daysAfter } from "../../kernel/instant.ts";

export type BlockTerms = {
  /** Two no-shows count when their visits' starts lie at most so many days of 24 hours apart. */
  readonly periodDays: number;
  readonly blockDays: number;
};

/**
 * Decides until when a client may not book after a no-show, or undefined when nothing is to be done.
 *
 * What counts is the distance of the visits' starts, whichever of them is marked last, and exactly the period
 * still counts; the block runs from the mark. A VIP client is never blocked.
 *
 * @source CX-4
 */
export function blockAfterNoShow(
  facts: {
    readonly otherNoShowsStartedAt: readonly Date[];
    readonly visitStartsAt: Date;
    readonly markedAt: Date;
    readonly isVip: boolean;
  },
  terms: BlockTerms,
): Date | undefined {
  const isNear = (startedAt: Date) =>
    Math.abs(facts.visitStartsAt.getTime() - startedAt.getTime()) <= terms.periodDays * DAY_MS;
  if (facts.isVip || !facts.otherNoShowsStartedAt.some(isNear)) return undefined;
  return daysAfter(facts.markedAt, terms.blockDays);
}
