import type { Command } from "commander";
import type { App } from "../../core/app.ts";
import { type BookingView, type OpenPaymentRefusal, openPayment } from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { readBookingKey } from "../arguments.ts";
import { answering, type Desk, openShop, reply, withTill } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { helpText } from "../help-text.ts";
import { momentOf } from "../output.ts";
import { bookingOf } from "./lookup.ts";

/** How the page that takes the money is opened in the sandbox; said where somebody looks for it. */
export const SANDBOX_PAGE =
  "В песочнице ссылка открывает страницу её собственной ЮKassa на этой машине " +
  "(сервер должен работать: npm start): там платят пробной картой, денег не берут.";

/** The page on which a hold is paid, to be sent to the client by any means (PY-8). */
export function addPayLink(bookings: Command, desk: Desk): void {
  withExamples(
    bookings
      .command("pay-link")
      .description("показать ссылку на оплату записи, чтобы отправить её клиенту; нет открытой — откроет")
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .addHelpText("after", helpText(`\n${SANDBOX_PAGE}`))
      .action(answering(desk, (key: string | number) => payLink(desk, key))),
    "bookings pay-link 12",
    "bookings pay-link 12 --json",
  );
}

async function payLink(desk: Desk, key: string | number) {
  const { app, zone } = await openShop(desk);
  const found = await bookingOf(app, key);
  if (!found.ok) return found;
  const { id, number, state } = found.value;
  if (state !== "held") return refuse("booking_waits_for_no_link", { number });
  const link = await openPayLink(desk, app, found.value);
  if (!link.ok) return link;
  const { url, payUntil, amount } = link.value;
  const json = { bookingId: id, number, payUrl: url, payUntil, amountKopecks: amount };
  return reply(
    json,
    `Запись №${number}: ${formatRubles(amount)} до ${momentOf(payUntil, zone)} (${zone}).\n${url}`,
  );
}

type PayLink = { readonly url: string; readonly payUntil: Date; readonly amount: BookingView["payNow"] };

/** The link of the payment that the hold waits for: the one that is open, or a new one. */
export async function openPayLink(
  desk: Desk,
  app: App,
  { id: bookingId, clientId }: BookingView,
): Promise<Outcome<PayLink, OpenPaymentRefusal>> {
  const returnUrl = await desk.openReturn();
  const till = { ...withTill(desk, app), returnUrl };
  const opened = await openPayment(till, { bookingId, clientId, method: "bank_card" });
  if (!opened.ok) return opened;
  const { url, payUntil, amount } = opened.value;
  return done({ url, payUntil, amount });
}

/** Beneath a booking that waits for its money: the link, or why there is none yet and what shows it later. */
export function payLinkText(
  link: Outcome<PayLink, OpenPaymentRefusal>,
  { number, zone }: { readonly number: number; readonly zone: Zone },
): string {
  const later = `bookings pay-link ${number}`;
  if (link.ok)
    return `Ссылка на оплату до ${momentOf(link.value.payUntil, zone)}:\n${link.value.url}\nПоказать её снова: ${later}`;
  if (link.refusal === "email_needed")
    return `Ссылки пока нет: для чека нужна почта. В боте клиент назовёт её сам; у кого бота нет, тому впишите её: clients email. Потом ссылку покажет ${later}`;
  return `Ссылки пока нет: ЮKassa не ответила. Позже её покажет ${later}; клиенту, у которого есть бот, он пришлёт кнопку оплаты сам.`;
}
