import { unreachable } from "../kernel/invariant.ts";
import { enqueueMessage, type MessageKind } from "../notifications/index.ts";
import { changePayment, nextCheckAt } from "../payments/index.ts";
import { staffToTell } from "../people/index.ts";
import { learnt, type NextStep, type Settling } from "./settling.ts";

const WAIT: NextStep = { act: "wait" };
const OVER = { isOver: true, nextCheckAt: undefined, checks: 0 } as const;

/**
 * What the gateway's answer means for a tip: it is received, or it is not. The visit it is for is past, so that nothing
 * of the booking changes, whatever became of it meanwhile.
 *
 * @source MS-2 PY-3
 */
export async function noteTip(settling: Settling): Promise<NextStep> {
  const { tx, payment, seen, now } = settling;
  switch (seen.state) {
    case "pending":
      return notePending(settling);
    case "waiting_for_capture":
      return letGo(settling);
    case "canceled":
      return noteCanceled(settling);
    case "succeeded": {
      const change = { ...learnt(seen), ...OVER, state: "captured", captured: payment.amount } as const;
      await changePayment(tx, payment.id, change, now);
      await tellReceived(settling);
      return WAIT;
    }
    default:
      return unreachable(seen.state);
  }
}

/** Nobody waits at our side: whoever comes back from the bank's page asks anyway. */
async function notePending({ tx, payment, seen, now }: Settling): Promise<NextStep> {
  if (payment.state !== "new" && payment.state !== "pending") return WAIT;
  const checks = payment.state === "new" ? 0 : payment.checks + 1;
  const change = { state: "pending", isOver: false, checks } as const;
  const { confirmationUrl } = seen;
  const nextCheck = nextCheckAt({ isAwaited: false, checks }, now);
  await changePayment(
    tx,
    payment.id,
    { ...learnt(seen), ...change, confirmationUrl, nextCheckAt: nextCheck },
    now,
  );
  return WAIT;
}

/** A tip is asked for in one stage: money that was only set aside is not what was asked for. */
async function letGo({ tx, payment, seen, now }: Settling): Promise<NextStep> {
  const cancelKey = `cnl-${payment.id}`;
  const nextCheck = nextCheckAt({ isAwaited: false, checks: 0 }, now);
  const change = { state: "cancelling", cancelKey, isOver: false, checks: 0 } as const;
  await changePayment(tx, payment.id, { ...learnt(seen), ...change, nextCheckAt: nextCheck }, now);
  return { act: "let_go" };
}

/** A link that nobody followed ends in silence; a refused card is told, so that another may be tried. */
async function noteCanceled(settling: Settling): Promise<NextStep> {
  const { tx, payment, seen, now } = settling;
  const endedReason = seen.cancellationReason ?? "canceled";
  await changePayment(tx, payment.id, { ...learnt(seen), ...OVER, state: "cancelled", endedReason }, now);
  if (endedReason !== "expired_on_confirmation") await tellClient(settling, "tip_declined", endedReason);
  return WAIT;
}

/** The client is thanked; the specialist and those who run the business are glad to hear of it. */
async function tellReceived(settling: Settling): Promise<void> {
  const { app, tx, payment, booking, now } = settling;
  await tellClient(settling, "tip_received");
  for (const { id: staffId } of await staffToTell(tx, booking.specialistId)) {
    const message = { id: app.newId(), key: `staff_tip:${payment.id}:${staffId}`, to: { staffId } };
    const about = { bookingId: payment.bookingId, payload: { amountKopecks: payment.amount }, dueAt: now };
    await enqueueMessage(tx, { ...message, ...about, kind: "staff_tip" }, now);
  }
}

async function tellClient(
  { app, tx, payment, now }: Settling,
  kind: MessageKind,
  reason: string | null = null,
): Promise<void> {
  const { id, clientId, bookingId, amount } = payment;
  const message = { id: app.newId(), key: `${kind}:${id}`, kind, to: { clientId }, bookingId, dueAt: now };
  await enqueueMessage(tx, { ...message, payload: { reason, amountKopecks: amount, tipId: id } }, now);
}
