import type { App } from "../core/app.ts";
import { listHadVisits, startAge } from "../core/booking/index.ts";
import { countWaitingWindows, WINDOWS_WAIT_TEXT } from "../core/broadcasts/index.ts";
import { loadSettings } from "../core/settings/index.ts";
import type { Params, Telling } from "./table-list.ts";

/**
 * The visit that took place at each of them, where one did: it let go of the slot, but nobody else comes there any more.
 * And how its start lies to now: what began on an earlier day is booked for nobody (SL-4).
 */
export async function slotFacts(rows: readonly Params[], app: App): Promise<readonly Params[]> {
  const [visits, settings] = await Promise.all([
    listHadVisits(
      app,
      rows.map(({ id }) => String(id)),
    ),
    loadSettings(app.db),
  ]);
  const at = { now: app.clock.now(), zone: settings["business.timeZone"] };
  return rows.map(({ id, startsAt }) => ({
    visitNumber: visits.get(String(id)),
    age: startAge({ startsAt: new Date(String(startsAt)) }, at),
  }));
}

export const visitText = (number: unknown): string => `визит был, №\u00a0${String(number)}`;

/**
 * A slot that a booking took is taken, not open, and neither is one where a visit took place. On its card a new hot slot says why nobody was told of it yet, when everybody heard of others lately
 * (MS-4).
 */
export async function tellSlots(
  rows: readonly Params[],
  { app, isCard }: Telling,
): Promise<readonly Params[]> {
  const [only] = isCard ? rows : [];
  const taken = rows.map(({ state, bookingId, visitNumber }) => {
    if (state !== "open") return {};
    if (bookingId) return { state: "занято" };
    return visitNumber === undefined ? {} : { state: visitText(visitNumber) };
  });
  if (only?.kind !== "hot" || only.state !== "open" || only.bookingId || only.hotAnnouncedAt) return taken;
  const isNew = Boolean(only.hotSince) && new Date(String(only.startsAt)) > app.clock.now();
  return isNew && (await countWaitingWindows(app)) > 0 ? [{ hotAnnouncedAt: WINDOWS_WAIT_TEXT }] : taken;
}
