import { instantAt, type Zone } from "../../core/kernel/local-day.ts";
import type { DayAndTime } from "../arguments.ts";
import { wrongValue } from "../usage.ts";

/** The moment that a day and a time of the business are; a time that a change of clocks skips is a wrong value. */
export function instantOf({ day, time, minute }: DayAndTime, zone: Zone, flag: string): Date {
  const at = instantAt(day, minute, zone);
  if (at === undefined)
    throw wrongValue(flag, { given: `${day} ${time}`, expected: "время, которое в этот день есть" });
  return at;
}
