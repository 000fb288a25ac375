import type { App } from "../app.ts";
import type { Percent } from "../kernel/money.ts";
import type { Points } from "../kernel/points.ts";
import { quickRebookingUntil } from "../loyalty/index.ts";
import { loadSettings } from "../settings/index.ts";
import { judgeEarning } from "./judge-earning.ts";
import { listClientBookings } from "./list-client-bookings.ts";
import type { BookingView } from "./model.ts";
import { previousVisit } from "./previous-visit.ts";

export type NextEarning = {
  /** The confirmed booking that comes next; `rebook`: what it will earn more for having been made quickly (EP-2). */
  readonly upcoming: { readonly booking: BookingView; readonly rebook: Points } | undefined;
  /** What a booking made by `until` would earn more; only while nothing is booked. */
  readonly rebookOffer: { readonly until: Date; readonly percent: Percent } | undefined;
};

/**
 * What a client's next visit will earn, as things stand now. It is judged anew at completion.
 *
 * While there is a booking ahead no quick rebooking is offered: a visit after it would follow that one, not the latest.
 *
 * @source EP-1 EP-2
 */
export async function nextEarning(
  app: Pick<App, "db" | "clock">,
  { clientId }: { readonly clientId: string },
): Promise<NextEarning> {
  const now = app.clock.now();
  const listed = await listClientBookings(app.db, {
    ...{ clientId, kind: "upcoming", now, rowsMax: BOOKINGS_MAX, offset: 0 },
  });
  const ahead = listed.filter(({ startsAt }) => startsAt >= now);
  const booking = ahead.find(({ state }) => state === "confirmed");
  if (booking !== undefined) {
    const { rebook } = await judgeEarning(app.db, booking);
    return { upcoming: { booking, rebook }, rebookOffer: undefined };
  }
  return {
    upcoming: undefined,
    rebookOffer: ahead.length > 0 ? undefined : await offerTo(app, clientId, now),
  };
}

/** More than a client can have at once, but for those that staff made. */
const BOOKINGS_MAX = 20;

async function offerTo({ db }: Pick<App, "db">, clientId: string, now: Date) {
  const settings = await loadSettings(db);
  const percent = settings["points.rebookPercent"];
  const previous = await previousVisit(db, { clientId, before: now });
  if (previous === undefined || previous.isRewarded || percent === 0) return undefined;
  const until = quickRebookingUntil(previous, { rebookDays: settings["points.rebookDays"] }, now);
  return until === undefined ? undefined : { until, percent };
}
