import type { App } from "../app.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { quietEndsAt } from "../notifications/index.ts";
import { findSegment, momentNow } from "../segments/index.ts";
import { loadSettings } from "../settings/index.ts";
import type { LeftOutCounts } from "./model.ts";
import { type Audience, countAudience } from "./plan-recipients.ts";
import { needsConsent } from "./rules/sending.ts";
import { findBroadcast } from "./store.ts";

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
  app: App,
  broadcastId: string,
): Promise<Outcome<DryRun, "unknown_broadcast">> {
  const broadcast = await findBroadcast(app.db, broadcastId);
  if (!broadcast) return refuse("unknown_broadcast");
  const saved =
    broadcast.segmentId === undefined ? undefined : await findSegment(app.db, broadcast.segmentId);
  return done(await dryRun(app, { kind: broadcast.kind, segment: saved?.definition ?? broadcast.segment }));
}

async function dryRun(app: App, audience: Audience): Promise<DryRun> {
  const now = app.clock.now();
  const settings = await loadSettings(app.db);
  const counted = await countAudience(app.db, audience, await momentNow(app));
  return {
    ...counted,
    isSwitchedOff: needsConsent(audience.kind) && !settings["marketing.enabled"],
    quietUntil: quietEndsAt(now, settings.quietHours, settings["business.timeZone"]),
  };
}
