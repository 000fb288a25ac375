import { expect, it } from "vitest";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { PAYMENT_STATE_WORDS, paymentWord } from "../../../src/core/payments/index.ts";

it.each([
  [0, PAYMENT_STATE_WORDS.captured],
  [1, "возвращён частично"],
  [199_999, "возвращён частично"],
  [200_000, "возвращён"],
])("PY-5: a payment of 2 000 ₽ of which %s kopecks went back is «%s»", (refunded, word) => {
  const payment = { state: "captured", captured: kopecks(200_000), refunded: kopecks(refunded) } as const;
  expect(paymentWord(payment)).toBe(word);
});

it("PY-5: a payment that took nothing is told by its state", () => {
  const payment = { state: "rejected", captured: kopecks(0), refunded: kopecks(0) } as const;
  expect(paymentWord(payment)).toBe(PAYMENT_STATE_WORDS.rejected);
});
