import { escapeHtml } from "../http.ts";
import { DECLINES, reasonWords, SUCCESS_CARDS, type TestCard } from "./cards.ts";
import type { Cancellation, Method, PaymentRecord } from "./model.ts";
import { rublesText } from "./money.ts";
import { framedPage } from "./page-frame.ts";

export const CONTRACT_PATH = "/checkout/payments/v2/contract";
export const THREE_DS_PATH = "/checkout/payments/v2/3ds";

/** In the order of the table of refusals, short enough for three in a row on a phone. */
const CHIP_BRANDS = ["MC", "Visa", "Мир"];

/** Card numbers in groups, as they are printed. */
const grouped = (number: string): string => number.replace(/(\d{4})(?=\d)/g, "$1 ");

function orderSummary(payment: PaymentRecord): string {
  const description = payment.description ?? "Оплата заказа";
  return `<section class="card"><p class="sum">${rublesText(payment.amountKopecks)}</p>
<p class="what">${escapeHtml(description)}</p></section>`;
}

const backLink = (href: string): string =>
  `<a class="back" href="${escapeHtml(href)}">Вернуться в магазин</a>`;

function contractLink(payment: PaymentRecord, extra: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams({ orderId: payment.id, ...extra });
  return escapeHtml(`${CONTRACT_PATH}?${query}`);
}

type PayPage = {
  readonly payment: PaymentRecord;
  readonly method: Method;
  /** The number shown in the field. */
  readonly card: string;
  readonly backHref: string;
  /** What the payer did wrong, when it is not a decline. */
  readonly complaint: string | undefined;
  /** Its receipt, in HTML; empty without one. */
  readonly receipts: string;
};

/** The page where a pending payment is paid. */
export function payPage({ payment, method, card, backHref, complaint, receipts }: PayPage): string {
  const form = method === "sbp" ? sbpForm(payment) : cardForm(payment, card);
  const problem = complaint === undefined ? declineNote(payment.lastDecline) : note(complaint);
  const body = `${orderSummary(payment)}
<section class="card" id="pay">${problem}${methodTabs(payment, method)}${form}</section>
${receipts}${method === "sbp" ? "" : cardTables(payment)}
${backLink(backHref)}`;
  return framedPage(`Оплата ${rublesText(payment.amountKopecks)}`, body);
}

const note = (text: string): string => `<p class="bad" role="alert">${escapeHtml(text)}</p>`;

function declineNote(decline: Cancellation | undefined): string {
  if (decline === undefined) return "";
  return `<p class="bad" role="alert"><b>Платёж не прошёл</b>${escapeHtml(reasonWords(decline.reason))}. Попробуйте другую карту.</p>`;
}

/** The payer chooses only when the shop did not; a hold cannot be paid by SBP. */
function methodTabs(payment: PaymentRecord, method: Method): string {
  const isChoice = payment.isCapturedAtOnce && payment.method === undefined;
  if (!isChoice) return `<h2>${method === "sbp" ? "Система быстрых платежей" : "Банковская карта"}</h2>`;
  const tab = (value: Method, text: string): string =>
    `<a href="${contractLink(payment, { method: value })}"${value === method ? ' class="on"' : ""}>${text}</a>`;
  return `<nav class="tabs">${tab("bank_card", "Карта")}${tab("sbp", "СБП")}</nav>`;
}

function cardForm(payment: PaymentRecord, card: string): string {
  return `<form method="post" action="${CONTRACT_PATH}">
<input type="hidden" name="orderId" value="${payment.id}"><input type="hidden" name="method" value="bank_card">
<label>Номер карты<input name="card" inputmode="numeric" autocomplete="off" maxlength="24" required value="${escapeHtml(grouped(card))}"></label>
<div class="pair"><label>Срок<input name="expiry" autocomplete="off" maxlength="7" value="12 / 35"></label>
<label>CVC<input name="csc" inputmode="numeric" autocomplete="off" maxlength="4" value="123"></label></div>
<button>Оплатить ${rublesText(payment.amountKopecks)}</button></form>`;
}

function sbpForm(payment: PaymentRecord): string {
  return `<p class="what">По-настоящему здесь QR-код и список банков. В песочнице достаточно кнопки.</p><br>
<form method="post" action="${CONTRACT_PATH}">
<input type="hidden" name="orderId" value="${payment.id}"><input type="hidden" name="method" value="sbp">
<button>Я оплатил</button></form>`;
}

function cardTables(payment: PaymentRecord): string {
  const pick = (number: string): string => `${contractLink(payment, { card: number })}#pay`;
  const row = ({ number, brand, is3ds }: TestCard): string =>
    `<tr><td><a href="${pick(number)}"><span class="num">${grouped(number)}</span>
<span class="dim">${brand}${is3ds ? " · 3-DS" : ""}</span></a></td></tr>`;
  const refusal = ({ reason, numbers, party }: (typeof DECLINES)[number]): string => {
    const chips = numbers.map(
      (number, place) =>
        `<a href="${pick(number)}">${CHIP_BRANDS[place] ?? "Карта"} *${number.slice(-4)}</a>`,
    );
    const by = party === "yoo_money" ? ", ЮKassa" : "";
    return `<div class="why"><p>${escapeHtml(reasonWords(reason))} <code>${reason}${by}</code></p>
<div class="chips">${chips.join("")}</div></div>`;
  };
  return `<section class="card"><h2>Тестовые карты</h2><p class="hint">Нажмите, и номер подставится в поле.</p>
<table>${SUCCESS_CARDS.map(row).join("")}</table></section>
<section class="card"><details><summary>Карты с отказом</summary>
${DECLINES.map(refusal).join("")}</details></section>`;
}

/** The bank's own check, shown for cards with 3-D Secure. */
export function threeDsPage(payment: PaymentRecord, card: TestCard): string {
  const form = (decision: string, words: string, look: string): string =>
    `<form method="post" action="${THREE_DS_PATH}"><input type="hidden" name="orderId" value="${payment.id}">
<input type="hidden" name="card" value="${card.number}">
<button class="${look}" name="decision" value="${decision}">${words}</button></form>`;
  const body = `${orderSummary(payment)}
<section class="card"><h1>Подтверждение банка</h1>
<p class="what">3-D Secure: банк карты *${card.number.slice(-4)} спрашивает, вы ли платите. Настоящий банк прислал бы код.</p><br>
${form("confirm", "Подтвердить оплату", "")}${form("refuse", "Отказаться", "quiet")}</section>`;
  return framedPage("Подтверждение банка", body);
}

/** The page of a payment that is no longer pending. */
export function resultPage(
  payment: PaymentRecord,
  { backHref, receipts }: Pick<PayPage, "backHref" | "receipts">,
): string {
  const { look, sign, title, text } = resultWords(payment);
  const body = `<section class="card"><div class="mark ${look}" aria-hidden="true">${sign}</div>
<h1>${title}</h1><p class="what">${escapeHtml(text)}</p></section>
${orderSummary(payment)}${receipts}
<a class="button" href="${escapeHtml(backHref)}">Вернуться в магазин</a>`;
  return framedPage(title, body);
}

type ResultWords = {
  readonly look: string;
  readonly sign: string;
  readonly title: string;
  readonly text: string;
};

function resultWords(payment: PaymentRecord): ResultWords {
  switch (payment.status) {
    case "succeeded":
      return { look: "", sign: "✓", title: "Оплата прошла", text: "Магазин уже получил деньги." };
    case "waiting_for_capture":
      return {
        look: "",
        sign: "✓",
        title: "Деньги зарезервированы",
        text: "Магазин спишет их, когда подтвердит заказ.",
      };
    case "canceled": {
      const text = reasonWords(payment.cancellation?.reason ?? "");
      return { look: "no", sign: "✕", title: "Платёж отменён", text: `${text}. Деньги не списаны.` };
    }
    case "pending":
      return { look: "wait", sign: "…", title: "Платёж ещё не завершён", text: "Его можно оплатить." };
    default:
      return payment.status satisfies never;
  }
}

export function notFoundPage(): string {
  const body = `<section class="card"><div class="mark no" aria-hidden="true">✕</div>
<h1>Такого платежа нет</h1><p class="what">Ссылка неполная, или песочница с тех пор начала с чистого листа.</p></section>`;
  return framedPage("Такого платежа нет", body);
}
