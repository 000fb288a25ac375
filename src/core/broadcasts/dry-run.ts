import type { App } from "../app.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { quietEndsAt } from "../notifications/index.ts";
import { findSegment, momentNow } from "../segments/index.ts";
import { loadSettings } from "../settings/index.ts";
import type { Broadcast, LeftOutCounts } from "./model.ts";
import { type Audience, countAudience } from "./plan-recipients.ts";
import { needsConsent } from "./rules/sending.ts";
import { findBroadcast } from "./store.ts";
import { toldSince } from "./told-lately.ts";

export type DryRun = {
  /** How many of the segment would get it if it started now. */
  readonly recipients: number;
  readonly leftOut: LeftOutCounts;
  /** The switch of MS-7 is off, and this is marketing: it would not start. */
  readonly isSwitchedOff: boolean;
  /** It is quiet now: what is started waits until then (MS-5). */
  readonly quietUntil: Date | undefined;
};

/**
 * Says how many would get a broadcast if it started now, and how many of its segment are left out, by reason: who has not
 * agreed to marketing, blocked the bot, or was never in it. Nothing is written.
 *
 * @source MS-3
 */
export async function dryRunBroadcast(
  app: Pick<App, "db" | "clock">,
  broadcastId: string,
): Promise<Outcome<DryRun, "unknown_broadcast">> {
  const broadcast = await findBroadcast(app.db, broadcastId);
  if (!broadcast) return refuse("unknown_broadcast");
  const settings = await loadSettings(app.db);
  const counted = await countAudience(app.db, await audienceNow(app, broadcast), await momentNow(app));
  return done({
    ...counted,
    isSwitchedOff: needsConsent(broadcast.kind) && !settings["marketing.enabled"],
    quietUntil: quietEndsAt(app.clock.now(), settings.quietHours, settings["business.timeZone"]),
  });
}

/**
 * Says how many would get a broadcast that is still being written, and how many of those who fit are left out, by reason.
 *
 * @source MS-3
 */
export async function countReaders(
  app: Pick<App, "db" | "clock">,
  { kind, segment }: Pick<Broadcast, "kind" | "segment">,
): Promise<Pick<DryRun, "recipients" | "leftOut">> {
  const since = toldSince(kind, await loadSettings(app.db), app.clock.now());
  return countAudience(app.db, { kind, segment, toldSince: since }, await momentNow(app));
}

/** Whom a broadcast is for if it starts now: a saved segment counts as it is defined at this moment. */
export async function audienceNow(
  app: Pick<App, "db" | "clock">,
  { kind, segment, segmentId }: Broadcast,
): Promise<Audience> {
  const saved = segmentId === undefined ? undefined : await findSegment(app.db, segmentId);
  const since = toldSince(kind, await loadSettings(app.db), app.clock.now());
  return { kind, segment: saved?.definition ?? segment, toldSince: since };
}
