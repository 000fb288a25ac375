import { afterAll, beforeAll, expect, it } from "vitest";
import { DECLINES, SUCCESS_CARDS } from "../../src/sandbox/yookassa/cards.ts";
import {
  idOf,
  type Json,
  paymentBody,
  receiptBody,
  rub,
  startYookassa,
  twoStage,
  type YookassaUnderTest,
} from "./yookassa-sandbox.ts";

let shop: YookassaUnderTest;
beforeAll(async () => {
  shop = await startYookassa();
});
afterAll(() => shop.close());

const open = async (body: Json = paymentBody()): Promise<string> => idOf(await shop.post("/payments", body));
const statusOf = async (id: string) => (await shop.get(`/payments/${id}`)).body.status;

const CONTRACT = "/checkout/payments/v2/contract";
const THREE_DS = "/checkout/payments/v2/3ds";
const see = async (path: string) => {
  const response = await fetch(shop.baseUrl + path);
  return { status: response.status, html: await response.text() };
};
/** Sends a form; the page it leads to, redirects followed. */
const send = async (path: string, fields: Record<string, string>) => {
  const response = await fetch(shop.baseUrl + path, { method: "POST", body: new URLSearchParams(fields) });
  return { url: response.url, status: response.status, html: await response.text() };
};

it("every test card of success pays", async () => {
  for (const { number } of SUCCESS_CARDS) {
    const reply = await shop.sim("/pay", { payment_id: await open(), card: number });
    expect(reply.body).toMatchObject({ status: "succeeded", paid: true });
  }
  expect(SUCCESS_CARDS).toHaveLength(11);
});

it("every test card of refusal is refused for its own reason", async () => {
  for (const { numbers, party, reason } of DECLINES) {
    for (const card of numbers) {
      const reply = await shop.sim("/pay", { payment_id: await open(), card });
      expect(reply.body).toMatchObject({ status: "canceled", cancellation_details: { party, reason } });
    }
  }
});

it("a refused card leaves the payment open when a script says so", async () => {
  const id = await open();
  const reply = await shop.sim("/pay", { payment_id: id, card: "5555555555554600", final: false });
  expect(reply.body).toMatchObject({ status: "pending", decline: { reason: "insufficient_funds" } });
  expect((await shop.sim("/pay", { payment_id: id, card: "5555555555554444" })).body.status).toBe(
    "succeeded",
  );
});

it("a payer who leaves changes nothing", async () => {
  const id = await open();
  expect((await shop.sim("/pay", { payment_id: id, abandon: true })).body.status).toBe("pending");
  expect(await statusOf(id)).toBe("pending");
});

it("a payment that is over is not paid again", async () => {
  const id = await open();
  await shop.advance(3600);
  expect(await shop.sim("/pay", { payment_id: id })).toMatchObject({ status: 400 });
});

it("the page shows the amount, the order and the cards, and loads nothing from elsewhere", async () => {
  const id = await open(paymentBody({ description: 'Стрижка <b>"люкс"</b>', amount: rub("12345.60") }));
  const { status, html } = await see(`${CONTRACT}?orderId=${id}&card=4111111111111111`);
  expect(status).toBe(200);
  expect(html).toContain("12\u00a0345,60\u00a0₽");
  expect(html).toContain("Стрижка &lt;b&gt;&quot;люкс&quot;&lt;/b&gt;");
  expect(html).toContain('value="4111 1111 1111 1111"');
  expect(html).toContain("На карте не хватает денег");
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\/(?!127\.0\.0\.1)|<script|url\(/);
});

it("the link back into Telegram leads to the sandbox's own chat", async () => {
  const { html } = await see(`${CONTRACT}?orderId=${await open()}`);
  expect(html).toContain(`href="${shop.baseUrl}/t.me/okoshko_bot?start=p_1"`);
});

it("the link back to another shop is kept, unless a browser would run it", async () => {
  const at = (return_url: string) => paymentBody({ confirmation: { type: "redirect", return_url } });
  const plain = await see(`${CONTRACT}?orderId=${await open(at("https://shop.example/a?b=1"))}`);
  expect(plain.html).toContain('href="https://shop.example/a?b=1"');
  const script = await see(`${CONTRACT}?orderId=${await open(at("javascript:alert(1)"))}`);
  expect(script.html).not.toContain("javascript:");
});

it("a card without 3-D Secure pays at once", async () => {
  const id = await open();
  const page = await send(CONTRACT, { orderId: id, card: "5555 5555 5555 4444" });
  expect(page.html).toContain("Оплата прошла");
  expect(await statusOf(id)).toBe("succeeded");
});

it("a card with 3-D Secure pays after the bank's page, or not", async () => {
  const id = await open(twoStage());
  const bank = await send(CONTRACT, { orderId: id, card: "4793128161644804" });
  expect(bank.url).toContain(THREE_DS);
  expect(await statusOf(id)).toBe("pending");
  const refused = await send(THREE_DS, { orderId: id, card: "4793128161644804", decision: "refuse" });
  expect(refused.html).toContain("Не пройдена проверка 3-D Secure");
  const paid = await send(THREE_DS, { orderId: id, card: "4793128161644804", decision: "confirm" });
  expect(paid.html).toContain("Деньги зарезервированы");
  expect(await statusOf(id)).toBe("waiting_for_capture");
});

it("a refused card is told on the page and another one may be tried", async () => {
  const id = await open();
  const page = await send(CONTRACT, { orderId: id, card: "5555555555554600" });
  expect(page.html).toContain("На карте не хватает денег. Попробуйте другую карту.");
  await send(CONTRACT, { orderId: id, card: "5555555555554444" });
  expect(await statusOf(id)).toBe("succeeded");
});

it("a refused card ends the payment where refusals are final", async () => {
  await shop.sim("/settings", { final_decline: true });
  const id = await open();
  const page = await send(CONTRACT, { orderId: id, card: "5555555555554600" });
  await shop.sim("/settings", { final_decline: false });
  expect(page.html).toContain("Платёж отменён");
  expect(await statusOf(id)).toBe("canceled");
});

it("an unknown card is not a decline", async () => {
  const id = await open();
  const page = await send(CONTRACT, { orderId: id, card: "4242 4242 4242 4242" });
  expect(page).toMatchObject({ status: 422 });
  expect(page.html).toContain("только тестовые карты");
});

it("SBP is offered where it can be used and paid by a button", async () => {
  const held = await see(`${CONTRACT}?orderId=${await open(twoStage())}`);
  expect(held.html).not.toContain("СБП");
  const free = await open(paymentBody());
  expect((await see(`${CONTRACT}?orderId=${free}`)).html).toContain("СБП");
  const id = await open(paymentBody({ payment_method_data: { type: "sbp" } }));
  expect((await see(`${CONTRACT}?orderId=${id}`)).html).toContain("Я оплатил");
  await send(CONTRACT, { orderId: id, method: "sbp" });
  expect((await shop.get(`/payments/${id}`)).body).toMatchObject({
    status: "succeeded",
    payment_method: { type: "sbp" },
  });
});

it("the page of an unknown payment says so", async () => {
  const page = await see(`${CONTRACT}?orderId=none`);
  expect(page).toMatchObject({ status: 404 });
  expect(page.html).toContain("Такого платежа нет");
});

it("the page shows the receipt before it is paid, and every receipt that was made after", async () => {
  const page = async (id: string) =>
    (await see(`${CONTRACT}?orderId=${id}`)).html.replaceAll(/\s|\u00a0/g, " ");
  expect(await page(await open())).not.toContain("Чек");
  const id = await open(paymentBody({ receipt: receiptBody("1500.00") }));
  expect(await page(id)).toContain("Чек придёт после оплаты");
  expect(await page(id)).toContain("anna@example.com");
  await shop.sim("/pay", { payment_id: id, card: "5555555555554444" });
  await shop.post("/receipts", {
    ...{ type: "payment", payment_id: id, send: true },
    ...receiptBody("1500.00"),
    settlements: [{ type: "prepayment", amount: rub("1500.00") }],
  });
  await shop.post("/refunds", { payment_id: id, amount: rub("1500.00") });
  const paid = await page(id);
  expect(paid).toContain("Приход, зарегистрирован");
  expect(paid).toContain("Приход, зачёт предоплаты, зарегистрирован");
  expect(paid).toContain("Возврат прихода, зарегистрирован");
  expect(paid).toContain("предоплата 100 %, НДС: без НДС");
});

it("nothing that a shop writes on a receipt becomes part of the page", async () => {
  const item = { description: "<b>x</b>", quantity: 1, amount: rub("1500.00"), vat_code: 1 };
  const id = await open(paymentBody({ receipt: receiptBody("1500.00", { items: [item] }) }));
  expect((await see(`${CONTRACT}?orderId=${id}`)).html).toContain("&lt;b&gt;x&lt;/b&gt;");
});
