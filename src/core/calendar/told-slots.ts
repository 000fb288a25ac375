import type { Interval } from "../kernel/interval.ts";
import type { Slot } from "./model.ts";
import type { SlotPattern } from "./rules/pattern.ts";

/** As many stretches are told one by one; of more only the whole is. */
const SPANS_MAX = 14;

/**
 * What the trail keeps of a slot that was changed: whose it is, when, of which kind; `[before, after]` of what is
 * another now. It is read when the slot is moved on or gone, so it is told in full each time.
 */
export function toldSlot(before: Slot, after: Slot = before): Readonly<Record<string, unknown>> {
  const pair = <T>(of: (slot: Slot) => T) =>
    JSON.stringify(of(before)) === JSON.stringify(of(after)) ? of(after) : [of(before), of(after)];
  return {
    slotOf: pair(({ specialistId }) => specialistId),
    slotAt: pair(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
    kind: pair(({ kind }) => kind),
    ...(after.discountPercent === undefined ? {} : { discountPercent: after.discountPercent }),
  };
}

/** What the trail keeps of a pattern: its days, weekdays, hours, breaks and length, as they were asked for. */
export const toldPattern = (pattern: SlotPattern) => ({
  pattern: { ...pattern, weekdays: [...pattern.weekdays].toSorted() },
});

/** What the trail keeps of stretches of time; nothing where there are too many to be read. */
export const toldSpans = (stretches: readonly Interval[]) =>
  stretches.length > SPANS_MAX
    ? {}
    : { spans: stretches.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })) };
