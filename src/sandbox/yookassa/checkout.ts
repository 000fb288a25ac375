import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, sendHtml } from "../http.ts";
import { findCard, SUCCESS_CARDS } from "./cards.ts";
import type { Method, PaymentRecord } from "./model.ts";
import { CONTRACT_PATH, notFoundPage, payPage, resultPage, THREE_DS_PATH, threeDsPage } from "./pages.ts";
import { payByCard, payBySbp } from "./payments.ts";
import { receiptSection } from "./receipt-page.ts";
import type { Shop } from "./shop.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'";
const TELEGRAM_HOSTS: readonly string[] = ["t.me", "telegram.me"];
const REFUSED_CHECK = { party: "payment_network", reason: "3d_secure_failed" };

export const isCheckout = (path: string): boolean => path === CONTRACT_PATH || path === THREE_DS_PATH;

/** The payer's side: the page of a payment, the bank's check, and what the buttons do. */
export async function answerCheckout(
  shop: Shop,
  http: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL },
): Promise<void> {
  const { request, response, url } = http;
  response.setHeader("content-security-policy", POLICY);
  const isPost = request.method === "POST";
  const fields = isPost ? new URLSearchParams((await readBody(request)).toString()) : url.searchParams;
  const payment = shop.state.payments.get(fields.get("orderId") ?? "");
  if (payment === undefined) {
    sendHtml(response, 404, notFoundPage());
    return;
  }
  const visit = { shop, response, payment, fields };
  if (payment.status !== "pending") {
    sendHtml(response, 200, resultPage(payment, surroundingsOf(shop, payment)));
  } else if (url.pathname === THREE_DS_PATH) {
    visitBank(visit, isPost);
  } else if (isPost) {
    pay(visit);
  } else {
    showPayment(visit, undefined);
  }
}

type Visit = {
  readonly shop: Shop;
  readonly response: ServerResponse;
  readonly payment: PaymentRecord;
  readonly fields: URLSearchParams;
};

function showPayment({ shop, response, payment, fields }: Visit, complaint: string | undefined): void {
  const mayUseSbp = payment.isCapturedAtOnce && payment.card === undefined;
  const chosen: Method = fields.get("method") === "sbp" && mayUseSbp ? "sbp" : "bank_card";
  const typed = (fields.get("card") ?? "").replace(/\D/g, "");
  const html = payPage({
    payment,
    method: payment.method ?? chosen,
    card: typed || (SUCCESS_CARDS[1]?.number ?? ""),
    ...surroundingsOf(shop, payment),
    complaint,
  });
  sendHtml(response, complaint === undefined ? 200 : 422, html);
}

function pay(visit: Visit): void {
  const { shop, payment, fields } = visit;
  if (fields.get("method") === "sbp") {
    if (!payment.isCapturedAtOnce || payment.method === "bank_card") {
      showPayment(visit, "Этот платёж нельзя оплатить через СБП.");
      return;
    }
    payBySbp(shop, payment);
    redirectTo(visit, CONTRACT_PATH, {});
    return;
  }
  if (payment.method === "sbp") {
    showPayment(visit, "Этот платёж оплачивается через СБП.");
    return;
  }
  const card = findCard(fields.get("card") ?? "");
  if (card === undefined) {
    showPayment(visit, "В песочнице работают только тестовые карты: выберите номер из таблицы ниже.");
    return;
  }
  if (card.is3ds) {
    redirectTo(visit, THREE_DS_PATH, { card: card.number });
    return;
  }
  payByCard(shop, payment, card, shop.state.isDeclineFinal);
  redirectTo(visit, CONTRACT_PATH, { card: card.number });
}

function visitBank(visit: Visit, isPost: boolean): void {
  const { shop, response, payment, fields } = visit;
  const card = findCard(fields.get("card") ?? "");
  if (card === undefined || payment.method === "sbp") {
    redirectTo(visit, CONTRACT_PATH, {});
  } else if (!isPost) {
    sendHtml(response, 200, threeDsPage(payment, card));
  } else {
    const isConfirmed = fields.get("decision") === "confirm";
    const used = isConfirmed ? card : { ...card, decline: REFUSED_CHECK };
    payByCard(shop, payment, used, shop.state.isDeclineFinal);
    redirectTo(visit, CONTRACT_PATH, { card: card.number });
  }
}

/** After a form always by GET, so that reloading the page pays nothing twice. */
function redirectTo({ response, payment }: Visit, path: string, extra: Record<string, string>): void {
  const query = new URLSearchParams({ orderId: payment.id, ...extra });
  response.writeHead(303, { location: `${path}?${query}` });
  response.end();
}

const surroundingsOf = (shop: Shop, payment: PaymentRecord) => ({
  backHref: backHref(shop, payment),
  receipts: receiptSection(shop, payment),
});

/** Back to the shop; a link into Telegram leads to the sandbox's own chat page. */
function backHref(shop: Shop, payment: PaymentRecord): string {
  const target = new URL(payment.returnUrl);
  if (TELEGRAM_HOSTS.includes(target.hostname)) {
    return `${shop.baseUrl}/t.me${target.pathname}${target.search}`;
  }
  return target.protocol === "http:" || target.protocol === "https:" ? target.href : shop.baseUrl;
}
