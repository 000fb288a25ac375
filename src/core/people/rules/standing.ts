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
  const { visitStartsAt, otherNoShowsStartedAt, isVip } = facts;
  const isRepeated = otherNoShowsStartedAt.some((startedAt) => isNear(visitStartsAt, startedAt, terms));
  return isVip || !isRepeated ? undefined : daysAfter(facts.markedAt, terms.blockDays);
}

/**
 * Decides whether a block loses its ground because another visit was no no-show after all: that one counted for it,
 * being near, and none of those that are left does. It needs two no-shows, whichever of them was marked last.
 *
 * The visit that was blocked for is still a no-show itself; the end of its own mark ends its block anyway.
 *
 * @source CX-4 CX-8
 */
export function losesGround(
  facts: {
    /** Of the visit that the block was for. */
    readonly visitStartsAt: Date;
    /** Of the visit that is no no-show any more. */
    readonly correctedStartsAt: Date;
    /** Of the no-shows that are left, without those two. */
    readonly otherNoShowsStartedAt: readonly Date[];
  },
  terms: Pick<BlockTerms, "periodDays">,
): boolean {
  const { visitStartsAt, correctedStartsAt, otherNoShowsStartedAt } = facts;
  if (!isNear(visitStartsAt, correctedStartsAt, terms)) return false;
  return !otherNoShowsStartedAt.some((startedAt) => isNear(visitStartsAt, startedAt, terms));
}

const isNear = (one: Date, other: Date, { periodDays }: Pick<BlockTerms, "periodDays">): boolean =>
  Math.abs(one.getTime() - other.getTime()) <= periodDays * DAY_MS;
