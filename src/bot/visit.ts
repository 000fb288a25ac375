import type { Zone } from "../core/kernel/local-day.ts";
import { momentOf, zoneName } from "./format.ts";
import type { Words } from "./texts.ts";

/** When a visit begins, and how it has to be said. */
export type VisitTime = {
  readonly startsAt: Date;
  readonly isOnline: boolean;
  /** The client's own zone, if they chose one. */
  readonly clientZone: Zone | undefined;
};

/**
 * The time of a visit in words: one in person in business time; one online with the zone's name, and in the
 * client's own time too when that is another.
 *
 * @source UN-4
 */
export function visitTime(words: Words, visit: VisitTime): string {
  const { startsAt, isOnline, clientZone } = visit;
  const moment = momentOf(startsAt, words.zone);
  if (!isOnline) return moment;
  const zone = zoneName(words.zone, startsAt);
  if (clientZone === undefined || clientZone === words.zone) return words.c("when-online", { moment, zone });
  return words.c("when-online-both", {
    moment,
    zone,
    ownMoment: momentOf(startsAt, clientZone),
    ownZone: zoneName(clientZone, startsAt),
  });
}
