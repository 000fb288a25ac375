import { afterEach, beforeEach, expect, it } from "vitest";
import {
  idOf,
  paymentBody,
  rowsOf,
  SECRET_KEY,
  SHOP_ID,
  startYookassa,
  twoStage,
  type YookassaUnderTest,
} from "./yookassa-sandbox.ts";

let shop: YookassaUnderTest;
beforeEach(async () => {
  shop = await startYookassa();
});
afterEach(() => shop.close());

/** The bare answer, whatever it is. */
const raw = async (key: string) => {
  const response = await fetch(`${shop.baseUrl}/v3/payments`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${SHOP_ID}:${SECRET_KEY}`)}`,
      "content-type": "application/json",
      "idempotence-key": key,
    },
    body: JSON.stringify(paymentBody()),
  });
  return { status: response.status, text: await response.text() };
};
const count = async () => rowsOf(await shop.sim("/payments"), "payments").length;

it("breaks before anything is done, once, and then works", async () => {
  await shop.sim("/faults", { path: "/payments", status: 500 });
  expect((await raw("a")).status).toBe(500);
  expect(await count()).toBe(0);
  expect((await raw("a")).status).toBe(200);
  expect(await count()).toBe(1);
});

it("breaks after everything is done; the same key then finds it, and makes nothing more", async () => {
  await shop.sim("/faults", { path: "/payments", times: 2, status: 500, when: "after" });
  expect((await raw("a")).status).toBe(500);
  expect((await raw("a")).status).toBe(500);
  const reply = await raw("a");
  expect(reply.status).toBe(200);
  expect(await count()).toBe(1);
  const log = rowsOf(await shop.sim("/requests"), "requests");
  expect(log).toMatchObject([
    { method: "POST", path: "/payments", idempotence_key: "a", status: 500, is_replay: false },
    { status: 500, is_replay: true },
    { status: 200, is_replay: true },
  ]);
});

it.each([
  ["html", 502, "<html>"],
  ["empty", 504, ""],
  ["json", 429, '"code":"too_many_requests"'],
  ["html", 200, "<html>"],
  ["json", 202, '"type":"processing"'],
])("answers with a body of %s and the status %i", async (body, status, words) => {
  await shop.sim("/faults", { path: "/payments", status, body, retry_after: 700 });
  const reply = await raw("a");
  expect(reply.status).toBe(status);
  expect(reply.text).toContain(words);
  if (words === "") expect(reply.text).toBe("");
  if (status === 429) expect(JSON.parse(reply.text)).toMatchObject({ type: "error", retry_after: 700 });
});

it("cuts the connection", async () => {
  await shop.sim("/faults", { path: "/payments", reset: true, when: "after" });
  await expect(raw("a")).rejects.toThrow("fetch failed");
  expect(await count()).toBe(1);
  expect(rowsOf(await shop.sim("/requests"), "requests")).toMatchObject([{ status: null }]);
});

it("is only late when nothing but a delay was ordered", async () => {
  await shop.sim("/faults", { path: "/payments", delay_ms: 60 });
  const startedMs = performance.now();
  expect((await raw("a")).status).toBe(200);
  expect(performance.now() - startedMs).toBeGreaterThan(50);
});

it("a slow answer does not hold up the end of the sandbox", async () => {
  await shop.sim("/faults", { path: "/payments", delay_ms: 60_000 });
  const late = raw("a").catch(() => "hung up");
  await expect.poll(async () => rowsOf(await shop.sim("/requests"), "requests").length).toBe(1);
  await shop.part.close();
  expect(await late).toBe("hung up");
});

it("chooses the call by the beginning of its path, a wildcard, a method, or the whole path", async () => {
  const id = idOf(await shop.post("/payments", twoStage()));
  const get = () => shop.get(`/payments/${id}`);
  for (const path of ["/payments", "/payments/*", undefined]) {
    await shop.sim("/faults", { path, status: 503 });
    expect((await get()).status).toBe(503);
    expect((await get()).status).toBe(200);
  }
  await shop.sim("/faults", { path: "/payments/*/capture", status: 503 });
  expect((await get()).status).toBe(200);
  expect((await shop.post(`/payments/${id}/capture`, {})).status).toBe(503);
  await shop.sim("/faults", { path: "/payments", method: "POST", status: 503 });
  expect((await get()).status).toBe(200);
  expect((await raw("z")).status).toBe(503);
  await shop.sim("/faults", { path: "/payments", exact: true, status: 503 });
  expect((await get()).status).toBe(200);
  expect((await raw("z")).status).toBe(503);
});

it("a reset forgets payments, keys and faults", async () => {
  await raw("a");
  await shop.sim("/faults", { path: "/payments", times: 9, status: 500 });
  shop.part.reset();
  expect(await count()).toBe(0);
  expect((await raw("a")).status).toBe(200);
});

it("a restarted sandbox knows its payments and its keys", async () => {
  const first = JSON.parse((await raw("a")).text);
  const kept: unknown = JSON.parse(JSON.stringify(shop.part.snapshot()));
  shop.part.reset();
  shop.part.restore(kept);
  expect(JSON.parse((await raw("a")).text)).toEqual(first);
  expect((await shop.get(`/payments/${first.id}`)).body).toEqual(first);
});

it("says what is wrong with an order", async () => {
  const id = idOf(await shop.post("/payments", twoStage()));
  const mistakes: [string, unknown, string][] = [
    ["/pay", {}, "payment_id"],
    ["/pay", { payment_id: "none" }, "there is no payment none"],
    ["/pay", { payment_id: id, card: "4242424242424242" }, "not one of the test cards"],
    ["/pay", { payment_id: id, method: "sbp" }, "to be paid by bank_card"],
    ["/pay", { payment_id: id, cart: "1" }, "cart"],
    ["/faults", {}, "names no fault"],
    ["/faults", { path: "payments" }, "path"],
    ["/notification-url", { url: "nowhere" }, "url"],
  ];
  for (const [path, body, words] of mistakes) {
    const reply = await shop.sim(path, body);
    expect(reply.status).toBe(400);
    expect(reply.body.error).toContain(words);
  }
  expect((await shop.sim("/nothing")).status).toBe(404);
});
