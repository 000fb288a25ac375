import type { App } from "../app.ts";
import { type HotWindow, listHotWindows } from "../booking/index.ts";
import { findSlots, unseenUntil } from "../calendar/index.ts";
import { dayOf, type LocalDay } from "../kernel/local-day.ts";
import type { Percent } from "../kernel/money.ts";
import { quietEndsAt } from "../notifications/index.ts";
import { momentNow } from "../segments/index.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import { audienceOf } from "./hot-audience.ts";
import type { LeftOutCounts } from "./model.ts";
import { countAudience } from "./plan-recipients.ts";
import { toldSince } from "./told-lately.ts";

/** Why nobody would hear of it. */
export type HotSilence =
  | "payments_off"
  | "marketing_off"
  | "broadcast_off"
  | "hot_already"
  | "nothing_fits"
  /** Clients cannot book so far ahead yet. */
  | "not_seen_yet"
  | "nobody_to_tell";

export type HotPreview = {
  /** Whether they are told by themselves, or once staff have said yes (`hot.broadcast`); off: they are not. */
  readonly way: Settings["hot.broadcast"];
  /** How many clients would hear of it now. */
  readonly readers: number;
  /** Of those whom it is meant for: how many would not, and why. */
  readonly leftOut: LeftOutCounts;
  /** Why it stays silent; undefined: it does not. */
  readonly silentBecause: HotSilence | undefined;
  /** It is quiet now: they are told after that (MS-5). */
  readonly quietUntil: Date | undefined;
  /** Where clients see none of these slots yet: since which day they see the first, and how far ahead they see (SL-3). */
  readonly notSeenYet: { readonly seenSince: LocalDay; readonly daysAhead: number } | undefined;
  /** What could be booked in these slots, now or once they are seen, with the price before and then. */
  readonly windows: readonly HotWindow[];
};

/**
 * Says whom turning some slots hot would be told, and what could be booked in them at which price, without turning them.
 *
 * @param slotIds those that are not free ahead, or online, are left out
 * @source MS-4 MS-5 MS-7 PR-2
 */
export async function previewHot(
  app: Pick<App, "db" | "clock" | "log" | "payments">,
  {
    slotIds,
    discountPercent,
  }: { readonly slotIds: readonly string[]; readonly discountPercent?: Percent | undefined },
): Promise<HotPreview> {
  const now = app.clock.now();
  const settings = await loadSettings(app.db);
  const slots = await findSlots(app.db, slotIds);
  // What it would cost is said also while nobody can be told of it.
  const asked = { arePaymentsOn: true, turning: { discountPercent } };
  const seen = await listHotWindows(app, slotIds, asked);
  const windows = seen.length > 0 ? seen : await listHotWindows(app, slotIds, { ...asked, areFarToo: true });
  const notSeenYet = seen.length > 0 ? undefined : whenSeen(windows[0], settings, now);
  const audience = await audienceOf(app, settings);
  const counted =
    audience === undefined
      ? NOBODY
      : await countAudience(
          app.db,
          { kind: "hot", segment: audience.segment, toldSince: toldSince("hot", settings, now) },
          await momentNow(app),
        );
  const isNews = slots.some(({ id, kind }) => kind !== "hot" && windows.some(({ slotId }) => slotId === id));
  const silentBecause =
    switchedOff(app, settings) ??
    (windows.length === 0 ? "nothing_fits" : undefined) ??
    (notSeenYet === undefined ? undefined : "not_seen_yet") ??
    (isNews ? undefined : "hot_already") ??
    (counted.recipients === 0 ? "nobody_to_tell" : undefined);
  return {
    way: settings["hot.broadcast"],
    readers: silentBecause === undefined ? counted.recipients : 0,
    leftOut: counted.leftOut,
    silentBecause,
    quietUntil: quietEndsAt(now, settings.quietHours, settings["business.timeZone"]),
    notSeenYet,
    windows,
  };
}

function whenSeen(first: HotWindow | undefined, settings: Settings, now: Date): HotPreview["notSeenYet"] {
  if (first === undefined) return undefined;
  const zone = settings["business.timeZone"];
  const daysAhead = settings["calendar.daysAhead"];
  const seenSince = unseenUntil(dayOf(first.startsAt, zone), { today: dayOf(now, zone), daysAhead });
  return seenSince === undefined ? undefined : { seenSince, daysAhead };
}

const NOBODY = { recipients: 0, leftOut: {} };

function switchedOff(app: Pick<App, "payments">, settings: Settings): HotSilence | undefined {
  if (app.payments === undefined) return "payments_off";
  if (!settings["marketing.enabled"]) return "marketing_off";
  return settings["hot.broadcast"] === "off" ? "broadcast_off" : undefined;
}
