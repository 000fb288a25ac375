import type { App } from "../../core/app.ts";
import { nearestStarts } from "../../core/booking/index.ts";
import { offered } from "./offered.ts";
import type { OfferedStart } from "./times-screens.ts";

const NEAREST = 3;
/** A start taken meanwhile is answered by the next offer, so an answer may be this old. */
const SHARED_MS = 250;
const KEPT_MAX = 1_000;

type Wanted = { readonly serviceId: string; readonly near: Date };
export type Nearest = (app: App, wanted: Wanted) => Promise<readonly OfferedStart[]>;

/**
 * The starts nearest to one that is not to be had. When a thousand people run at one start, 999 of them ask for
 * the same at the same moment: they share one look.
 */
export function sharedNearest(): Nearest {
  const looks = new Map<
    string,
    { readonly atMs: number; readonly starts: Promise<readonly OfferedStart[]> }
  >();
  return (app, { serviceId, near }) => {
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
}

async function look(app: App, wanted: Wanted): Promise<readonly OfferedStart[]> {
  const found = await nearestStarts(app, { ...wanted, count: NEAREST });
  return found.ok ? found.value.map(offered) : [];
}
