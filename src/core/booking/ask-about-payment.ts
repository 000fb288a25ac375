import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import {
  askGateway,
  countWaitingRefunds,
  findPayment,
  hastenRefundsOf,
  isOver,
  type Payment,
  type PaymentState,
  type ProviderPaymentState,
} from "../payments/index.ts";
import { sendDueRefunds } from "./check-payment.ts";
import { settlePayment } from "./settle-payment.ts";

/** What asking the gateway about one payment came to. */
export type AskedAbout = {
  readonly before: PaymentState;
  readonly now: PaymentState;
  /** The gateway's own word; undefined where it says that it has no such payment, or was asked about refunds alone. */
  readonly gatewayState: ProviderPaymentState | undefined;
  /** Refunds of this payment that still wait for an answer. */
  readonly refundsWaiting: number;
};

export type AskAboutPaymentRefusal =
  | "unknown_payment"
  | "gateway_off"
  | "gateway_silent"
  | "payment_settled"
  | "payment_on_spot";

/**
 * Asks the gateway at once about one payment, and about what of it goes back. What is learnt is decided as always
 * (`settlePayment`). Safe at any time and any number of times; a gateway that gives no answer is said to be silent,
 * and changes nothing.
 *
 * @source PY-4 PY-5
 */
export async function askAboutPayment(
  app: App,
  paymentId: string,
): Promise<Outcome<AskedAbout, AskAboutPaymentRefusal>> {
  const payment = await findPayment(app.db, paymentId);
  if (payment === undefined) return refuse("unknown_payment", { given: paymentId });
  if (payment.kind === "on_spot") return refuse("payment_on_spot");
  const wasOver = isOver(payment.state);
  if (wasOver && (await countWaitingRefunds(app.db, paymentId)) === 0)
    return refuse("payment_settled", { state: payment.state });
  if (app.payments === undefined) return refuse("gateway_off");
  const asked = wasOver ? done(undefined) : await ask(app, payment);
  if (!asked.ok) return asked;
  await hastenRefundsOf(app.db, paymentId, app.clock.now());
  await sendDueRefunds(app);
  const now = present(await findPayment(app.db, paymentId), "a payment that was there");
  return done({
    ...{ before: payment.state, now: now.state, gatewayState: asked.value },
    refundsWaiting: await countWaitingRefunds(app.db, paymentId),
  });
}

async function ask(
  app: App,
  payment: Payment,
): Promise<Outcome<ProviderPaymentState | undefined, "gateway_silent">> {
  const answer = await askGateway(app, payment);
  if (answer.outcome === "unknown") return refuse("gateway_silent", { trouble: answer.reason });
  await settlePayment(app, payment.id);
  return done(answer.outcome === "ok" ? answer.value.state : undefined);
}
