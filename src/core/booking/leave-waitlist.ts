import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { giveUp } from "./give-up-hold.ts";
import { lockBooking } from "./store.ts";
import { endWaiting, findWaitlistEntry, lockWaitlistEntry, type WaitlistView } from "./waitlist-store.ts";

export type LeaveWaitlistInput = {
  readonly entryId: string;
  /** Staff say why, and the client reads it. */
  readonly by:
    | { readonly kind: "client"; readonly clientId: string }
    | { readonly kind: "staff"; readonly actor: Actor; readonly reason: string };
};

export type LeaveWaitlistRefusal =
  | "unknown_wait"
  | "wait_over"
  | "reason_missing"
  | "payment_being_confirmed";

const REASON_MAX = 300;

/**
 * Ends a client's waiting, by their own wish or by staff, who say why: then the client is told. A start that is offered
 * at that moment is given up.
 *
 * Left already is left once; a visit that is just being paid for is waited for first.
 *
 * @source MS-9 MS-8
 */
export async function leaveWaitlist(
  app: App,
  { entryId, by }: LeaveWaitlistInput,
): Promise<Outcome<WaitlistView, LeaveWaitlistRefusal>> {
  const reason = by.kind === "staff" ? by.reason.trim().slice(0, REASON_MAX) : undefined;
  if (reason === "") return refuse("reason_missing");
  const now = app.clock.now();
  const left = await inTransaction<null, LeaveWaitlistRefusal>(app.db, {}, async (tx) => {
    const seen = await findWaitlistEntry(tx, entryId);
    const client = seen && (await lockClient(tx, seen.clientId));
    const entry = client && (await lockWaitlistEntry(tx, entryId));
    const isOthers = by.kind === "client" && entry?.clientId !== by.clientId;
    if (entry === undefined || isOthers) return refuse("unknown_wait");
    if (entry.state === "left") return done(null);
    if (entry.state !== "waiting" && entry.state !== "offered") return refuse("wait_over");

    if (!(await dropOffer(tx, entryId, by.kind, now))) return refuse("payment_being_confirmed");
    const endedReason = by.kind === "client" ? "by_client" : "by_staff";
    await endWaiting(tx, entryId, { state: "left", reason: endedReason, note: reason }, now);
    if (by.kind === "staff") {
      const subject = { subjectKind: "client", subjectId: entry.clientId };
      const change = { entryId };
      await recordAudit(
        tx,
        { actor: by.actor, action: "remove_from_waitlist", ...subject, reason, change },
        now,
      );
      const message = { id: app.newId(), key: `waitlist_ended:${entryId}`, dueAt: now };
      const to = { clientId: entry.clientId };
      await enqueueMessage(tx, { ...message, to, kind: "waitlist_ended", payload: { entryId } }, now);
    }
    return done(null);
  });
  if (!left.ok) return left;
  return done(present(await findWaitlistEntry(app.db, entryId), "the entry just left"));
}

/** Gives up the hold that is offered now; false when the bank is just confirming its payment. */
async function dropOffer(tx: Tx, entryId: string, by: "client" | "staff", now: Date): Promise<boolean> {
  const offered = (await findWaitlistEntry(tx, entryId))?.offeredBookingId;
  const booking = offered === undefined ? undefined : await lockBooking(tx, offered);
  if (booking?.state === "confirming") return false;
  if (booking?.state === "held") await giveUp(tx, booking.id, now, by === "staff" ? "dropped" : "given_up");
  return true;
}
