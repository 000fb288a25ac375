import type { App } from "../app.ts";
import type { Payment, ProviderPayment } from "../payments/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Booking } from "./model.ts";

/** A payment and its booking, locked, and what the gateway says of it. */
export type Settling = {
  readonly app: App;
  readonly tx: Tx;
  readonly payment: Payment;
  readonly booking: Booking;
  readonly seen: ProviderPayment;
  readonly now: Date;
};

/** What is to be done with the gateway next. `look` is an `ask` after it refused to capture. */
export type NextStep = { readonly act: "ask" | "look" | "capture" | "let_go" | "wait" };

/** What an answer tells beside the state. */
export const learnt = (seen: ProviderPayment) => ({
  providerPaymentId: seen.providerPaymentId,
  income: seen.income,
});
