import { expect, it } from "vitest";
import { kopecks } from "../../../src/core/kernel/money.ts";
import {
  endText,
  gatewayTroubleText,
  PAYMENT_END_WORDS,
  PAYMENT_STATE_WORDS,
  paymentWord,
  REFUND_END_WORDS,
} from "../../../src/core/payments/index.ts";

it.each([
  [0, PAYMENT_STATE_WORDS.captured],
  [1, "возвращён частично"],
  [199_999, "возвращён частично"],
  [200_000, "возвращён"],
])("PY-5: a payment of 2 000 ₽ of which %s kopecks went back is «%s»", (refunded, word) => {
  const payment = { state: "captured", captured: kopecks(200_000), refunded: kopecks(refunded) } as const;
  expect(paymentWord(payment)).toBe(word);
});

it.each([
  ["pending", "отпущен"],
  ["authorised", "отпущен"],
  ["cancelled", PAYMENT_STATE_WORDS.cancelled],
  ["captured", PAYMENT_STATE_WORDS.captured],
] as const)("PY-5: a payment that nobody waits for any more and is %s is «%s»", (state, word) => {
  const payment = { state, captured: kopecks(0), refunded: kopecks(0), abandonedAt: new Date(0) };
  expect(paymentWord(payment)).toBe(word);
});

it("PY-5: a payment that took nothing is told by its state", () => {
  const payment = { state: "rejected", captured: kopecks(0), refunded: kopecks(0) } as const;
  expect(paymentWord(payment)).toBe(PAYMENT_STATE_WORDS.rejected);
});

it.each([
  ["connection lost: ECONNREFUSED", "нет связи (connection lost: ECONNREFUSED)"],
  ["timeout", "не дождались ответа (timeout)"],
  [
    "401 invalid_credentials",
    "не подошли ключи (YOOKASSA_SHOP_ID, YOOKASSA_SECRET_KEY) (401 invalid_credentials)",
  ],
  ["HTTP 502", "у неё что-то не так (HTTP 502)"],
  ["more than 5000 in the list", "more than 5000 in the list"],
])("PY-4: what kept the gateway from answering is said in words: %s", (reason, said) => {
  expect(gatewayTroubleText(reason)).toBe(said);
});

/** As YooKassa documents them. */
const PAYMENT_REASONS = [
  ...["3d_secure_failed", "call_issuer", "canceled_by_merchant", "card_expired", "country_forbidden"],
  ...["deal_expired", "expired_on_capture", "expired_on_confirmation", "fraud_suspected", "general_decline"],
  ...["identification_required", "insufficient_funds", "internal_timeout", "invalid_card_number"],
  ...["invalid_csc", "issuer_unavailable", "payment_method_limit_exceeded", "payment_method_restricted"],
  ...["permission_revoked", "unsupported_mobile_operator"],
];
const REFUND_REASONS = [
  ...["general_decline", "insufficient_funds", "rejected_by_payee", "rejected_by_timeout"],
  "yoo_money_account_closed",
];

it("PY-4: each reason of the gateway's for a payment or a refund that came to nothing has words", () => {
  for (const reason of PAYMENT_REASONS) expect(endText(PAYMENT_END_WORDS, reason)).toMatch(/[а-я]/);
  for (const reason of REFUND_REASONS) expect(endText(REFUND_END_WORDS, reason)).toMatch(/[а-я]/);
  expect(endText(PAYMENT_END_WORDS, "invented_tomorrow")).toBe("invented_tomorrow");
  expect(endText(PAYMENT_END_WORDS, undefined)).toBeUndefined();
});
