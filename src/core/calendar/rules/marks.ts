import type { DayMark, SlotKind } from "../model.ts";

/**
 * The mark of one day of the unified calendar: hot wins, then regular, then online; full when slots are ahead
 * but no start is free; nothing when there are no slots.
 *
 * @source SL-3
 */
export function dayMark(day: {
  /** The kinds of the day's free starts. */
  readonly freeKinds: ReadonlySet<SlotKind>;
  /** Whether the day has any slot ahead that this service could take, free or not. */
  readonly hasSlots: boolean;
}): DayMark | undefined {
  if (day.freeKinds.has("hot")) return "hot";
  if (day.freeKinds.has("regular")) return "regular";
  if (day.freeKinds.has("online")) return "online";
  return day.hasSlots ? "full" : undefined;
}
