import type { App } from "../app.ts";
import { listHotWindows } from "../booking/index.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Broadcast, windowSlotsOf } from "./model.ts";
import { type StartBroadcastRefusal, type SteerInput, startBroadcast, step } from "./steer.ts";
import { findBroadcast, writeState } from "./store.ts";

export type HotDecision = "send" | "drop";

export type DecideHotWindowsRefusal =
  | StartBroadcastRefusal
  | "hot_already_sent"
  | "hot_already_dropped"
  | "no_hot_slot_left";

/**
 * Has the hot windows that staff were asked about announced, or not: the first answer counts. The same answer again, by
 * anybody, changes nothing; the other one is refused. Windows that are all gone by now are not announced.
 *
 * @source MS-4
 */
export async function decideHotWindows(
  app: App,
  input: SteerInput & { readonly decision: HotDecision },
): Promise<Outcome<Broadcast, DecideHotWindowsRefusal>> {
  const { broadcastId, decision, actor } = input;
  const proposed = await findBroadcast(app.db, broadcastId);
  if (proposed?.proposedAt === undefined) return refuse("unknown_broadcast");
  if (decision === "drop") return drop(app, { broadcastId, actor });
  if (proposed.state === "draft" && !(await isAnyLeft(app, proposed))) return refuse("no_hot_slot_left");
  const started = await startBroadcast(app, { broadcastId, actor });
  if (started.ok || (started.refusal !== "broadcast_over" && started.refusal !== "broadcast_started")) {
    return started;
  }
  const now = await findBroadcast(app.db, broadcastId);
  return now?.startedAt === undefined ? refuse("hot_already_dropped") : done(now);
}

async function drop(app: App, input: SteerInput): Promise<Outcome<Broadcast, DecideHotWindowsRefusal>> {
  const dropped = await step<"hot_already_sent">(
    app,
    { ...input, step: "cancel" },
    async (tx, broadcast, now) => {
      if (broadcast.state !== "draft") return refuse("hot_already_sent");
      await writeState(tx, broadcast.id, { state: "cancelled" }, now);
      return done(undefined);
    },
  );
  if (!dropped.ok) return dropped.refusal === "broadcast_over" ? refuse("hot_already_sent") : dropped;
  return dropped.value.startedAt === undefined ? dropped : refuse("hot_already_sent");
}

async function isAnyLeft(app: App, { buttons }: Broadcast): Promise<boolean> {
  return (await listHotWindows(app, windowSlotsOf(buttons))).length > 0;
}
