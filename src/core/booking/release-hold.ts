import { releasePoints } from "../loyalty/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { EndReason } from "./model.ts";
import { noteOfferOver } from "./note-waiting.ts";
import { endHold } from "./store.ts";

/**
 * Ends a hold with all that hangs on it, within a transaction that has locked its client: its slots and points are free,
 * and whoever it was offered to waits on. Only a hold that ran out unpaid is an offer left without an answer.
 *
 * @source PY-1 MS-9
 */
export async function releaseHold(tx: Tx, bookingId: string, reason: EndReason, now: Date): Promise<void> {
  await endHold(tx, bookingId, reason, now);
  await releasePoints(tx, bookingId, now);
  await noteOfferOver(tx, bookingId, reason === "unpaid" ? "missed" : "declined", now);
}
