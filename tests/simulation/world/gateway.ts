import type { Answer, PaymentProvider, ProviderPayment } from "../../../src/core/payments/index.ts";
import type { Process } from "./baton.ts";

/** What the gateway answered, as far as an independent book-keeper has to know it. */
type Said =
  | { readonly outcome: "ok"; readonly payment: SeenPayment }
  | { readonly outcome: "unknown" }
  | Refused;
type Refused = {
  readonly outcome: "rejected";
  readonly httpStatus: number;
  readonly parameter: string | undefined;
};

export type SeenPayment = {
  readonly providerId: string;
  readonly state: ProviderPayment["state"];
  readonly amount: number;
  /** Whether the page on which the client pays is known now. */
  readonly hasPage: boolean;
  readonly reason: string | undefined;
};

/** One call of the gateway that came back, in order. */
export type GatewayEvent =
  | {
      readonly act: "create";
      readonly paymentId: string;
      readonly bookingId: string;
      readonly amount: number;
      readonly isTwoStage: boolean;
      readonly said: Said;
    }
  | { readonly act: "find" | "let_go"; readonly providerId: string; readonly said: Said }
  | { readonly act: "capture"; readonly providerId: string; readonly amount: number; readonly said: Said }
  | {
      readonly act: "list";
      readonly createdFromMs: number;
      readonly found: readonly (SeenPayment & { readonly paymentId: string | undefined })[] | undefined;
    }
  | {
      readonly act: "refund";
      readonly refundId: string;
      readonly providerId: string;
      readonly amount: number;
    };

/** The gateway as a process reaches it; every answer that came back is noted in `events`. */
export function heardGateway(
  provider: PaymentProvider,
  process: Process,
  events: GatewayEvent[],
): PaymentProvider {
  return {
    ...provider,
    createPayment: async (input) => {
      const answer = await process.call(() => provider.createPayment(input));
      const { paymentId, amount, isTwoStage } = input;
      const bookingId = input.metadata.booking_id ?? "";
      events.push({ act: "create", paymentId, bookingId, amount, isTwoStage, said: saidOf(answer) });
      return answer;
    },
    findPayment: async (providerId) => {
      const answer = await process.call(() => provider.findPayment(providerId));
      events.push({ act: "find", providerId, said: saidOf(answer) });
      return answer;
    },
    capturePayment: async (input) => {
      const answer = await process.call(() => provider.capturePayment(input));
      const { providerPaymentId: providerId, amount } = input;
      events.push({ act: "capture", providerId, amount, said: saidOf(answer) });
      return answer;
    },
    cancelPayment: async (input) => {
      const answer = await process.call(() => provider.cancelPayment(input));
      events.push({ act: "let_go", providerId: input.providerPaymentId, said: saidOf(answer) });
      return answer;
    },
    listPayments: async (input) => {
      const answer = await process.call(() => provider.listPayments(input));
      const found =
        answer.outcome === "ok"
          ? answer.value.map((one) => ({ ...seenOf(one), paymentId: one.paymentId }))
          : undefined;
      events.push({ act: "list", createdFromMs: input.createdFrom.getTime(), found });
      return answer;
    },
    createRefund: async (input) => {
      const answer = await process.call(() => provider.createRefund(input));
      const { refundId, providerPaymentId: providerId, amount } = input;
      events.push({ act: "refund", refundId, providerId, amount });
      return answer;
    },
    findRefund: (providerRefundId) => process.call(() => provider.findRefund(providerRefundId)),
    listRefunds: (input) => process.call(() => provider.listRefunds(input)),
  };
}

const seenOf = (payment: ProviderPayment): SeenPayment => ({
  providerId: payment.providerPaymentId,
  state: payment.state,
  amount: payment.amount,
  hasPage: payment.confirmationUrl !== undefined,
  reason: payment.cancellationReason,
});

function saidOf(answer: Answer<ProviderPayment>): Said {
  if (answer.outcome === "ok") return { outcome: "ok", payment: seenOf(answer.value) };
  if (answer.outcome === "unknown") return { outcome: "unknown" };
  return { outcome: "rejected", httpStatus: answer.httpStatus, parameter: answer.parameter };
}
