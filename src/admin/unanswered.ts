import type { App } from "../core/app.ts";
import { secondsAfter } from "../core/kernel/instant.ts";
import { listLastWords } from "../core/notifications/index.ts";

/** Of more who wait nobody counts. */
const WAITING_MAX = 10_000;
/** The menu is drawn with every page: whoever leafs through pages does not have all conversations read each time. */
const KEPT_SECONDS = 10;

type Kept = { readonly count: Promise<number>; readonly until: Date };
/** By the database that was counted: whoever answers knows nothing of the menu. */
const keptOf = new WeakMap<App["db"], Kept>();

/** Counts the clients who wait for an answer, for the menu: what was counted in the last ten seconds is told again. */
export function countsUnanswered({ db, clock }: App): () => Promise<number> {
  return () => {
    const now = clock.now();
    const kept = keptOf.get(db);
    if (kept !== undefined && now < kept.until) return kept.count;
    const count = listLastWords(db, { isWaiting: true, rowsMax: WAITING_MAX }).then(({ length }) => length);
    keptOf.set(db, { count, until: secondsAfter(now, KEPT_SECONDS) });
    count.catch(() => keptOf.delete(db));
    return count;
  };
}

/** Somebody was answered: they are counted anew when they are asked for next. */
export const forgetUnanswered = ({ db }: App): boolean => keptOf.delete(db);
