import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { createYookassaSandbox, type YookassaSandboxOptions } from "../../src/sandbox/yookassa/index.ts";

export const SHOP_ID = "100500";
export const SECRET_KEY = "test_secret-of-the-tests";

const json = z.record(z.string(), z.unknown());
export type Json = z.infer<typeof json>;
export type Reply = { readonly status: number; readonly body: Json };

/** The emulator on a port of its own, with a clock that only the test moves. */
export async function startYookassa(options: Partial<YookassaSandboxOptions> = {}) {
  let nowMs = Date.UTC(2026, 4, 4, 9, 0, 0);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.custom<AddressInfo>().parse(server.address());
  const baseUrl = `http://127.0.0.1:${port}`;
  const make = () =>
    createYookassaSandbox(
      { now: () => new Date(nowMs), baseUrl },
      { shopId: SHOP_ID, secretKey: SECRET_KEY, ...options },
    );
  const part = make();
  server.on("request", (request, response) => {
    part.handle(request, response, new URL(request.url ?? "/", baseUrl)).then(
      (isHandled) => {
        if (!isHandled) response.writeHead(404).end();
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });

  const call = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const response = await fetch(baseUrl + path, init);
    return { status: response.status, body: json.parse(JSON.parse((await response.text()) || "{}")) };
  };
  const authorization = `Basic ${btoa(`${SHOP_ID}:${SECRET_KEY}`)}`;
  let keys = 0;
  return {
    baseUrl,
    part,
    /** Another emulator at the same place and time: what a restart makes. */
    make,
    call,
    get: (path: string) => call(`/v3${path}`, { headers: { authorization } }),
    /** With a key of its own unless one is given. */
    post(path: string, body: unknown, key?: string) {
      keys += 1;
      return call(`/v3${path}`, {
        method: "POST",
        headers: {
          authorization,
          "content-type": "application/json",
          "idempotence-key": key ?? `key-${keys}`,
        },
        body: JSON.stringify(body),
      });
    },
    sim: (path: string, body?: unknown) =>
      call(`/sim/yookassa${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    async advance(seconds: number) {
      nowMs = Math.round(nowMs + seconds * 1000);
      await part.tick();
    },
    nowMs: () => nowMs,
    async close() {
      await part.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type YookassaUnderTest = Awaited<ReturnType<typeof startYookassa>>;

export const rub = (value: string) => ({ value, currency: "RUB" });

/** A valid body of `POST /payments`; `over` changes what a test is about. */
export const paymentBody = (over: Json = {}): Json => ({
  amount: rub("1500.00"),
  capture: true,
  confirmation: { type: "redirect", return_url: "https://t.me/okoshko_bot?start=p_1" },
  description: "Стрижка, 4 мая в 12:00",
  metadata: { payment_id: "our-1" },
  ...over,
});

export const twoStage = (over: Json = {}): Json =>
  paymentBody({ capture: false, payment_method_data: { type: "bank_card" }, ...over });

export const receiptBody = (value: string, over: Json = {}): Json => ({
  customer: { email: "anna@example.com" },
  items: [
    {
      description: "Стрижка",
      quantity: 1,
      amount: rub(value),
      vat_code: 1,
      payment_mode: "full_prepayment",
      payment_subject: "service",
    },
  ],
  ...over,
});

export const idOf = (reply: Reply): string => z.string().parse(reply.body.id);

/** The list under a name, as `/sim` and the API's lists give it. */
export const rowsOf = (reply: Reply, name: string): Json[] => z.array(json).parse(reply.body[name]);
