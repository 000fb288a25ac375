import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type HotWindow, listHotWindows } from "../booking/index.ts";
import { claimForAnnouncement, gatherAnew, type NewHotSlot, newHotSlots } from "../calendar/index.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { enqueueMessages, quietEndsAt } from "../notifications/index.ts";
import { managersToTell } from "../people/index.ts";
import { onlyOne } from "../runtime/only-one.ts";
import type { Queryable } from "../runtime/sql.ts";
import { type Tx, write } from "../runtime/transaction.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import { audienceOf, type HotAudience } from "./hot-audience.ts";
import { hasAudience } from "./plan-recipients.ts";
import { listProposals, lockProposals, markProposed } from "./proposals.ts";
import { HOT_TEXT, hotTitle, isGathered, WINDOWS_MAX } from "./rules/hot-window.ts";
import { insertDraft, writeState } from "./store.ts";
import { toldSince } from "./told-lately.ts";

const ROLE = "hot-window-announcer";

/**
 * Gathers slots that turned hot five minutes and less ago into one broadcast, or one question to staff, as
 * `hot.broadcast` says; in quiet hours they wait, and are read again when these are over. A question that nobody has
 * answered yet is asked anew with the new windows among its own; one whose windows are all gone is dropped.
 *
 * A slot is gathered once, however many processes look. What turned hot while announcing was off, or marketing, or
 * payments, is let by: nobody hears of it later. So is what nothing fits in, and what nobody would hear of. What nobody
 * may hear of only because all of them heard of others lately waits until one of them may (`hot.pauseDays`).
 *
 * @source MS-4 MS-5 MS-7
 */
export async function announceHotWindows(app: App): Promise<void> {
  await onlyOne(app.db, ROLE, async () => {
    await dropStaleProposals(app);
    const now = app.clock.now();
    const fresh = await newHotSlots(app.db, now);
    if (isGathered(fresh, now)) await announce(app, fresh, now);
  });
}

async function announce(app: App, fresh: readonly NewHotSlot[], now: Date): Promise<void> {
  const settings = await loadSettings(app.db);
  const freshIds = fresh.map(({ id }) => id);
  if (!isWanted(app, settings)) {
    await write(app.db, (tx) => claimForAnnouncement(tx, freshIds, now));
    return;
  }
  if (quietEndsAt(now, settings.quietHours, settings["business.timeZone"]) !== undefined) return;
  const asked = (await listProposals(app.db)).flatMap(({ slotIds }) => slotIds);
  const windows = await listHotWindows(app, [...freshIds, ...asked]);
  const audience = await audienceOf(app, settings);
  await write(app.db, async (tx) => {
    const listeners = audience && (await listenersOf(tx, audience, settings, now));
    if (listeners === "later") return gatherAnew(tx, freshIds, now);
    const claimed = await claimForAnnouncement(tx, freshIds, now);
    if (audience === undefined || listeners !== "now") return;
    if (!windows.some(({ slotId }) => claimed.has(slotId))) return;
    const taken = new Set([...claimed, ...(await takeOver(tx, now))]);
    await say(
      app,
      tx,
      { windows: windows.filter(({ slotId }) => taken.has(slotId)), audience, settings },
      now,
    );
  });
}

/** Whether anybody would hear of hot windows now, or at least when their pause is over. */
async function listenersOf(
  via: Queryable,
  { segment }: HotAudience,
  settings: Settings,
  now: Date,
): Promise<"now" | "later" | "never"> {
  const moment = { now, zone: settings["business.timeZone"] };
  const isHeard = (since: Date | undefined) =>
    hasAudience(via, { kind: "hot", segment, toldSince: since }, moment);
  if (await isHeard(toldSince("hot", settings, now))) return "now";
  return (await isHeard(undefined)) ? "later" : "never";
}

const isWanted = (app: Pick<App, "payments">, settings: Settings): boolean =>
  app.payments !== undefined && isOn(settings);

const isOn = (settings: Settings): boolean =>
  settings["marketing.enabled"] && settings["hot.broadcast"] !== "off";

/** Why new hot windows are not told of yet, as every face says it. */
export const WINDOWS_WAIT_TEXT = "ждёт: всем, кто мог бы узнать, недавно уже писали о горящих окнах";

/**
 * How many new hot slots nobody is told of only because everybody who could be heard of others lately; they go out when
 * one of them may hear again (`hot.pauseDays`).
 *
 * @source MS-4
 */
export async function countWaitingWindows(app: App): Promise<number> {
  const now = app.clock.now();
  const [fresh, settings] = [await newHotSlots(app.db, now), await loadSettings(app.db)];
  if (fresh.length === 0 || !isOn(settings)) return 0;
  const audience = await audienceOf(app, settings);
  if (audience === undefined) return 0;
  return (await listenersOf(app.db, audience, settings, now)) === "later" ? fresh.length : 0;
}

/** Ends the questions that nobody answered yet: their windows go into the new one. */
async function takeOver(tx: Tx, now: Date): Promise<readonly string[]> {
  const open = await lockProposals(tx);
  for (const { id } of open) await dropProposal(tx, id, "asked anew with more windows", now);
  return open.flatMap(({ slotIds }) => slotIds);
}

async function dropProposal(tx: Tx, broadcastId: string, reason: string, now: Date): Promise<void> {
  await writeState(tx, broadcastId, { state: "cancelled" }, now);
  const subject = { subjectKind: "broadcast", subjectId: broadcastId, reason };
  await recordAudit(tx, { actor: SYSTEM, action: "cancel_broadcast", ...subject }, now);
}

async function say(
  app: App,
  tx: Tx,
  what: {
    readonly windows: readonly HotWindow[];
    readonly audience: HotAudience;
    readonly settings: Settings;
  },
  now: Date,
): Promise<void> {
  const { windows, audience, settings } = what;
  const broadcastId = app.newId();
  const title = hotTitle(now, settings["business.timeZone"]);
  const buttons = windows
    .slice(0, WINDOWS_MAX)
    .map(({ slotId }) => ({ leadsTo: "window", slotId, label: "🔴" }) as const);
  await insertDraft(
    tx,
    {
      ...{ id: broadcastId, kind: "hot", title, text: HOT_TEXT, buttons, advertiser: "", erid: "" },
      ...{ segment: audience.segment, segmentId: undefined, segmentName: audience.name, staffId: null },
    },
    now,
  );
  const subject = { subjectKind: "broadcast", subjectId: broadcastId };
  if (settings["hot.broadcast"] === "auto") {
    await writeState(tx, broadcastId, { state: "running" }, now);
    await recordAudit(tx, { actor: SYSTEM, action: "start_broadcast", ...subject }, now);
    return;
  }
  await markProposed(tx, broadcastId, now);
  await recordAudit(tx, { actor: SYSTEM, action: "propose_broadcast", ...subject }, now);
  const messages = (await managersToTell(tx)).map(({ id: staffId }) => ({
    ...{
      id: app.newId(),
      key: `staff_hot_windows:${broadcastId}:${staffId}`,
      kind: "staff_hot_windows" as const,
    },
    ...{ to: { staffId }, payload: { broadcastId }, dueAt: now },
  }));
  await enqueueMessages(tx, messages, now);
}

/** A question about windows that are all gone needs no answer. */
async function dropStaleProposals(app: App): Promise<void> {
  for (const { id, slotIds } of await listProposals(app.db)) {
    if ((await listHotWindows(app, slotIds)).length > 0) continue;
    await write(app.db, async (tx) => {
      if (!(await lockProposals(tx)).some((open) => open.id === id)) return;
      await dropProposal(tx, id, "no hot window is left", app.clock.now());
    });
  }
}
