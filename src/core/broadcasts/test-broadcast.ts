import type { App } from "../app.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { findStaff } from "../people/index.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { findBroadcast } from "./store.ts";

export type TestBroadcastRefusal = "unknown_broadcast" | "unknown_staff" | "staff_without_chat";

/**
 * Sends a broadcast to one member of staff, marked as a try, whatever its state and the hour.
 *
 * Safe to repeat with the same `testId`: it is the same try.
 *
 * @source MS-3
 */
export async function testBroadcast(
  app: App,
  input: { readonly testId: string; readonly broadcastId: string; readonly staffId: string },
): Promise<Outcome<undefined, TestBroadcastRefusal>> {
  const { testId, broadcastId, staffId } = input;
  const now = app.clock.now();
  return inTransaction<undefined, TestBroadcastRefusal>(app.db, {}, async (tx) => {
    if (!(await findBroadcast(tx, broadcastId))) return refuse("unknown_broadcast");
    const staff = await findStaff(tx, staffId);
    if (!staff?.isActive) return refuse("unknown_staff");
    if (staff.telegramId === undefined) return refuse("staff_without_chat", { name: staff.name });
    const key = `broadcast_test:${testId}`;
    const message = { id: app.newId(), key, to: { staffId }, payload: { broadcastId }, dueAt: now };
    await enqueueMessage(tx, { ...message, kind: "broadcast_test" }, now);
    return done(undefined);
  });
}
