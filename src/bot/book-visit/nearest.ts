import type { App } from "../../core/app.ts";
import { listClientBookings, nearestStarts } from "../../core/booking/index.ts";
import { type Interval, overlaps } from "../../core/kernel/interval.ts";
import { offered } from "./offered.ts";
import type { OfferedStart } from "./times-screens.ts";

const NEAREST = 3;
/** Looked at, so that enough are left when those in the way of the client's own bookings are not. */
const LOOKED_AT = 24;
const OWN_BOOKINGS_MAX = 50;
/** A start taken meanwhile is answered by the next offer, so an answer may be this old. */
const SHARED_MS = 250;
const KEPT_MAX = 1_000;

type Wanted = { readonly serviceId: string; readonly near: Date };
export type Nearest = (
  app: App,
  wanted: Wanted & { readonly clientId: string },
) => Promise<readonly OfferedStart[]>;
type Found = { readonly visit: Interval; readonly start: OfferedStart };

/**
 * The starts nearest to one that is not to be had, those left out that the client cannot attend because of a
 * booking of their own. When a thousand people run at one start, 999 of them ask for the same at the same
 * moment: they share one look.
 */
export function sharedNearest(): Nearest {
  const looks = new Map<string, { readonly atMs: number; readonly starts: Promise<readonly Found[]> }>();
  const shared = (app: App, { serviceId, near }: Wanted): Promise<readonly Found[]> => {
    const key = `${serviceId} ${near.getTime()}`;
    const atMs = performance.now();
    const known = looks.get(key);
    if (known !== undefined && atMs - known.atMs < SHARED_MS) return known.starts;
    if (looks.size >= KEPT_MAX) looks.clear();
    const starts = look(app, { serviceId, near });
    looks.set(key, { atMs, starts });
    starts.catch(() => looks.delete(key));
    return starts;
  };
  return async (app, wanted) => {
    const [found, own] = await Promise.all([shared(app, wanted), ownVisits(app, wanted.clientId)]);
    const possible = found.filter(({ visit }) => !own.some((booking) => overlaps(booking, visit)));
    const distance = ({ start }: Found) => Math.abs(start.startsAt.getTime() - wanted.near.getTime());
    return possible
      .sort((a, b) => distance(a) - distance(b))
      .slice(0, NEAREST)
      .map(({ start }) => start)
      .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  };
}

async function look(app: App, wanted: Wanted): Promise<readonly Found[]> {
  const found = await nearestStarts(app, { ...wanted, count: LOOKED_AT });
  return found.ok ? found.value.map((start) => ({ visit: start, start: offered(start) })) : [];
}

/** What stays when another start is held: a hold that waits for its payment is given up for it (PY-1). */
async function ownVisits(app: App, clientId: string): Promise<readonly Interval[]> {
  const bookings = await listClientBookings(app.db, {
    clientId,
    kind: "upcoming",
    now: app.clock.now(),
    rowsMax: OWN_BOOKINGS_MAX,
    offset: 0,
  });
  return bookings.filter(({ state }) => state !== "held");
}
