import type { App } from "../app.ts";
import { hoursAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { markFirstSent } from "./ledger.ts";
import type { Payment, Receipt } from "./model.ts";
import type { Answer, PaymentProvider, ProviderPayment } from "./provider.ts";
import { addressed } from "./rules/receipt.ts";
import { mayRepeat } from "./rules/schedule.ts";

/**
 * Asks the gateway how a payment stands; one whose creation got no answer is asked for again under the same key.
 *
 * Nothing is decided and, but for the moment of the first call, nothing written: the answer is the settler's.
 *
 * @source PY-4
 */
export async function askGateway(app: App, payment: Payment): Promise<Answer<ProviderPayment>> {
  const { payments } = app;
  if (payments === undefined)
    return { outcome: "unknown", reason: "payments are off", retryAfterMs: undefined };
  if (payment.providerPaymentId !== undefined) return payments.findPayment(payment.providerPaymentId);
  if (mayRepeat(payment.firstSentAt, app.clock.now())) return create(app, payments, payment);
  return findLost(payments, payment);
}

async function create(
  app: App,
  payments: PaymentProvider,
  payment: Payment,
): Promise<Answer<ProviderPayment>> {
  const { description, returnUrl } = present(payment.request, "what a payment asks for");
  await markFirstSent(app.db, payment.id, app.clock.now());
  return payments.createPayment({
    key: present(payment.createKey, "the key of an online payment"),
    paymentId: payment.id,
    amount: payment.amount,
    description,
    returnUrl,
    isTwoStage: payment.isTwoStage,
    method: payment.method === "sbp" ? "sbp" : "bank_card",
    metadata: { booking_id: payment.bookingId },
    ...receiptOf(payment),
  });
}

/** The receipt that a payment was written down with: the same at its creation, at every repeat and at its capture. */
function receiptOf({ request }: Payment): { readonly receipt?: Receipt } {
  const receipt = request?.receipt && addressed(request.receipt);
  return receipt === undefined ? {} : { receipt };
}

/** Its clock may be behind ours. */
const CLOCKS_DIFFER_HOURS = 1;

/** The gateway forgets keys after a day: a payment asked for longer ago is looked for among all since then. */
async function findLost(payments: PaymentProvider, payment: Payment): Promise<Answer<ProviderPayment>> {
  const createdFrom = hoursAfter(payment.createdAt, -CLOCKS_DIFFER_HOURS);
  const listed = await payments.listPayments({ createdFrom });
  if (listed.outcome === "rejected")
    return { outcome: "unknown", reason: `${listed.httpStatus} ${listed.code}`, retryAfterMs: undefined };
  if (listed.outcome === "unknown") return listed;
  const found = listed.value.find((one) => one.paymentId === payment.id);
  if (found) return { outcome: "ok", value: found };
  return {
    outcome: "rejected",
    httpStatus: 404,
    code: "never_made",
    parameter: undefined,
    description: undefined,
  };
}

/** Takes the money that was set aside; the key was stored before. */
export async function capture(app: App, payment: Payment): Promise<Answer<ProviderPayment>> {
  const payments = present(app.payments, "the gateway of an authorised payment");
  const key = present(payment.captureKey, "the key of a capture");
  const providerPaymentId = present(payment.providerPaymentId, "the provider's id of an authorised payment");
  return payments.capturePayment({ key, providerPaymentId, amount: payment.amount, ...receiptOf(payment) });
}

/** Lets the money go that was set aside; the key was stored before. */
export async function letGo(app: App, payment: Payment): Promise<Answer<ProviderPayment>> {
  const payments = present(app.payments, "the gateway of an authorised payment");
  const key = present(payment.cancelKey, "the key of a cancellation");
  const providerPaymentId = present(payment.providerPaymentId, "the provider's id of an authorised payment");
  return payments.cancelPayment({ key, providerPaymentId });
}
