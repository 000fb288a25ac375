import type { App } from "../app.ts";
import { fittingChains, packedFreeSlots } from "../calendar/index.ts";
import type { Interval } from "../kernel/interval.ts";
import { dayOf, type LocalDay, plusDays, startOfDay, type Zone } from "../kernel/local-day.ts";
import { done, type Outcome } from "../kernel/outcome.ts";
import { type LookedUp, lookUp, startsWithin, type Wanted } from "./list-free-starts.ts";

/** No calendar reaches further. */
const FAR = new Date("3000-01-01T00:00:00Z");

/**
 * The local days that have a free start of a service, in order, as far as there are slots: staff's, whom the days that
 * clients may book ahead do not bind. Today's starts that have begun do not count.
 *
 * @source SL-2 SL-4 PY-8
 */
export async function listFreeDays(
  app: App,
  wanted: Wanted,
): Promise<Outcome<readonly LocalDay[], "unknown_service">> {
  const looked = await lookUp(app, wanted);
  if (!looked.ok) return looked;
  const stretch = { startsAt: app.clock.now(), endsAt: FAR };
  const starts =
    wanted.movedBookingId === undefined
      ? await startsMs(app, looked.value, stretch)
      : (await startsWithin(app, looked.value, stretch)).map(({ startsAt }) => startsAt.getTime());
  return done(daysOf(starts, looked.value.settings["business.timeZone"]));
}

/** When each start is, in milliseconds: months of many specialists are thousands. */
async function startsMs(app: App, { offer, specialistIds }: LookedUp, stretch: Interval): Promise<number[]> {
  const all = await packedFreeSlots(app.db, stretch, specialistIds);
  return all.flatMap((slots) =>
    fittingChains(slots, offer).flatMap(({ first }) => slots[first]?.startsAt.getTime() ?? []),
  );
}

function daysOf(starts: readonly number[], zone: Zone): readonly LocalDay[] {
  const days: LocalDay[] = [];
  let endsMs = Number.NEGATIVE_INFINITY;
  for (const ms of starts.toSorted((a, b) => a - b)) {
    if (ms < endsMs) continue;
    const day = dayOf(new Date(ms), zone);
    days.push(day);
    endsMs = startOfDay(plusDays(day, 1), zone).getTime();
  }
  return days;
}
