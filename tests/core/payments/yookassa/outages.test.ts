import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createYookassaProvider } from "../../../../src/core/payments/yookassa/index.ts";
import { rowsOf, SECRET_KEY, SHOP_ID } from "../../../sandbox/yookassa-sandbox.ts";
import {
  CALLS,
  newPayment,
  okValue,
  type ProviderUnderTest,
  startParrot,
  startProvider,
} from "./provider-under-test.ts";

const FAULTS: readonly [string, Record<string, unknown>, Record<string, unknown>][] = [
  ["500 in its own words", { status: 500, body: "json" }, { reason: "HTTP 500" }],
  ["502 from a proxy", { status: 502, body: "html" }, { reason: "HTTP 502" }],
  ["504 with nothing in it", { status: 504, body: "empty" }, { reason: "HTTP 504" }],
  ["429 with a time to wait", { status: 429, retry_after: 1700 }, { reason: "HTTP 429", retryAfterMs: 1700 }],
  ["429 from a proxy", { status: 429, body: "html" }, { reason: "HTTP 429" }],
  ["202, still at work", { status: 202, retry_after: 1800 }, { reason: "HTTP 202", retryAfterMs: 1800 }],
  ["403 from a proxy", { status: 403, body: "html" }, { reason: "HTTP 403" }],
  ["404 with nothing in it", { status: 404, body: "empty" }, { reason: "HTTP 404" }],
  ["200 with a page", { status: 200, body: "html" }, { reason: "HTTP 200 with no JSON object" }],
  ["200 with nothing in it", { status: 200, body: "empty" }, { reason: "HTTP 200 with no JSON object" }],
  ["200 with an error", { status: 200, body: "json" }, { reason: "HTTP 200 with an error inside" }],
  ["302 to somewhere", { status: 302, body: "empty" }, { reason: "HTTP 302" }],
  ["a connection cut", { reset: true }, { reason: expect.stringMatching(/^connection lost/) }],
];

describe.each(CALLS)("$name", ({ path, prepare }) => {
  let under: ProviderUnderTest;
  beforeEach(async () => {
    under = await startProvider();
  });
  afterEach(() => under.close());

  it.each(FAULTS)(
    "does not know what happened after %s, and finds out by the same call",
    async (_words, fault, told) => {
      const call = await prepare(under);
      for (const when of ["before", "after"]) {
        await under.sandbox.sim("/faults", { path, when, ...fault });
        const answer = await call(under.provider);
        expect(answer).toEqual({ outcome: "unknown", retryAfterMs: undefined, ...told });
      }
      const answer = await call(under.provider);
      expect(answer.outcome).toBe("ok");
      const kinds = ["payments", "refunds"];
      for (const kind of kinds) {
        expect(rowsOf(await under.sandbox.sim(`/${kind}`), kind).length).toBeLessThanOrEqual(1);
      }
    },
  );

  it("does not wait longer than it was told to", async () => {
    const call = await prepare(under);
    const apiUrl = `${under.sandbox.baseUrl}/v3/`;
    const hasty = createYookassaProvider({ shopId: SHOP_ID, secretKey: SECRET_KEY, apiUrl, timeoutMs: 40 });
    await under.sandbox.sim("/faults", { path, delay_ms: 60_000 });
    expect(await call(hasty)).toEqual({ outcome: "unknown", reason: "timeout", retryAfterMs: undefined });
  });

  it.each([400, 401, 403, 404])("takes %i in the gateway's own words for a no", async (status) => {
    const call = await prepare(under);
    await under.sandbox.sim("/faults", { path, status });
    expect(await call(under.provider)).toMatchObject({ outcome: "rejected", httpStatus: status });
  });
});

it("does not know what happened when nobody listens", async () => {
  const under = await startProvider();
  await under.close();
  expect(await under.provider.checkAccount()).toEqual({
    outcome: "unknown",
    reason: "connection lost: ECONNREFUSED",
    retryAfterMs: undefined,
  });
});

it("reads a proxy's seconds", async () => {
  const parrot = await startParrot({ status: 503, body: "", headers: { "retry-after": "3" } });
  expect(await parrot.provider.checkAccount()).toMatchObject({ outcome: "unknown", retryAfterMs: 3000 });
  await parrot.close();
});

const payment = (over: Record<string, unknown> = {}): string =>
  JSON.stringify({
    id: "p-1",
    status: "pending",
    amount: { value: "1500.00", currency: "RUB" },
    created_at: "2026-05-04T09:00:00.000Z",
    test: true,
    metadata: { payment_id: "our-1" },
    ...over,
  });

it("believes a payment that is all it should be", async () => {
  const parrot = await startParrot({ status: 200, body: payment({ novelty: { of: "tomorrow" } }) });
  expect(okValue(await parrot.provider.createPayment(newPayment())).providerPaymentId).toBe("p-1");
  await parrot.close();
});

it.each([
  ["no id", payment({ id: undefined })],
  ["a status of tomorrow", payment({ status: "thinking" })],
  ["an amount as a number", payment({ amount: { value: 1500, currency: "RUB" } })],
  ["an amount with one decimal", payment({ amount: { value: "1500.0", currency: "RUB" } })],
  ["another currency", payment({ amount: { value: "1500.00", currency: "USD" } })],
  ["another amount", payment({ amount: { value: "1500.01", currency: "RUB" } })],
  ["another payment's metadata", payment({ metadata: { payment_id: "our-2" } })],
  ["no metadata", payment({ metadata: undefined })],
  ["a time that is none", payment({ created_at: "yesterday" })],
  ["a notification's wrapping", JSON.stringify({ type: "notification", object: {} })],
  ["a list", "[]"],
  ["a bare word", '"ok"'],
  ["null", "null"],
  ["half a payment", payment().slice(0, 50)],
])("does not believe a new payment with %s", async (_words, body) => {
  const parrot = await startParrot({ status: 200, body });
  expect(await parrot.provider.createPayment(newPayment())).toMatchObject({ outcome: "unknown" });
  await parrot.close();
});

it("does not believe an answer about another payment or refund", async () => {
  const parrot = await startParrot({ status: 200, body: payment() });
  expect(await parrot.provider.findPayment("p-2")).toMatchObject({ outcome: "unknown" });
  expect(await parrot.provider.cancelPayment({ key: "k", providerPaymentId: "p-2" })).toMatchObject({
    outcome: "unknown",
  });
  await parrot.close();
});

it("a list without an end, or one that cannot be read, is not taken for the whole", async () => {
  const endless = JSON.stringify({ type: "list", items: [], next_cursor: "more" });
  for (const body of [endless, '{"type":"list","items":[{}]}', "{}"]) {
    const parrot = await startParrot({ status: 200, body });
    const answer = await parrot.provider.listPayments({ createdFrom: new Date(0) });
    expect(answer).toMatchObject({ outcome: "unknown" });
    await parrot.close();
  }
});

it("a GET carries no body and no key, a POST both, and nothing is sent twice", async () => {
  const parrot = await startParrot({ status: 500, body: "" });
  await parrot.provider.findPayment("p-1");
  await parrot.provider.createPayment(newPayment());
  expect(parrot.asked).toHaveLength(2);
  const [get, post] = parrot.asked;
  expect(get).toMatchObject({ method: "GET", url: "/v3/payments/p-1", body: "" });
  expect(get?.headers).not.toHaveProperty("idempotence-key");
  expect(post).toMatchObject({
    method: "POST",
    url: "/v3/payments",
    headers: { "idempotence-key": "pay_1" },
  });
  expect(JSON.parse(post?.body ?? "")).toMatchObject({ capture: false, amount: { value: "1500.00" } });
  await parrot.close();
});
