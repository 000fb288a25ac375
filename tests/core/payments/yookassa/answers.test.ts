import { afterEach, beforeEach, expect, it } from "vitest";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import type { Receipt } from "../../../../src/core/payments/provider.ts";
import { rowsOf } from "../../../sandbox/yookassa-sandbox.ts";
import {
  heldPayment,
  newPayment,
  okValue,
  openPayment,
  type ProviderUnderTest,
  startProvider,
  takenPayment,
} from "./provider-under-test.ts";

let under: ProviderUnderTest;
beforeEach(async () => {
  under = await startProvider();
});
afterEach(() => under.close());

const receipt = (amount: number): Receipt => ({
  email: "anna@example.com",
  taxSystemCode: 2,
  items: [
    {
      description: "Стрижка",
      quantity: 1,
      amount: kopecks(amount),
      vatCode: 1,
      paymentMode: "full_prepayment",
      paymentSubject: "service",
    },
  ],
});

it("a new payment comes back pending, with a link and our id", async () => {
  const payment = okValue(await under.provider.createPayment(newPayment()));
  expect(payment).toEqual({
    providerPaymentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    state: "pending",
    amount: 150_000,
    isTest: true,
    confirmationUrl: expect.stringContaining(`${under.sandbox.baseUrl}/checkout/`),
    cancellationReason: undefined,
    refunded: 0,
    paymentId: "our-1",
    createdAt: new Date(under.sandbox.nowMs()),
    expiresAt: undefined,
    income: undefined,
    method: "bank_card",
  });
  const [row] = rowsOf(await under.sandbox.sim("/payments"), "payments");
  expect(row).toMatchObject({
    metadata: { booking_id: "b-1", payment_id: "our-1" },
    idempotence_key: "pay_1",
  });
});

it("the same key makes one payment", async () => {
  const first = await under.provider.createPayment(newPayment());
  expect(await under.provider.createPayment(newPayment())).toEqual(first);
  expect(rowsOf(await under.sandbox.sim("/payments"), "payments")).toHaveLength(1);
});

it("a two-stage payment is held, found, and captured", async () => {
  const id = await heldPayment(under);
  const held = okValue(await under.provider.findPayment(id));
  expect(held).toMatchObject({ state: "waiting_for_capture", confirmationUrl: undefined });
  expect(held.expiresAt).toEqual(new Date(under.sandbox.nowMs() + 7 * 86_400_000));
  const input = { key: "cap_1", providerPaymentId: id, amount: kopecks(150_000) };
  const taken = okValue(await under.provider.capturePayment(input));
  expect(taken).toMatchObject({ state: "succeeded", amount: 150_000, income: 144_750, refunded: 0 });
});

it("a part of a hold can be captured", async () => {
  const providerPaymentId = await heldPayment(under);
  const input = { key: "cap_1", providerPaymentId, amount: kopecks(50_001) };
  expect(okValue(await under.provider.capturePayment(input)).amount).toBe(50_001);
});

it("a one-stage payment by SBP is taken at once", async () => {
  const id = await takenPayment(under, { method: "sbp" });
  expect(okValue(await under.provider.findPayment(id))).toMatchObject({ state: "succeeded", method: "sbp" });
});

it("a hold can be let go", async () => {
  const providerPaymentId = await heldPayment(under);
  const canceled = okValue(await under.provider.cancelPayment({ key: "can_1", providerPaymentId }));
  expect(canceled).toMatchObject({ state: "canceled", cancellationReason: "canceled_by_merchant" });
});

it("a refused card tells why", async () => {
  const id = await openPayment(under);
  await under.sandbox.sim("/pay", { payment_id: id, card: "5555555555554600" });
  expect(okValue(await under.provider.findPayment(id))).toMatchObject({
    state: "canceled",
    cancellationReason: "insufficient_funds",
  });
});

it("refunds in parts are made, found, listed, and seen on the payment", async () => {
  const providerPaymentId = await takenPayment(under);
  const refund = (key: string, amount: number) =>
    under.provider.createRefund({
      key,
      providerPaymentId,
      amount: kopecks(amount),
      description: "Отмена",
      refundId: `our-${key}`,
    });
  const first = okValue(await refund("r1", 50_000));
  expect(first).toEqual({
    providerRefundId: expect.any(String),
    state: "succeeded",
    amount: 50_000,
    cancellationReason: undefined,
  });
  await refund("r2", 1);
  expect(okValue(await under.provider.findRefund(first.providerRefundId))).toEqual(first);
  const listed = okValue(await under.provider.listRefunds({ providerPaymentId }));
  expect(listed.map(({ refundId, amount }) => [refundId, amount])).toEqual([
    ["our-r2", 1],
    ["our-r1", 50_000],
  ]);
  expect(okValue(await under.provider.findPayment(providerPaymentId)).refunded).toBe(50_001);
});

it("a refund that failed tells why", async () => {
  const providerPaymentId = await takenPayment(under);
  await under.sandbox.sim("/faults", { refunds: "canceled" });
  const input = { key: "r", providerPaymentId, amount: kopecks(1), description: "d", refundId: "x" };
  expect(okValue(await under.provider.createRefund(input))).toMatchObject({
    state: "canceled",
    cancellationReason: "insufficient_funds",
  });
});

it("receipts go with the payment, the capture and the refund", async () => {
  await under.sandbox.sim("/settings", { fiscalization: true });
  const providerPaymentId = await heldPayment(under, { receipt: receipt(150_000) });
  const amount = kopecks(100_000);
  const input = { key: "c", providerPaymentId, amount, receipt: receipt(100_000) };
  expect(okValue(await under.provider.capturePayment(input)).state).toBe("succeeded");
  const about = { description: "d", refundId: "x", receipt: receipt(40_000) };
  const refund = { key: "r", providerPaymentId, amount: kopecks(40_000), ...about };
  expect(okValue(await under.provider.createRefund(refund)).state).toBe("succeeded");
  expect(rowsOf(await under.sandbox.sim("/receipts"), "receipts")).toMatchObject([
    {
      type: "payment",
      customer: { email: "anna@example.com" },
      tax_system_code: 2,
      items: [
        { amount: { value: "1000.00" }, vat_code: 1, measure: "piece", payment_mode: "full_prepayment" },
      ],
    },
    { type: "refund", items: [{ amount: { value: "400.00" } }] },
  ]);
});

it("PY-6: a closing receipt is made, looked at, and found by what it settles", async () => {
  const { provider, sandbox } = under;
  const providerPaymentId = await heldPayment(under, { receipt: receipt(150_000) });
  const amount = kopecks(150_000);
  okValue(await provider.capturePayment({ key: "c", providerPaymentId, amount, receipt: receipt(150_000) }));
  await sandbox.sim("/faults", { receipts: "pending" });
  const input = { key: "t", providerPaymentId, amount, receipt: receipt(150_000) };
  const made = okValue(await provider.createReceipt(input));
  expect(made).toEqual({ providerReceiptId: made.providerReceiptId, state: "pending" });
  expect(okValue(await provider.createReceipt(input))).toEqual(made);
  await sandbox.sim("/faults", { receipts: "normal" });
  expect(okValue(await provider.findReceipt(made.providerReceiptId)).state).toBe("succeeded");
  const about = { description: "d", refundId: "x", receipt: receipt(40_000) };
  okValue(await provider.createRefund({ key: "r", providerPaymentId, amount: kopecks(40_000), ...about }));
  expect(okValue(await provider.listReceipts({ providerPaymentId }))).toMatchObject([
    { of: "refund", settledByPrepayment: 0 },
    { of: "payment", settledByPrepayment: 150_000, providerReceiptId: made.providerReceiptId },
    { of: "payment", settledByPrepayment: 0 },
  ]);
  expect(await provider.findReceipt("../payments")).toMatchObject({ outcome: "rejected", httpStatus: 404 });
  const short = { key: "t2", providerPaymentId, amount: kopecks(1), receipt: receipt(2) };
  expect(await provider.createReceipt(short)).toMatchObject({ outcome: "rejected", parameter: "receipt" });
});

it("a lost payment is found again by our id, however many came after it", async () => {
  const createdFrom = new Date(under.sandbox.nowMs());
  await openPayment(under, { key: "lost", paymentId: "lost" });
  for (let n = 0; n < 120; n += 1) await under.sandbox.post("/payments", bodyOfAnother);
  await under.sandbox.advance(10);
  const createdTo = new Date(under.sandbox.nowMs());
  const listed = okValue(await under.provider.listPayments({ createdFrom, createdTo }));
  expect(listed).toHaveLength(121);
  expect(listed.at(-1)).toMatchObject({ paymentId: "lost" });
  expect(listed[0]).toMatchObject({ paymentId: undefined });
  const later = new Date(createdTo.getTime() + 1);
  expect(okValue(await under.provider.listPayments({ createdFrom: later }))).toEqual([]);
});

const bodyOfAnother = {
  amount: { value: "10.00", currency: "RUB" },
  confirmation: { type: "redirect", return_url: "https://shop.example/" },
};

it("the account is told apart: whose, test or not, with receipts or not", async () => {
  const account = { accountId: "100500", isTest: true, hasFiscalization: false };
  expect(okValue(await under.provider.checkAccount())).toEqual(account);
  await under.sandbox.sim("/settings", { fiscalization: true });
  expect(okValue(await under.provider.checkAccount()).hasFiscalization).toBe(true);
});

it("long descriptions are cut rather than refused, and never through a character", async () => {
  await under.provider.createPayment(newPayment({ description: "😀".repeat(100) }));
  const [row] = rowsOf(await under.sandbox.sim("/payments"), "payments");
  expect(row?.description).toBe(`${"😀".repeat(63)}…`);
});

it("a wrong secret is a refusal that names itself", async () => {
  const stranger = await startProvider({ secretKey: "test_wrong" });
  expect(await stranger.provider.checkAccount()).toMatchObject({
    outcome: "rejected",
    httpStatus: 401,
    code: "invalid_credentials",
  });
  await stranger.close();
});

it("a known key with another body is refused with its code", async () => {
  await under.provider.createPayment(newPayment());
  expect(await under.provider.createPayment(newPayment({ amount: kopecks(100) }))).toEqual({
    outcome: "rejected",
    httpStatus: 400,
    code: "invalid_request",
    parameter: "Idempotence-Key",
    description: "Idempotence key duplicated",
  });
});

it("what cannot be done any more is refused: capture, cancel, a refund too many, an unknown id", async () => {
  const providerPaymentId = await takenPayment(under);
  const amount = kopecks(150_001);
  const answers = [
    await under.provider.capturePayment({ key: "c", providerPaymentId, amount }),
    await under.provider.cancelPayment({ key: "x", providerPaymentId }),
    await under.provider.createRefund({
      key: "r",
      providerPaymentId,
      amount,
      description: "",
      refundId: "x",
    }),
    await under.provider.findPayment("22e12f66-000f-5000-8000-18db351245c7"),
    await under.provider.findRefund("22e12f66-000f-5000-8000-18db351245c7"),
  ];
  expect(answers.map((answer) => answer.outcome === "rejected" && answer.httpStatus)).toEqual([
    400, 400, 400, 404, 404,
  ]);
});

it("what cannot be an id is refused without asking anyone", async () => {
  for (const id of ["../refunds", "a/b", "", "a?b", "x".repeat(65)]) {
    const about = { key: "k", providerPaymentId: id };
    expect(await under.provider.findPayment(id)).toMatchObject({ outcome: "rejected", httpStatus: 404 });
    expect(await under.provider.findRefund(id)).toMatchObject({ outcome: "rejected" });
    expect(await under.provider.cancelPayment(about)).toMatchObject({ outcome: "rejected" });
    expect(await under.provider.capturePayment({ ...about, amount: kopecks(1) })).toMatchObject({
      outcome: "rejected",
    });
  }
  expect(rowsOf(await under.sandbox.sim("/requests"), "requests")).toEqual([]);
});

it("a key that no gateway takes, and nothing to pay, are our own mistakes", async () => {
  await expect(under.provider.createPayment(newPayment({ key: "k".repeat(65) }))).rejects.toThrow("key");
  await expect(under.provider.createPayment(newPayment({ amount: kopecks(0) }))).rejects.toThrow(
    "above zero",
  );
});

it("every kopeck survives the way there and back", async () => {
  for (const amount of [100, 101, 110, 1999, 12_345_678, 35_000_000]) {
    const payment = await under.provider.createPayment(
      newPayment({ key: `k${amount}`, amount: kopecks(amount) }),
    );
    expect(okValue(payment).amount).toBe(amount);
  }
});
