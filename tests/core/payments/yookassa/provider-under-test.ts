import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import type { Answer, CreatePayment, PaymentProvider } from "../../../../src/core/payments/provider.ts";
import { createYookassaProvider } from "../../../../src/core/payments/yookassa/index.ts";
import { SECRET_KEY, SHOP_ID, startYookassa } from "../../../sandbox/yookassa-sandbox.ts";

/** The adapter over HTTP against the emulator. */
export async function startProvider(over: { readonly secretKey?: string; readonly timeoutMs?: number } = {}) {
  const sandbox = await startYookassa();
  const provider = createYookassaProvider({
    shopId: SHOP_ID,
    secretKey: SECRET_KEY,
    apiUrl: `${sandbox.baseUrl}/v3/`,
    ...over,
  });
  return { sandbox, provider, close: () => sandbox.close() };
}
export type ProviderUnderTest = Awaited<ReturnType<typeof startProvider>>;

/** The adapter against a gateway that always says the same. */
export async function startParrot(reply: { status: number; body: string; headers?: Record<string, string> }) {
  const asked: { method: string; url: string; body: string; headers: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    asked.push({ method: request.method ?? "", url: request.url ?? "", body, headers: request.headers });
    response.writeHead(reply.status, reply.headers ?? {}).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.custom<AddressInfo>().parse(server.address());
  const apiUrl = `http://127.0.0.1:${port}/v3`;
  return {
    asked,
    provider: createYookassaProvider({ shopId: SHOP_ID, secretKey: SECRET_KEY, apiUrl, timeoutMs: 2000 }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A valid request for a payment; `over` changes what a test is about. */
export const newPayment = (over: Partial<CreatePayment> = {}): CreatePayment => ({
  key: "pay_1",
  paymentId: "our-1",
  amount: kopecks(150_000),
  description: "Стрижка, 4 мая в 12:00",
  returnUrl: "https://t.me/okoshko_bot?start=p_1",
  isTwoStage: true,
  method: "bank_card",
  metadata: { booking_id: "b-1" },
  ...over,
});

export function okValue<T>(answer: Answer<T>): T {
  if (answer.outcome === "ok") return answer.value;
  throw new Error(`not ok: ${JSON.stringify(answer)}`);
}

/** Every call of the port, as far as the gateway sees them, on things that are ready for it. */
export const CALLS: readonly {
  readonly name: string;
  readonly path: string;
  /** What the call is about is made first; the returned function makes the call, each time with the same key. */
  readonly prepare: (under: ProviderUnderTest) => Promise<(by: PaymentProvider) => Promise<Answer<unknown>>>;
}[] = [
  {
    name: "createPayment",
    path: "/payments",
    prepare: async () => (by) => by.createPayment(newPayment({ key: "pay_call" })),
  },
  {
    name: "findPayment",
    path: "/payments/*",
    prepare: async (under) => {
      const id = await openPayment(under);
      return (by) => by.findPayment(id);
    },
  },
  {
    name: "capturePayment",
    path: "/payments/*/capture",
    prepare: async (under) => {
      const input = {
        key: "cap_call",
        providerPaymentId: await heldPayment(under),
        amount: kopecks(150_000),
      };
      return (by) => by.capturePayment(input);
    },
  },
  {
    name: "cancelPayment",
    path: "/payments/*/cancel",
    prepare: async (under) => {
      const input = { key: "can_call", providerPaymentId: await heldPayment(under) };
      return (by) => by.cancelPayment(input);
    },
  },
  {
    name: "createRefund",
    path: "/refunds",
    prepare: async (under) => {
      const providerPaymentId = await takenPayment(under);
      const about = { amount: kopecks(50_000), description: "Отмена записи", refundId: "refund-1" };
      return (by) => by.createRefund({ key: "rfd_call", providerPaymentId, ...about });
    },
  },
  {
    name: "findRefund",
    path: "/refunds/*",
    prepare: async (under) => {
      const providerPaymentId = await takenPayment(under);
      const about = { amount: kopecks(50_000), description: "Отмена записи", refundId: "refund-1" };
      const refund = okValue(
        await under.provider.createRefund({ key: "rfd_1", providerPaymentId, ...about }),
      );
      return (by) => by.findRefund(refund.providerRefundId);
    },
  },
  {
    name: "listPayments",
    path: "/payments",
    prepare: async (under) => {
      await openPayment(under);
      return (by) => by.listPayments({ createdFrom: new Date(under.sandbox.nowMs() - 1000) });
    },
  },
  {
    name: "listRefunds",
    path: "/refunds",
    prepare: async (under) => {
      const providerPaymentId = await takenPayment(under);
      return (by) => by.listRefunds({ providerPaymentId });
    },
  },
  { name: "checkAccount", path: "/me", prepare: async () => (by) => by.checkAccount() },
];

export async function openPayment({ provider }: ProviderUnderTest, over: Partial<CreatePayment> = {}) {
  return okValue(await provider.createPayment(newPayment(over))).providerPaymentId;
}

export async function heldPayment(under: ProviderUnderTest, over: Partial<CreatePayment> = {}) {
  const id = await openPayment(under, over);
  await under.sandbox.sim("/pay", { payment_id: id });
  return id;
}

export const takenPayment = (under: ProviderUnderTest, over: Partial<CreatePayment> = {}) =>
  heldPayment(under, { isTwoStage: false, ...over });
