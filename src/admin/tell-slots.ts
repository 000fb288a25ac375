import { countWaitingWindows, WINDOWS_WAIT_TEXT } from "../core/broadcasts/index.ts";
import type { Params, Telling } from "./table-list.ts";

/**
 * A slot that a booking took is taken, not open. On its card a new hot slot says why nobody was told of it yet, when everybody heard of others lately
 * (MS-4).
 */
export async function tellSlots(
  rows: readonly Params[],
  { app, isCard }: Telling,
): Promise<readonly Params[]> {
  const [only] = isCard ? rows : [];
  const taken = rows.map(({ state, bookingId }) =>
    state === "open" && bookingId ? { state: "занято" } : {},
  );
  if (only?.kind !== "hot" || only.state !== "open" || only.bookingId || only.hotAnnouncedAt) return taken;
  const isNew = Boolean(only.hotSince) && new Date(String(only.startsAt)) > app.clock.now();
  return isNew && (await countWaitingWindows(app)) > 0 ? [{ hotAnnouncedAt: WINDOWS_WAIT_TEXT }] : taken;
}
