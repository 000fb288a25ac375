import type { App } from "../app.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { enqueueMessages, quietEndsAt } from "../notifications/index.ts";
import { onlyOne } from "../runtime/only-one.ts";
import { sql } from "../runtime/sql.ts";
import { write } from "../runtime/transaction.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import { planChunk } from "./plan-recipients.ts";
import { countQueued, harvest, markQueued, takeBack, takeNext } from "./recipients.ts";
import { needsConsent } from "./rules/sending.ts";
import { launch, pause } from "./steer.ts";
import { listLive, lockBroadcast, writeState } from "./store.ts";

/** As many of a broadcast's messages as stand in the outbox at once: a dozen seconds of sending. */
const QUEUED_MAX = 300;
/** A tick ends after so many rounds of planning; the next goes on. */
const ROUNDS_MAX = 10;
const ROLE = "broadcast-feeder";

/**
 * Moves every broadcast on: starts those whose time has come, plans who gets them, keeps a few hundred of their messages
 * in the outbox, notes what became of them, and ends those that are through. With the switch of MS-7 off, what is
 * marketing pauses.
 *
 * One process at a time does it; whatever it was doing when it died, the next goes on with. In quiet hours nothing new is
 * queued (MS-5).
 *
 * @param ending aborted when the process is asked to end
 * @source MS-3 MS-5 MS-7
 */
export async function feedBroadcasts(app: App, ending?: AbortSignal): Promise<void> {
  await onlyOne(app.db, ROLE, async () => {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      if (!(await feedAll(app)) || ending?.aborted) return;
    }
  });
}

/** One round; whether something was planned, so that there is more to do at once. */
async function feedAll(app: App): Promise<boolean> {
  const [settings, live] = await Promise.all([loadSettings(app.db), listLive(app.db)]);
  await harvest(app.db, sql`true`, app.clock.now());
  let hasMore = false;
  for (const { id, kind, state, scheduledAt, plannedAt } of live) {
    if (state === "scheduled") {
      if (scheduledAt !== null && scheduledAt <= app.clock.now()) await launch(app, id, SYSTEM);
    } else if (state === "paused") {
      // What was on its way when it was paused has come back by now.
      await write(app.db, (tx) => takeBack(tx, id, "to_wait", app.clock.now()));
    } else if (needsConsent(kind) && !settings["marketing.enabled"]) {
      await pause(app, { broadcastId: id, actor: SYSTEM }, "marketing_off");
    } else if (plannedAt === null) {
      await planChunk(app, id);
      hasMore = true;
    } else {
      await feed(app, id, settings);
    }
  }
  return hasMore;
}

async function feed(app: App, broadcastId: string, settings: Settings): Promise<void> {
  const now = app.clock.now();
  const isQuiet = quietEndsAt(now, settings.quietHours, settings["business.timeZone"]) !== undefined;
  await write(app.db, async (tx) => {
    const broadcast = await lockBroadcast(tx, broadcastId);
    if (broadcast?.state !== "running") return;
    const alreadyQueued = await countQueued(tx, broadcastId);
    const next = await takeNext(tx, broadcastId, QUEUED_MAX - alreadyQueued);
    if (next.length === 0 && alreadyQueued === 0) await writeState(tx, broadcastId, { state: "done" }, now);
    if (next.length === 0 || isQuiet) return;
    const queued = next.map((one) => ({ ...one, key: `broadcast:${broadcastId}:${one.receiver}` }));
    await enqueueMessages(
      tx,
      queued.map(({ receiver, key }) => ({
        id: app.newId(),
        key,
        kind: "broadcast",
        to: { clientId: receiver },
        payload: { broadcastId },
        dueAt: now,
      })),
      now,
    );
    await markQueued(tx, broadcastId, queued);
  });
}
