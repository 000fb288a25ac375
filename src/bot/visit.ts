import type { Zone } from "../core/kernel/local-day.ts";
import { durationOf, minutesAhead, momentOf, untilOf, zoneName } from "./format.ts";
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
  return inWhoseTime(words, visit, (zone) => momentOf(visit.startsAt, zone));
}

/**
 * Until when a time is held for a visit, in the words of its time: the zone named, and the client's own when that is
 * another, for a visit online.
 *
 * @source PY-1 UN-4
 */
export const heldUntil = (
  words: Words,
  hold: { readonly madeAt: Date; readonly until: Date },
  visit: VisitTime,
): string => inWhoseTime(words, visit, (zone) => untilOf(hold, zone));

function inWhoseTime(words: Words, visit: VisitTime, textIn: (zone: Zone) => string): string {
  const { startsAt, isOnline, clientZone } = visit;
  const moment = textIn(words.zone);
  if (!isOnline) return moment;
  const zone = zoneName(words.zone, startsAt);
  if (clientZone === undefined || clientZone === words.zone) return words.c("when-online", { moment, zone });
  return words.c("when-online-both", {
    moment,
    zone,
    ownMoment: textIn(clientZone),
    ownZone: zoneName(clientZone, startsAt),
  });
}

/**
 * Whose time the short times on buttons are, and how far the client's own clock is from it; nothing is said of visits in
 * person.
 *
 * @source UN-4
 */
export function buttonTimes(words: Words, visit: VisitTime | undefined): string | undefined {
  if (visit === undefined || !visit.isOnline) return undefined;
  const { startsAt, clientZone } = visit;
  const zone = zoneName(words.zone, startsAt);
  const ahead = clientZone === undefined ? 0 : minutesAhead(startsAt, clientZone, words.zone);
  if (clientZone === undefined || ahead === 0) return words.t("button-times", { zone });
  return words.t(ahead > 0 ? "button-times-later" : "button-times-earlier", {
    zone,
    ownZone: zoneName(clientZone, startsAt),
    hours: durationOf(words, Math.abs(ahead)),
  });
}

/** A deadline, in the client's own time too when that is another (UN-4). */
export const deadline = (words: Words, at: Date, clientZone: Zone | undefined): string =>
  visitTime(words, {
    startsAt: at,
    isOnline: clientZone !== undefined && minutesAhead(at, clientZone, words.zone) !== 0,
    clientZone,
  });
