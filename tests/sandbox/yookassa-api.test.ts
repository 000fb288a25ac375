import { afterAll, beforeAll, expect, it } from "vitest";
import {
  idOf,
  paymentBody,
  receiptBody,
  rowsOf,
  rub,
  SECRET_KEY,
  SHOP_ID,
  startYookassa,
  twoStage,
  type YookassaUnderTest,
} from "./yookassa-sandbox.ts";

let shop: YookassaUnderTest;
beforeAll(async () => {
  shop = await startYookassa();
});
afterAll(() => shop.close());

const PAYER = { card: "5555555555554477" };
const paid = async (body = paymentBody()): Promise<string> => {
  const id = idOf(await shop.post("/payments", body));
  await shop.sim("/pay", { payment_id: id, ...PAYER });
  return id;
};

it("answers 401 to a wrong key and to no key at all", async () => {
  const wrong = `Basic ${btoa(`${SHOP_ID}:${SECRET_KEY}x`)}`;
  for (const headers of [{ authorization: wrong }, {}]) {
    const reply = await shop.call("/v3/me", { headers });
    expect(reply).toMatchObject({ status: 401, body: { type: "error", code: "invalid_credentials" } });
  }
});

it("tells what shop it is", async () => {
  expect((await shop.get("/me")).body).toEqual({
    account_id: SHOP_ID,
    status: "enabled",
    test: true,
    fiscalization: { enabled: false },
    payment_methods: ["bank_card", "sbp"],
  });
});

it("opens a payment the way YooKassa does", async () => {
  const { status, body } = await shop.post("/payments", paymentBody());
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: "pending",
    paid: false,
    refundable: false,
    test: true,
    amount: rub("1500.00"),
    recipient: { account_id: SHOP_ID },
    metadata: { payment_id: "our-1" },
    created_at: new Date(shop.nowMs()).toISOString(),
    confirmation: {
      type: "redirect",
      confirmation_url: `${shop.baseUrl}/checkout/payments/v2/contract?orderId=${body.id}`,
    },
  });
  expect(body.id).toHaveLength(36);
});

it.each([
  ["an amount without kopecks", { amount: rub("1500") }, "amount.value"],
  ["an amount that is a number", { amount: { value: 1500, currency: "RUB" } }, "amount.value"],
  ["an amount of nothing", { amount: rub("0.00") }, "amount.value"],
  ["less than a ruble", { amount: rub("0.99") }, "amount.value"],
  ["more than a card may pay", { amount: rub("350000.01") }, "amount.value"],
  ["another currency", { amount: { value: "10.00", currency: "USD" } }, "amount.currency"],
  ["no amount", { amount: undefined }, "amount"],
  ["a long description", { description: "я".repeat(129) }, "description"],
  ["no way to confirm", { confirmation: undefined }, "confirmation"],
  [
    "a return address that is too long",
    { confirmation: { type: "redirect", return_url: `https://x.ru/${"a".repeat(2048)}` } },
    "confirmation.return_url",
  ],
  [
    "seventeen keys",
    { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, "v"])) },
    "metadata",
  ],
  ["a long key", { metadata: { ["k".repeat(33)]: "v" } }, undefined],
  ["a long value", { metadata: { k: "v".repeat(513) } }, "metadata.k"],
  ["a number for a value", { metadata: { k: 1 } }, "metadata.k"],
  ["a hold by SBP", { capture: false, payment_method_data: { type: "sbp" } }, "capture"],
  ["a receipt that does not add up", { receipt: receiptBody("1499.99") }, "receipt"],
  ["a receipt to nobody", { receipt: receiptBody("1500.00", { customer: {} }) }, "receipt.customer"],
])("refuses a payment with %s", async (_words, over, parameter) => {
  const reply = await shop.post("/payments", paymentBody(over));
  expect(reply).toMatchObject({ status: 400, body: { type: "error", code: "invalid_request" } });
  if (parameter !== undefined) expect(reply.body.parameter).toBe(parameter);
});

it("takes the largest and the longest that are allowed", async () => {
  const reply = await shop.post(
    "/payments",
    paymentBody({
      amount: rub("350000.00"),
      description: "я".repeat(128),
      metadata: { ["k".repeat(32)]: "v".repeat(512) },
    }),
    "k".repeat(64),
  );
  expect(reply.status).toBe(200);
});

it("answers 403 to a method the shop does not have, 404 to an unknown payment, 405 to a wrong verb", async () => {
  const body = paymentBody({ payment_method_data: { type: "cash" } });
  expect(await shop.post("/payments", body)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(await shop.get("/payments/none")).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect((await shop.get("/payments/none/capture")).status).toBe(405);
  expect((await shop.get("/nothing")).status).toBe(404);
});

it.each([
  ["missing", "", "missing"],
  ["of 65 characters", "k".repeat(65), "too long"],
  ["with a space", "a b", "illegal"],
])("refuses an idempotence key that is %s", async (_words, key, words) => {
  const { status, body } = await shop.post("/payments", paymentBody(), key);
  expect({ status, parameter: body.parameter }).toEqual({ status: 400, parameter: "Idempotence-Key" });
  expect(body.description).toContain(words);
});

it("makes one payment of one key, whatever the order of the fields", async () => {
  const first = await shop.post("/payments", { ...paymentBody(), description: "a" }, "same-1");
  const again = await shop.post(
    "/payments",
    { description: "a", ...paymentBody({ description: "a" }) },
    "same-1",
  );
  expect(again).toEqual(first);
});

it("repeats the first answer even when the payment has moved on", async () => {
  const first = await shop.post("/payments", paymentBody(), "same-2");
  await shop.sim("/pay", { payment_id: idOf(first), ...PAYER });
  expect((await shop.post("/payments", paymentBody(), "same-2")).body.status).toBe("pending");
});

it("refuses a known key with another body", async () => {
  await shop.post("/payments", paymentBody(), "same-3");
  const reply = await shop.post("/payments", paymentBody({ amount: rub("1.00") }), "same-3");
  expect(reply.status).toBe(400);
  expect(reply.body).toMatchObject({
    code: "invalid_request",
    description: "Idempotence key duplicated",
    parameter: "Idempotence-Key",
  });
});

it("forgets a key after 24 hours and not before", async () => {
  const first = await shop.post("/payments", paymentBody(), "same-4");
  await shop.advance(24 * 3600 - 1);
  expect(idOf(await shop.post("/payments", paymentBody(), "same-4"))).toBe(idOf(first));
  await shop.advance(1);
  expect(idOf(await shop.post("/payments", paymentBody(), "same-4"))).not.toBe(idOf(first));
});

it("holds the money of a two-stage payment and takes it at the capture", async () => {
  const id = await paid(twoStage());
  const held = await shop.get(`/payments/${id}`);
  expect(held.body).toMatchObject({
    status: "waiting_for_capture",
    paid: true,
    refundable: false,
    expires_at: new Date(shop.nowMs() + 7 * 24 * 3_600_000).toISOString(),
    payment_method: { card: { first6: "555555", last4: "4477" } },
    authorization_details: { three_d_secure: { applied: true } },
  });
  const taken = await shop.post(`/payments/${id}/capture`, {});
  expect(taken.body).toMatchObject({ status: "succeeded", amount: rub("1500.00"), refundable: true });
  expect((await shop.post(`/payments/${id}/capture`, {})).status).toBe(400);
  expect((await shop.post(`/payments/${id}/cancel`, {})).status).toBe(400);
});

it("captures a part and no more than was held", async () => {
  const id = await paid(twoStage());
  const tooMuch = await shop.post(`/payments/${id}/capture`, { amount: rub("1500.01") });
  expect(tooMuch).toMatchObject({ status: 400, body: { parameter: "amount.value" } });
  const part = await shop.post(`/payments/${id}/capture`, { amount: rub("500.00") });
  expect(part.body).toMatchObject({ status: "succeeded", amount: rub("500.00") });
});

it("lets a hold go, but not a payment that is still pending", async () => {
  const pending = idOf(await shop.post("/payments", twoStage()));
  expect(await shop.post(`/payments/${pending}/cancel`, {})).toMatchObject({ status: 400 });
  const held = await paid(twoStage());
  expect((await shop.post(`/payments/${held}/cancel`, {})).body).toMatchObject({
    status: "canceled",
    paid: false,
    cancellation_details: { party: "merchant", reason: "canceled_by_merchant" },
  });
});

it("ends a payment nobody paid within the hour", async () => {
  const id = idOf(await shop.post("/payments", paymentBody()));
  await shop.advance(3599);
  expect((await shop.get(`/payments/${id}`)).body.status).toBe("pending");
  await shop.advance(1);
  expect((await shop.get(`/payments/${id}`)).body).toMatchObject({
    status: "canceled",
    cancellation_details: { party: "yoo_money", reason: "expired_on_confirmation" },
  });
});

it("ends a hold nobody captured within seven days", async () => {
  const id = await paid(twoStage());
  await shop.advance(7 * 24 * 3600 - 1);
  expect((await shop.get(`/payments/${id}`)).body.status).toBe("waiting_for_capture");
  await shop.advance(1);
  expect((await shop.get(`/payments/${id}`)).body).toMatchObject({
    status: "canceled",
    cancellation_details: { reason: "expired_on_capture" },
  });
});

it("refunds in parts up to what was paid", async () => {
  const id = await paid();
  const refund = (value: string) =>
    shop.post("/refunds", { payment_id: id, amount: rub(value), description: "d" });
  expect((await refund("1000.00")).body).toMatchObject({
    status: "succeeded",
    payment_id: id,
    description: "d",
  });
  expect(await refund("500.01")).toMatchObject({ status: 400, body: { parameter: "amount.value" } });
  expect((await refund("500.00")).body.status).toBe("succeeded");
  const payment = await shop.get(`/payments/${id}`);
  expect(payment.body).toMatchObject({
    status: "succeeded",
    refunded_amount: rub("1500.00"),
    refundable: false,
  });
  expect(rowsOf(await shop.get(`/refunds?payment_id=${id}`), "items")).toHaveLength(2);
});

it("refunds nothing that was not taken", async () => {
  const id = await paid(twoStage());
  const reply = await shop.post("/refunds", { payment_id: id, amount: rub("1.00") });
  expect(reply).toMatchObject({ status: 400, body: { parameter: "payment_id" } });
});

it("keeps a refund by SBP pending for a few seconds", async () => {
  const id = idOf(await shop.post("/payments", paymentBody({ payment_method_data: { type: "sbp" } })));
  expect((await shop.sim("/pay", { payment_id: id })).body.status).toBe("succeeded");
  const refund = await shop.post("/refunds", { payment_id: id, amount: rub("1500.00") });
  expect(refund.body.status).toBe("pending");
  await shop.advance(4);
  expect((await shop.get(`/refunds/${idOf(refund)}`)).body.status).toBe("pending");
  await shop.advance(1);
  expect((await shop.get(`/refunds/${idOf(refund)}`)).body.status).toBe("succeeded");
});

it("gives refunds the outcome a script ordered, and settles the waiting ones with the next order", async () => {
  const refund = async () => shop.post("/refunds", { payment_id: await paid(), amount: rub("10.00") });
  await shop.sim("/faults", { refunds: "pending" });
  const waiting = await refund();
  await shop.advance(3600);
  expect((await shop.get(`/refunds/${idOf(waiting)}`)).body.status).toBe("pending");
  await shop.sim("/faults", { refunds: "canceled", times: 1 });
  expect((await shop.get(`/refunds/${idOf(waiting)}`)).body).toMatchObject({
    status: "canceled",
    cancellation_details: { reason: "insufficient_funds" },
  });
  expect((await refund()).body.status).toBe("canceled");
  expect((await refund()).body.status).toBe("succeeded");
});

it("lists newest first, page by page, nothing twice even when something new appears", async () => {
  await shop.advance(60);
  const from = new Date(shop.nowMs()).toISOString();
  const made: string[] = [];
  for (let n = 0; n < 5; n += 1) made.push(idOf(await shop.post("/payments", paymentBody())));
  const page = (cursor: unknown) =>
    shop.get(`/payments?limit=2&created_at.gte=${from}${cursor ? `&cursor=${cursor}` : ""}`);
  const first = await page(undefined);
  await shop.post("/payments", paymentBody());
  const second = await page(first.body.next_cursor);
  const third = await page(second.body.next_cursor);
  const seen = [first, second, third].flatMap((reply) => rowsOf(reply, "items").map((row) => row.id));
  expect(seen).toEqual(made.toReversed());
  expect(third.body.next_cursor).toBeUndefined();
});

it("filters lists by status, method and time, and refuses filters it cannot read", async () => {
  await shop.advance(60);
  const from = new Date(shop.nowMs()).toISOString();
  const id = await paid(twoStage());
  await shop.post("/payments", paymentBody());
  const listed = async (query: string) =>
    rowsOf(await shop.get(`/payments?created_at.gte=${from}&${query}`), "items").map((row) => row.id);
  expect(await listed("status=waiting_for_capture")).toEqual([id]);
  expect(await listed("payment_method=bank_card")).toEqual([id]);
  expect(await listed(`created_at.gt=${from}`)).toEqual([]);
  for (const query of ["limit=0", "limit=101", "status=odd", "cursor=odd", "created_at.gte=soon"]) {
    expect((await shop.get(`/payments?${query}`)).status).toBe(400);
  }
});

it("demands and keeps receipts when the shop has fiscalization", async () => {
  await shop.sim("/settings", { fiscalization: true });
  const missing = await shop.post("/payments", paymentBody());
  expect(missing.body).toMatchObject({ parameter: "receipt", description: "Receipt is missing or illegal" });
  const id = await paid(twoStage({ receipt: receiptBody("1500.00") }));
  expect(await shop.post(`/payments/${id}/capture`, { amount: rub("500.00") })).toMatchObject({
    status: 400,
  });
  const taken = await shop.post(`/payments/${id}/capture`, {
    amount: rub("500.00"),
    receipt: receiptBody("500.00"),
  });
  expect(taken.body).toMatchObject({ status: "succeeded", receipt_registration: "succeeded" });
  expect(await shop.post("/refunds", { payment_id: id, amount: rub("1.00") })).toMatchObject({
    status: 400,
    body: { parameter: "receipt" },
  });
  await shop.post("/refunds", { payment_id: id, amount: rub("1.00"), receipt: receiptBody("1.00") });
  await shop.sim("/settings", { fiscalization: false });
  const receipts = rowsOf(await shop.sim("/receipts"), "receipts").filter((row) => row.payment_id === id);
  expect(receipts).toMatchObject([
    { type: "payment", status: "succeeded", customer: { email: "anna@example.com" } },
    { type: "refund", status: "succeeded" },
  ]);
});

it("makes a closing receipt for a prepaid visit", async () => {
  const id = await paid();
  const closing = {
    type: "payment",
    payment_id: id,
    send: true,
    ...receiptBody("1500.00"),
    settlements: [{ type: "prepayment", amount: rub("1500.00") }],
  };
  const made = await shop.post("/receipts", closing);
  expect(made.body).toMatchObject({ type: "payment", status: "succeeded", payment_id: id });
  expect((await shop.get(`/receipts/${idOf(made)}`)).body).toEqual(made.body);
  expect(rowsOf(await shop.get(`/receipts?payment_id=${id}`), "items")).toHaveLength(1);
  const uneven = { ...closing, settlements: [{ type: "prepayment", amount: rub("1.00") }] };
  expect(await shop.post("/receipts", uneven)).toMatchObject({ status: 400, body: { parameter: "receipt" } });
});

it("lines of a receipt are unit prices times quantities", async () => {
  const item = { description: "Час", quantity: 1.5, amount: rub("1000.00"), vat_code: 1 };
  const receipt = { customer: { phone: "79000000000" }, items: [item] };
  expect((await shop.post("/payments", paymentBody({ receipt }))).status).toBe(200);
  const fine = { ...receipt, items: [{ ...item, quantity: 1.5001 }] };
  expect((await shop.post("/payments", paymentBody({ receipt: fine }))).status).toBe(400);
});

it("registers a closing receipt at once, later or never, as it was ordered", async () => {
  const closing = {
    ...{ type: "payment", payment_id: await paid(), send: true },
    ...receiptBody("1500.00"),
    settlements: [{ type: "prepayment", amount: rub("1500.00") }],
  };
  await shop.sim("/faults", { receipts: "pending" });
  const slow = await shop.post("/receipts", closing);
  expect(slow.body).toMatchObject({ status: "pending" });
  expect(slow.body).not.toHaveProperty("fiscal_document_number");
  await shop.sim("/faults", { receipts: "canceled" });
  expect((await shop.get(`/receipts/${idOf(slow)}`)).body).toMatchObject({ status: "canceled" });
  expect((await shop.post("/receipts", closing)).body).toMatchObject({ status: "canceled" });
  await shop.sim("/faults", { receipts: "normal" });
  expect((await shop.post("/receipts", closing)).body).toMatchObject({ status: "succeeded" });
  expect((await shop.get(`/receipts/${idOf(slow)}`)).body).toMatchObject({ status: "canceled" });
});
