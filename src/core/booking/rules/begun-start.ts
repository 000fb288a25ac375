import { type Interval, overlaps } from "../../kernel/interval.ts";
import { dayOf, startOfDay, type Zone } from "../../kernel/local-day.ts";

/** Who asks for a start: clients in every face of theirs, and what stands for them; staff in theirs. */
export type BookedBy = "client" | "staff";

/**
 * Since when a start that has begun may be booked all the same; undefined: none that has begun may.
 *
 * Staff write down a client who walked in, or a visit that was had and not entered: today's starts, from the first
 * moment of the local day, that one included, up to now. What began on an earlier day may not: the figures of that day
 * may have been handed on. Clients book what is ahead (SL-4). A start ahead is not decided here.
 *
 * @param zone of the business
 * @source SL-4 PY-8
 */
export const begunSince = (
  by: BookedBy,
  { now, zone }: { readonly now: Date; readonly zone: Zone },
): Date | undefined => (by === "staff" ? startOfDay(dayOf(now, zone), zone) : undefined);

/** How a start lies to now: staff may book the first two. */
export type StartAge = "ahead" | "begun_today" | "past_day";

/**
 * Says whether a start is ahead, has begun today by the clocks of the business, or began on an earlier day.
 *
 * @source SL-4
 */
export function startAge(
  start: Pick<Interval, "startsAt">,
  at: { readonly now: Date; readonly zone: Zone },
): StartAge {
  if (!hasBegun(start, at.now)) return "ahead";
  const since = begunSince("staff", at);
  return since !== undefined && start.startsAt >= since ? "begun_today" : "past_day";
}

/** A visit begins at its start: exactly now it has begun. */
export const hasBegun = ({ startsAt }: Pick<Interval, "startsAt">, now: Date): boolean => startsAt <= now;

/** A visit that took place: its slots are free again, its time is gone. */
export type HadVisit = Interval & {
  readonly number: number;
  readonly specialistId: string;
  readonly clientId: string;
};

/**
 * What took place where a start that has begun lies, if anything did: the specialist was busy, or this client was
 * elsewhere. Touching is fine, and so is a visit that nobody came to. Of a start ahead nothing took place.
 *
 * @source SL-1 SL-7
 */
export function hadInstead(
  start: Interval & { readonly specialistId: string },
  visits: readonly HadVisit[],
  of: { readonly clientId?: string; readonly now: Date },
): { readonly whose: "specialist" | "client"; readonly visit: HadVisit } | undefined {
  if (!hasBegun(start, of.now)) return undefined;
  const there = visits.filter((visit) => overlaps(visit, start));
  const same = there.find(({ specialistId }) => specialistId === start.specialistId);
  if (same !== undefined) return { whose: "specialist", visit: same };
  const own = there.find(({ clientId }) => clientId === of.clientId);
  return own && { whose: "client", visit: own };
}
