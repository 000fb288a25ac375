import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import {
  addressed,
  closingReceipt,
  type ReceiptedPayment,
  type ReceiptTerms,
  receiptFor,
  receiptTotal,
  refundReceipt,
} from "../../../../src/core/payments/rules/receipt.ts";

const TO = "anna@example.ru";
const ON: ReceiptTerms = { isOn: true, vatCode: 1, taxSystemCode: undefined };
const visit = (amount: number, isWholeRest = true): ReceiptedPayment => ({
  kind: "booking",
  amount: kopecks(amount),
  description: "Стрижка",
  isWholeRest,
});
const tip = (amount: number): ReceiptedPayment => ({ kind: "tip", amount: kopecks(amount) });

function made(payment: ReceiptedPayment, terms = ON) {
  const receipt = receiptFor(payment, terms, TO);
  if (!receipt.ok || receipt.value === undefined) throw new Error("a receipt");
  return receipt.value;
}
const line = (over: object) => ({
  description: "Стрижка",
  quantity: 1,
  vatCode: 1,
  paymentSubject: "service",
  ...over,
});

describe("PY-6: the receipt of a payment", () => {
  it.each([
    [
      "all there is to pay, before the visit",
      visit(200_000),
      { amount: 200_000, paymentMode: "full_prepayment" },
    ],
    ["what points left, before the visit", visit(80_000), { amount: 80_000, paymentMode: "full_prepayment" }],
    [
      "a part, the rest on the spot",
      visit(50_000, false),
      { amount: 50_000, paymentMode: "partial_prepayment" },
    ],
    ["a single kopeck", visit(1), { amount: 1, paymentMode: "full_prepayment" }],
    ["a tip", tip(10_000), { amount: 10_000, paymentMode: "full_payment", description: "Чаевые" }],
  ])("%s is one line", (_, payment, wanted) => {
    expect(made(payment)).toEqual({ email: TO, items: [line(wanted)] });
  });

  it("says the tax system only where the owner did", () => {
    expect(made(visit(1), { ...ON, taxSystemCode: 2 })).toMatchObject({ taxSystemCode: 2 });
    expect(made(visit(1))).not.toHaveProperty("taxSystemCode");
  });

  it("is not there while receipts are off, e-mail or not", () => {
    const off = { ...ON, isOn: false };
    expect(receiptFor(visit(1), off, TO)).toEqual({ ok: true, value: undefined });
    expect(receiptFor(visit(1), off, undefined)).toEqual({ ok: true, value: undefined });
  });

  it("needs an e-mail", () => {
    expect(receiptFor(visit(1), ON, undefined)).toMatchObject({ ok: false, refusal: "email_needed" });
    expect(receiptFor(tip(1), ON, undefined)).toMatchObject({ ok: false, refusal: "email_needed" });
  });

  it("is never for nothing", () => {
    expect(() => made(visit(0))).toThrow("above zero");
  });
});

describe("PY-6: the receipt of a refund", () => {
  it("is a line like the payment's own, for what goes back, to nobody yet", () => {
    const own = made(visit(50_000, false), { isOn: true, vatCode: 7, taxSystemCode: 3 });
    expect(refundReceipt(own, { amount: kopecks(12_345), isSettled: false })).toEqual({
      taxSystemCode: 3,
      items: [line({ amount: 12_345, paymentMode: "partial_prepayment", vatCode: 7 })],
    });
  });

  it("after the closing receipt is no prepayment any more", () => {
    const back = refundReceipt(made(visit(50_000)), { amount: kopecks(50_000), isSettled: true });
    expect(back.items).toEqual([line({ amount: 50_000, paymentMode: "full_payment" })]);
  });

  it("of a tip stays a tip's", () => {
    const back = refundReceipt(made(tip(20_000)), { amount: kopecks(5_000), isSettled: false });
    expect(back.items).toEqual([line({ amount: 5_000, paymentMode: "full_payment", description: "Чаевые" })]);
  });

  it("is never for more than there was", () => {
    expect(() => refundReceipt(made(visit(100)), { amount: kopecks(101), isSettled: false })).toThrow(
      "no more",
    );
  });
});

describe("PY-6: the closing receipt", () => {
  it("is what was prepaid and kept, now paid in full", () => {
    const closing = closingReceipt(made(visit(50_000, false)), kopecks(30_000));
    expect(closing).toEqual({ items: [line({ amount: 30_000, paymentMode: "full_payment" })] });
  });

  it("is not there when nothing was kept, nor for a tip", () => {
    expect(closingReceipt(made(visit(50_000)), kopecks(0))).toBeUndefined();
    expect(closingReceipt(made(tip(50_000)), kopecks(50_000))).toBeUndefined();
  });

  it("is never for more than was prepaid", () => {
    expect(() => closingReceipt(made(visit(100)), kopecks(101))).toThrow("no more");
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 3],
    [6, 4],
    [7, 7],
    [8, 8],
    [9, 7],
    [10, 8],
    [11, 11],
    [12, 11],
  ])("a prepayment at rate %i is settled at rate %i", (vatCode, settled) => {
    const own = made(visit(1_000), { ...ON, vatCode });
    expect(own.items[0]?.vatCode).toBe(vatCode);
    expect(closingReceipt(own, kopecks(1_000))?.items[0]?.vatCode).toBe(settled);
    expect(refundReceipt(own, { amount: kopecks(1), isSettled: false }).items[0]?.vatCode).toBe(vatCode);
    expect(refundReceipt(own, { amount: kopecks(1), isSettled: true }).items[0]?.vatCode).toBe(settled);
  });
});

describe("PY-6: whatever is paid", () => {
  const amount = fc.integer({ min: 1, max: 35_000_000 });
  const payment = fc
    .tuple(amount, fc.boolean(), fc.boolean())
    .map(([paid, isTip, isWhole]) => (isTip ? tip(paid) : visit(paid, isWhole)));
  const terms = fc.record({
    isOn: fc.constant(true),
    vatCode: fc.integer({ min: 1, max: 12 }),
    taxSystemCode: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  });

  it("the lines add up to it, to the kopeck", () => {
    fc.assert(
      fc.property(payment, terms, (paid, ruled) => {
        expect(receiptTotal(made(paid, ruled))).toBe(paid.amount);
      }),
    );
  });

  it("what goes back and what is closed add up to it, and no line is lost or free", () => {
    fc.assert(
      fc.property(payment, terms, fc.double({ min: 0, max: 1, noNaN: true }), (paid, ruled, share) => {
        const own = made(paid, ruled);
        const back = kopecks(Math.floor(paid.amount * share));
        const kept = kopecks(paid.amount - back);
        const returned =
          back === 0 ? 0 : receiptTotal(refundReceipt(own, { amount: back, isSettled: false }));
        const closed = closingReceipt(own, kept);
        expect(returned).toBe(back);
        if (paid.kind === "tip") expect(closed).toBeUndefined();
        else expect(closed === undefined ? 0 : receiptTotal(closed)).toBe(kept);
        expect(closed?.items.every((one) => one.amount > 0) ?? true).toBe(true);
      }),
    );
  });

  it("a receipt made of another goes to nobody until it is addressed", () => {
    const closing = closingReceipt(made(visit(1)), kopecks(1));
    expect(closing).not.toHaveProperty("email");
    expect(closing && addressed(closing)).toBeUndefined();
    expect(closing && addressed(closing, TO)).toMatchObject({ email: TO });
    expect(addressed(made(visit(1)))).toEqual(made(visit(1)));
  });
});
