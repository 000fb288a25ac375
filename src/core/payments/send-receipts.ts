import type { App } from "../app.ts";
import { sql } from "../runtime/sql.ts";
import { addressReceipt, changeReceipt, type ReceiptChange, takeDueReceipts } from "./closing-receipts.ts";
import type { ClosingReceipt } from "./model.ts";
import { type Answer, isOurTrouble, looked, type PaymentProvider, type ProviderReceipt } from "./provider.ts";
import { addressed } from "./rules/receipt.ts";
import { mayRepeat, nextRefundAttemptAt } from "./rules/schedule.ts";

const BATCH = 20;

/** Why a receipt is over without having been registered, beside the gateway's own words. */
export type ReceiptTrouble = "email_missing" | "not_registered";

/**
 * Sends every closing receipt that is due, each under its own stored key, and asks about it until it is registered.
 *
 * One that the gateway refuses or cannot register is over as `canceled`, with its reason: somebody has to make it by
 * hand, and `onRefused` tells them.
 *
 * @source PY-6
 */
export async function sendReceipts(
  app: App,
  onRefused: (receipt: ClosingReceipt) => Promise<void>,
): Promise<void> {
  const { payments } = app;
  if (payments === undefined) return;
  const due = await takeDueReceipts(app.db, app.clock.now(), BATCH);
  await Promise.all(
    due.map(async (receipt) => {
      const change = changeAfter(await askFor(app, payments, receipt), receipt, app.clock.now());
      if (change.state === "canceled") {
        app.log.error(
          { receiptId: receipt.id, paymentId: receipt.paymentId },
          "a closing receipt was refused",
        );
        // First, so that dying in between leaves the receipt to be asked about again.
        await onRefused(receipt);
      }
      await changeReceipt(app.db, receipt.id, change, app.clock.now());
    }),
  );
}

async function askFor(
  app: App,
  payments: PaymentProvider,
  receipt: ClosingReceipt,
): Promise<Answer<ProviderReceipt>> {
  const { providerPaymentId, key, amount } = receipt;
  if (receipt.providerReceiptId !== undefined)
    return looked(await payments.findReceipt(receipt.providerReceiptId));
  if (providerPaymentId === undefined)
    return { outcome: "unknown", reason: "no provider id", retryAfterMs: undefined };
  if (!mayRepeat(receipt.firstSentAt, app.clock.now())) {
    // The gateway forgot the key: what it did with it is looked up before it is asked anew.
    const made = await findMade(payments, providerPaymentId);
    if (made !== undefined) return made;
  }
  const email = await emailFor(app, receipt);
  if (email === undefined) return rejectedFor("email_missing");
  const kept = await addressReceipt(app.db, { id: receipt.id, email }, app.clock.now());
  const body = kept && addressed(kept);
  if (body === undefined) return { outcome: "unknown", reason: "over by now", retryAfterMs: undefined };
  const answer = await payments.createReceipt({ key, providerPaymentId, amount, receipt: body });
  if (answer.outcome !== "rejected") return answer;
  // An earlier try whose answer was lost may have done it: a refusal counts when the gateway knows of no such receipt.
  return (await findMade(payments, providerPaymentId)) ?? answer;
}

/** To whom a receipt goes: the client's e-mail as it is when it is sent for the first time. */
async function emailFor(app: App, { paymentId, request }: ClosingReceipt): Promise<string | undefined> {
  if (request?.email !== undefined) return request.email;
  const row = await app.db.first<{ email: string | null }>(sql`
    SELECT client.email FROM payments payment JOIN clients client ON client.id = payment.client_id
    WHERE payment.id = ${paymentId}::uuid`);
  return row?.email ?? undefined;
}

/** The closing receipt as the gateway's own list has it: the one of this payment that settles a prepayment. */
async function findMade(
  payments: PaymentProvider,
  providerPaymentId: string,
): Promise<Answer<ProviderReceipt> | undefined> {
  const listed = looked(await payments.listReceipts({ providerPaymentId }));
  if (listed.outcome !== "ok") return listed;
  const made = listed.value.find((one) => one.of === "payment" && one.settledByPrepayment > 0);
  return made && { outcome: "ok", value: made };
}

const rejectedFor = (code: ReceiptTrouble): Answer<never> => ({
  outcome: "rejected",
  httpStatus: 400,
  code,
  parameter: "receipt",
  description: undefined,
});

function changeAfter(answer: Answer<ProviderReceipt>, receipt: ClosingReceipt, now: Date): ReceiptChange {
  const nextAttemptAt = nextRefundAttemptAt(receipt.attempts, now);
  if (answer.outcome === "unknown")
    return { state: receipt.providerReceiptId ? "pending" : "queued", nextAttemptAt };
  if (answer.outcome === "rejected") {
    return isOurTrouble(answer)
      ? { state: "queued", nextAttemptAt }
      : { state: "canceled", endedReason: withoutAddresses(answer.description ?? answer.code) };
  }
  const { providerReceiptId, state } = answer.value;
  if (state === "pending") return { state, providerReceiptId, nextAttemptAt };
  return state === "succeeded"
    ? { state, providerReceiptId }
    : { state, providerReceiptId, endedReason: "not_registered" satisfies ReceiptTrouble };
}

/** The gateway may repeat what it did not like, and a reason stays for good (PE-2). */
const withoutAddresses = (reason: string): string => reason.replace(/\S+@\S+/g, "…").slice(0, 300);
