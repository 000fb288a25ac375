import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { findSegment } from "../segments/index.ts";
import { loadSettings } from "../settings/index.ts";
import type { Broadcast, PauseReason } from "./model.ts";
import { hasAudience } from "./plan-recipients.ts";
import { hurry, takeBack } from "./recipients.ts";
import { type Step, type StepRefusal, takeStep } from "./rules/lifecycle.ts";
import { needsConsent, WAIT_REASONS } from "./rules/sending.ts";
import { findBroadcast, freezeSegment, lockBroadcast, writeState } from "./store.ts";
import { toldSince } from "./told-lately.ts";

export type SteerRefusal = StepRefusal | "unknown_broadcast";
export type StartBroadcastRefusal = SteerRefusal | "marketing_off" | "no_recipients";
export type ScheduleBroadcastRefusal = StartBroadcastRefusal | "schedule_in_past";

export type SteerInput = { readonly broadcastId: string; readonly actor: Actor };

/**
 * Starts a broadcast: who gets it is written down by the jobs, and then it goes out.
 *
 * The segment counts as it is defined now. Pressed twice, or by two at once, it starts once. A marketing one does not
 * start while the switch is off, and none starts that nobody would get.
 *
 * @source MS-3 MS-7
 */
export async function startBroadcast(
  app: App,
  { broadcastId, actor }: SteerInput,
): Promise<Outcome<Broadcast, StartBroadcastRefusal>> {
  return step(app, { broadcastId, actor, step: "start" }, async (tx, broadcast, now) => {
    const ready = await readyToStart(tx, broadcast, now);
    if (!ready.ok) return ready;
    await begin(tx, broadcast, now);
    return done(undefined);
  });
}

/**
 * Has a broadcast start by itself at a moment ahead; asked again, the last word counts.
 *
 * @source MS-3
 */
export async function scheduleBroadcast(
  app: App,
  input: SteerInput & { readonly at: Date },
): Promise<Outcome<Broadcast, ScheduleBroadcastRefusal>> {
  const { at } = input;
  const change = { at: at.toISOString() };
  const isRepeated = (broadcast: Broadcast) =>
    broadcast.state === "scheduled" && broadcast.scheduledAt?.getTime() === at.getTime();
  return step(app, { ...input, step: "schedule", change, isRepeated }, async (tx, broadcast, now) => {
    if (at <= now) return refuse("schedule_in_past", { at, now });
    const ready = await readyToStart(tx, broadcast, now);
    if (!ready.ok) return ready;
    await writeState(tx, broadcast.id, { state: "scheduled", scheduledAt: at }, now);
    return done(undefined);
  });
}

/** Stops a running broadcast: what is not on its way at this moment waits (MS-3). */
export const pauseBroadcast = (app: App, input: SteerInput): Promise<Outcome<Broadcast, SteerRefusal>> =>
  pause(app, input, "by_staff");

/** The same, for whatever reason; what stands in the outbox is taken back. */
export function pause(
  app: App,
  input: SteerInput,
  reason: PauseReason,
): Promise<Outcome<Broadcast, SteerRefusal>> {
  const change = reason === "by_staff" ? undefined : { reason };
  return step(app, { ...input, step: "pause", change }, async (tx, { id }, now) => {
    await writeState(tx, id, { state: "paused", pausedReason: reason }, now);
    await takeBack(tx, id, "to_wait", now);
    return done(undefined);
  });
}

/** Lets a paused broadcast go on where it stopped; a marketing one not while the switch is off (MS-3, MS-7). */
export async function resumeBroadcast(
  app: App,
  input: SteerInput,
): Promise<Outcome<Broadcast, SteerRefusal | "marketing_off">> {
  return step(app, { ...input, step: "resume" }, async (tx, broadcast, now) => {
    if (await isSwitchedOff(tx, broadcast)) return refuse("marketing_off");
    await writeState(tx, broadcast.id, { state: "running" }, now);
    await hurry(tx, broadcast.id, WAIT_REASONS, now);
    return done(undefined);
  });
}

/** Ends a broadcast for good, begun or not: whoever has not got it does not get it any more (MS-3). */
export async function cancelBroadcast(
  app: App,
  input: SteerInput,
): Promise<Outcome<Broadcast, SteerRefusal>> {
  return step(app, { ...input, step: "cancel" }, async (tx, { id }, now) => {
    await writeState(tx, id, { state: "cancelled" }, now);
    await takeBack(tx, id, "for_good", now);
    return done(undefined);
  });
}

/** Starts one whose time has come. What would refuse a person's tap does not stop it: it was promised; the switch pauses it. */
export async function launch(app: App, broadcastId: string, actor: Actor): Promise<void> {
  await step(app, { broadcastId, actor, step: "start" }, async (tx, broadcast, now) => {
    // Two ticks at once, or a person who put it off a moment ago.
    if (broadcast.state !== "scheduled" || (broadcast.scheduledAt ?? now) > now)
      return refuse("broadcast_started");
    await begin(tx, broadcast, now);
    return done(undefined);
  });
}

type Taking = SteerInput & {
  readonly step: Step;
  readonly change?: Readonly<Record<string, unknown>> | undefined;
  readonly isRepeated?: (broadcast: Broadcast) => boolean;
};

/** One step in one transaction: lock → taken already? → decide and write → audit. */
export async function step<R extends string>(
  app: App,
  { broadcastId, actor, step: name, change, isRepeated }: Taking,
  take: (tx: Tx, broadcast: Broadcast, now: Date) => Promise<Outcome<undefined, R>>,
): Promise<Outcome<Broadcast, R | SteerRefusal>> {
  const now = app.clock.now();
  return inTransaction<Broadcast, R | SteerRefusal>(app.db, {}, async (tx) => {
    const broadcast = await lockBroadcast(tx, broadcastId);
    if (!broadcast) return refuse("unknown_broadcast");
    const result = takeStep(broadcast.state, name);
    if (!result.ok) return result;
    if ("already" in result.value || isRepeated?.(broadcast)) return done(broadcast);
    const taken = await take(tx, broadcast, now);
    if (!taken.ok) return taken;
    const subject = { subjectKind: "broadcast", subjectId: broadcastId };
    await recordAudit(tx, { actor, action: `${name}_broadcast`, ...subject, change }, now);
    return done((await findBroadcast(tx, broadcastId)) ?? broadcast);
  });
}

async function readyToStart(
  tx: Tx,
  broadcast: Broadcast,
  now: Date,
): Promise<Outcome<undefined, "marketing_off" | "no_recipients">> {
  if (await isSwitchedOff(tx, broadcast)) return refuse("marketing_off");
  const { kind } = broadcast;
  const settings = await loadSettings(tx);
  const zone = settings["business.timeZone"];
  const segment = (await presentSegment(tx, broadcast))?.definition ?? broadcast.segment;
  const audience = { kind, segment, toldSince: toldSince(kind, settings, now) };
  const isAny = await hasAudience(tx, audience, { now, zone });
  return isAny ? done(undefined) : refuse("no_recipients");
}

async function begin(tx: Tx, broadcast: Broadcast, now: Date): Promise<void> {
  const segment = await presentSegment(tx, broadcast);
  if (segment) await freezeSegment(tx, broadcast.id, segment);
  await writeState(tx, broadcast.id, { state: "running" }, now);
}

const presentSegment = async (tx: Tx, { segmentId }: Broadcast) =>
  segmentId === undefined ? undefined : findSegment(tx, segmentId);

const isSwitchedOff = async (tx: Tx, { kind }: Broadcast): Promise<boolean> =>
  needsConsent(kind) && !(await loadSettings(tx))["marketing.enabled"];
