import type { App } from "../app.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Refund, RefundRequest } from "./model.ts";
import { type Answer, isOurTrouble, looked, type PaymentProvider, type ProviderRefund } from "./provider.ts";
import {
  changeRefund,
  findRefundFacts,
  freezeRefundRequest,
  type RefundChange,
  takeDueRefunds,
} from "./refunds.ts";
import { addressed, refundReceipt } from "./rules/receipt.ts";
import { mayRepeat, nextRefundAttemptAt } from "./rules/schedule.ts";

const BATCH = 20;

/**
 * Sends every refund that is due, each under its own stored key, until the gateway has answered for good.
 *
 * A refund that the gateway refuses is over as `canceled`, with its reason: somebody has to look, and `onRefused`
 * tells them, ends it by `end` and does in the same transaction what follows from that.
 *
 * @source PY-3 PY-5
 */
export async function sendRefunds(
  app: App,
  onRefused: (refund: Refund, end: (tx: Tx) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const { payments } = app;
  if (payments === undefined) return;
  const refunds = await takeDueRefunds(app.db, app.clock.now(), BATCH);
  await Promise.all(
    refunds.map(async (refund) => {
      const change = changeAfter(await askFor(app, payments, refund), refund, app.clock.now());
      if (change.state === "canceled") {
        app.log.error({ refundId: refund.id, reason: change.endedReason }, "the gateway refused a refund");
        return onRefused(refund, (tx) => changeRefund(tx, refund.id, change, app.clock.now()));
      }
      await changeRefund(app.db, refund.id, change, app.clock.now());
    }),
  );
}

async function askFor(app: App, payments: PaymentProvider, refund: Refund): Promise<Answer<ProviderRefund>> {
  const { providerPaymentId } = refund;
  if (refund.providerRefundId !== undefined)
    return looked(await payments.findRefund(refund.providerRefundId));
  if (providerPaymentId === undefined)
    return { outcome: "unknown", reason: "no provider id", retryAfterMs: undefined };
  if (!mayRepeat(refund.firstSentAt, app.clock.now())) {
    // The gateway forgot the key: what it did with it is looked up before it is asked anew.
    const made = await findMade(payments, providerPaymentId, refund.id);
    if (made !== undefined) return made;
  }
  const request = await requestOf(app, refund);
  const receipt = request.receipt && addressed(request.receipt);
  const answer = await payments.createRefund({
    key: refund.key,
    refundId: refund.id,
    providerPaymentId,
    amount: refund.amount,
    description: request.description,
    ...(receipt === undefined ? {} : { receipt }),
  });
  if (answer.outcome !== "rejected") return answer;
  // An earlier try whose answer was lost may have done it: a refusal counts when the gateway knows of no such refund.
  return (await findMade(payments, providerPaymentId, refund.id)) ?? answer;
}

/** What the gateway is asked: the same at every try, since the first one wrote it down. */
async function requestOf(app: App, refund: Refund): Promise<RefundRequest> {
  if (refund.request !== undefined) return refund.request;
  const request = await newRequest(app, refund);
  return (await freezeRefundRequest(app.db, refund.id, request)) ?? request;
}

/**
 * Where the payment had a receipt, a part that goes back has one too. All of a prepayment needs none: the gateway turns
 * the payment's own around; after the closing receipt it would turn the wrong one.
 *
 * @source PY-6
 */
async function newRequest(app: App, { id, amount }: Refund): Promise<RefundRequest> {
  const { paymentReceipt, captured, isSettled, email } = await findRefundFacts(app.db, id);
  const isWhole = amount === captured && !isSettled;
  const receipt =
    paymentReceipt === undefined || isWhole
      ? undefined
      : addressed(refundReceipt(paymentReceipt, { amount, isSettled }), email);
  return { description: "Возврат", ...(receipt === undefined ? {} : { receipt }) };
}

/** A refund as the gateway's own list has it; undefined when it is not there. */
async function findMade(
  payments: PaymentProvider,
  providerPaymentId: string,
  refundId: string,
): Promise<Answer<ProviderRefund> | undefined> {
  const listed = looked(await payments.listRefunds({ providerPaymentId }));
  if (listed.outcome !== "ok") return listed;
  const made = listed.value.find((one) => one.refundId === refundId);
  return made && { outcome: "ok", value: made };
}

function changeAfter(answer: Answer<ProviderRefund>, refund: Refund, now: Date): RefundChange {
  const nextAttemptAt = nextRefundAttemptAt(refund.attempts, now);
  if (answer.outcome === "unknown")
    return { state: refund.providerRefundId ? "pending" : "queued", nextAttemptAt };
  if (answer.outcome === "rejected") {
    return isOurTrouble(answer)
      ? { state: "queued", nextAttemptAt }
      : { state: "canceled", endedReason: answer.description ?? answer.code };
  }
  const { providerRefundId, state, cancellationReason } = answer.value;
  if (state === "pending") return { state, providerRefundId, nextAttemptAt };
  return { state, providerRefundId, endedReason: cancellationReason };
}
