import { escapeHtml } from "../http.ts";
import type { PaymentRecord, ReceiptDraft, ReceiptRecord } from "./model.ts";
import { rublesText } from "./money.ts";
import type { Shop } from "./shop.ts";

/** What the receipts of a payment say, for the person who looks at its page; nothing when there are none. */
export function receiptSection(shop: Shop, payment: PaymentRecord): string {
  const made = [...shop.state.receipts.values()].filter((one) => one.paymentId === payment.id);
  const papers = made.map((one) => paper(headingOf(one), one.draft));
  const isPromised = payment.status !== "canceled" && made.length === 0 && payment.receipt !== undefined;
  if (isPromised && payment.receipt) papers.push(paper("Чек придёт после оплаты", payment.receipt));
  return papers.length === 0
    ? ""
    : `<section class="card"><h2>${papers.length > 1 ? "Чеки" : "Чек"}</h2>${papers.join("")}</section>`;
}

const STATUS_WORDS: Readonly<Record<ReceiptRecord["status"], string>> = {
  pending: "регистрируется",
  succeeded: "зарегистрирован",
  canceled: "не зарегистрирован",
};

function headingOf({ type, number, status, settlements }: ReceiptRecord): string {
  const isClosing = settlements.some((settlement) => settlement.type === "prepayment");
  const what = type === "refund" ? "Возврат прихода" : isClosing ? "Приход, зачёт предоплаты" : "Приход";
  return `№${number}. ${what}, ${STATUS_WORDS[status]}`;
}

const MODE_WORDS: Readonly<Record<string, string>> = {
  full_prepayment: "предоплата 100 %",
  partial_prepayment: "предоплата",
  full_payment: "полный расчёт",
};

const VAT_WORDS: readonly string[] =
  "без НДС|0 %|10 %|20 %|10/110|20/120|5 %|7 %|5/105|7/107|22 %|22/122".split("|");

function paper(heading: string, { customer, items }: ReceiptDraft): string {
  const lines = items.map(({ description, quantity, unitKopecks, paymentMode = "", vatCode }) => {
    const mode = MODE_WORDS[paymentMode] ?? paymentMode;
    const vat = VAT_WORDS[vatCode - 1] ?? String(vatCode);
    const sum = rublesText(Math.round(quantity * unitKopecks));
    return `<p class="what">${escapeHtml(description)}: ${sum}<br>${escapeHtml(mode)}, НДС: ${vat}</p>`;
  });
  const to = Object.values(customer).join(", ");
  return `<div class="why"><p><b>${escapeHtml(heading)}</b></p>${lines.join("")}<p class="what">→ ${escapeHtml(to)}</p></div>`;
}
