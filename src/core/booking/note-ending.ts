import { enqueueMessage, type MessageKind } from "../notifications/index.ts";
import { changePayment } from "../payments/index.ts";
import { letGo } from "./let-go.ts";
import type { EndReason } from "./model.ts";
import { releaseHold } from "./release-hold.ts";
import { learnt, type NextStep, type Settling } from "./settling.ts";

/**
 * A payment that ended without money: a hold that waited for its capture is released and the client told; one that is
 * still held lives on, and the client may pay again.
 *
 * @source PY-3
 */
export async function noteCanceled(settling: Settling): Promise<void> {
  const { tx, payment, booking, seen, now } = settling;
  const endedReason = seen.cancellationReason ?? "canceled";
  const change = {
    state: "cancelled",
    endedReason,
    isOver: true,
    nextCheckAt: undefined,
    checks: 0,
  } as const;
  await changePayment(tx, payment.id, { ...learnt(seen), ...change }, now);

  if (payment.state === "capturing" && booking.state === "confirming")
    return release(settling, "authorisation_lost");
  const isStillWanted = booking.state === "held" && payment.abandonedAt === undefined;
  const isDeclined = isStillWanted && endedReason !== "expired_on_confirmation";
  if (isDeclined) await tell(settling, "payment_declined", { reason: endedReason });
}

/** The gateway will not give the money it had set aside: the hold is released, and the rest of it let go (PY-3). */
export async function releaseAfterRefusal(settling: Settling): Promise<NextStep> {
  const next = await letGo(settling);
  await release(settling, "capture_refused");
  return next;
}

async function release(settling: Settling, reason: EndReason): Promise<void> {
  const { tx, booking, now } = settling;
  if (booking.state !== "confirming") return;
  await releaseHold(tx, booking.id, reason, now);
  await tell(settling, "capture_refused", { reason });
}

async function tell(
  { app, tx, payment, now }: Settling,
  kind: MessageKind,
  payload: { readonly reason: string },
): Promise<void> {
  const to = { clientId: payment.clientId };
  const key = `${kind}:${payment.id}`;
  await enqueueMessage(
    tx,
    { id: app.newId(), key, kind, to, bookingId: payment.bookingId, payload, dueAt: now },
    now,
  );
}
