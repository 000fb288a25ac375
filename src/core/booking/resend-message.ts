import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, type RefusalDetail, type Refused, refuse } from "../kernel/outcome.ts";
import {
  admitResending,
  enqueueAgain,
  findPromised,
  type MessageReason,
  messageReasonText,
  type PromisedMessage,
  type Reach,
  type ResendProblem,
  reachOf,
  resentKey,
} from "../notifications/index.ts";
import { findClient, lockClient } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { BookingView } from "./model.ts";
import { unwantedBecause } from "./still-wanted.ts";
import { findBooking } from "./store.ts";

export type ResendMessageInput = {
  /** Chosen by the caller and kept across retries: the same id is the same message sent once more, and names it. */
  readonly requestId: string;
  readonly messageId: string;
  readonly actor: Actor;
};

export type ResendMessageRefusal =
  | ResendProblem
  | "unknown_message"
  | "message_unwanted"
  | "resend_is_another";

/** The same id for two messages at the same moment. */
const CONFLICTS = { outbox_pkey: "resend_is_another" } as const;

/**
 * Sends a message once more: the same words about the same thing to the same person, looked up anew at the moment of
 * sending. What is on its way, out of date, or for somebody who cannot be reached is refused with its reason.
 *
 * Safe to repeat with the same `requestId`. It goes out in the order of its kind, and keeps quiet hours like the first.
 *
 * @source MS-1 MS-6
 */
export async function resendMessage(
  app: App,
  { requestId, messageId, actor }: ResendMessageInput,
): Promise<Outcome<{ readonly messageId: string }, ResendMessageRefusal>> {
  const seen = await findPromised(app.db, messageId);
  if (seen === undefined) return refuse("unknown_message", { given: messageId });
  const now = app.clock.now();
  return inTransaction<{ readonly messageId: string }, ResendMessageRefusal>(
    app.db,
    CONFLICTS,
    async (tx) => {
      if (seen.clientId !== null) await lockClient(tx, seen.clientId);
      const earlier = await findPromised(tx, requestId);
      if (earlier !== undefined)
        return earlier.key === resentKey(messageId, requestId)
          ? done({ messageId: requestId })
          : refuse("resend_is_another");
      // It may have found another receiver since (PE-4), or gone out.
      const message = (await findPromised(tx, messageId)) ?? seen;
      const problem = await problemOf(app, tx, message, now);
      if (problem !== undefined) return problem;
      await enqueueAgain(tx, message, { requestId, now });
      const { clientId, staffId } = message;
      const subjectKind = clientId === null ? "staff" : "client";
      const subject = { subjectKind, subjectId: clientId ?? staffId ?? "", change: { messageId: requestId } };
      await recordAudit(tx, { actor, action: "resend_message", ...subject }, now);
      return done({ messageId: requestId });
    },
  );
}

async function problemOf(
  app: App,
  tx: Tx,
  message: PromisedMessage,
  now: Date,
): Promise<Refused<ResendMessageRefusal> | undefined> {
  const { kind, state, createdAt, payload } = message;
  const bookingId = message.bookingId ?? undefined;
  const booking = bookingId === undefined ? undefined : await findBooking(tx, bookingId);
  const reach = await reachOf(tx, message);
  const visitStartsAt = booking?.startsAt;
  const admitted = admitResending({ kind, state, createdAt, reach, visitStartsAt }, now);
  if (!admitted.ok)
    return { ...admitted, detail: { ...admitted.detail, ...(await whomToRing(tx, message, reach)) } };
  const reason = outOfDate(kind, booking) ?? (await unwantedBecause(app, { kind, bookingId, payload }));
  return reason && refuse("message_unwanted", { reason, because: messageReasonText(reason) });
}

/** The client whom the bot does not reach, as far as somebody can ring them. */
async function whomToRing(tx: Tx, { clientId }: PromisedMessage, reach: Reach): Promise<RefusalDetail> {
  if (clientId === null || (reach !== "no_chat" && reach !== "bot_blocked")) return {};
  const client = await findClient(tx, clientId);
  return client?.phone === undefined ? {} : { name: client.name, phone: client.phone };
}

/** What some kinds say is true of a booking in one state alone. */
function outOfDate(
  kind: PromisedMessage["kind"],
  booking: BookingView | undefined,
): MessageReason | undefined {
  switch (kind) {
    case "booking_confirmed":
    case "booking_moved":
    case "meeting_link_changed":
      return booking?.state === "confirmed" ? undefined : "booking_not_confirmed";
    case "payment_requested":
      return booking?.state === "held" ? undefined : "hold_over";
    default:
      return undefined;
  }
}
