import type { Command } from "commander";
import { findBooking } from "../../core/booking/index.ts";
import { present } from "../../core/kernel/invariant.ts";
import { type LocalDay, plusDays, startOfDay } from "../../core/kernel/local-day.ts";
import {
  LET_GO_WORD,
  listPayments,
  PAYMENT_STATE_WORDS,
  type PaymentKind,
  type PaymentState,
} from "../../core/payments/index.ts";
import { inOrder, oneOf, readBookingKey, readDay, readIdOrBegin, spelledOut } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { helpText } from "../help-text.ts";
import { counted, moreBelow, pageOf } from "../output.ts";
import { bookingOf, clientOf, paymentOf } from "./lookup.ts";
import { SANDBOX_PAGE } from "./pay-link.ts";
import { addPaymentMoney } from "./payment-money.ts";
import {
  cardJson,
  cardText,
  PAYMENT_KINDS,
  PAYMENT_STATES,
  paymentRowJson,
  paymentTable,
} from "./payment-view.ts";

/** Payments, one by one (PY-5): where each ruble stands, asked about anew, given back. */
export function addPaymentCommands(payments: Command, desk: Desk): void {
  withExamples(
    withPaging(
      payments
        .command("list")
        .description("показать платежи, новые сверху; итоги за период — report finance")
        .option("--from <день>", "первый день, ГГГГ-ММ-ДД", readDay)
        .option("--to <день>", "последний день, включительно", readDay)
        .option(
          "--state <что>",
          `${spelledOut(PAYMENT_STATE_WORDS)}; «возвращён» и «возвращён частично» в списке — captured, «${LET_GO_WORD}» — new, pending, authorised или capturing, которых больше не ждут`,
          oneOf(PAYMENT_STATES),
        )
        .option("--unanswered", "только те, о которых ЮKassa ещё не ответила")
        .option("--kind <вид>", "booking — за запись, tip — чаевые, on-spot — на месте", oneOf(PAYMENT_KINDS))
        .option("--client <кто>", "id или телефон")
        .option("--booking <номер>", "номер записи или её id", readBookingKey),
    ).action(answering(desk, (flags: ListFlags) => list(desk, flags))),
    "payments list --from 2026-11-01 --to 2026-11-30",
    "payments list --unanswered",
    "payments list --client +79001234567 --state captured --json",
  );
  withExamples(
    payments
      .command("show")
      .description("показать платёж: запись, возвраты, чеки и что ответила ЮKassa")
      .argument("<платёж>", "id платежа или его начало, как в payments list", readIdOrBegin)
      .action(answering(desk, (key: string) => show(desk, key))),
    "payments show 0f8fad5b",
    "payments show 0f8fad5b --json",
  );
  addPaymentMoney(payments, desk);
  payments.addHelpText(
    "after",
    helpText(
      `\nСсылка на оплату записи: bookings pay-link <номер>; начатого платежа — ещё и payments show.\n${SANDBOX_PAGE}`,
    ),
  );
}

type ListFlags = Paging & {
  readonly from?: LocalDay;
  readonly to?: LocalDay;
  readonly state?: PaymentState;
  readonly unanswered?: true;
  readonly kind?: PaymentKind;
  readonly client?: string;
  readonly booking?: string | number;
};

async function list(desk: Desk, flags: ListFlags) {
  const { from, to } = inOrder(flags);
  const { app, zone } = await openShop(desk);
  const client = flags.client === undefined ? undefined : await clientOf(app, flags.client);
  if (client && !client.ok) return client;
  const booking = flags.booking === undefined ? undefined : await bookingOf(app, flags.booking);
  if (booking && !booking.ok) return booking;
  const found = await listPayments(app.db, {
    ...{ state: flags.state, kind: flags.kind, isUnanswered: flags.unanswered },
    ...{ clientId: client?.value.id, bookingId: booking?.value.id },
    from: from && startOfDay(from, zone),
    to: to && startOfDay(plusDays(to, 1), zone),
    ...{ rowsMax: flags.limit + 1, offset: flags.offset },
  });
  const page = pageOf(found, flags.limit);
  const text = () =>
    page.items.length === 0
      ? "Платежей не найдено."
      : `${paymentTable(page.items, { zone, columns: desk.io.columns })}\n\n${counted(page.items.length, PAYMENTS)} (время ${zone})${moreBelow(page, flags.offset)}`;
  return reply({ items: page.items.map(paymentRowJson), hasMore: page.hasMore }, text);
}

const PAYMENTS = ["платёж", "платежа", "платежей"] as const;

async function show(desk: Desk, key: string) {
  const { app, zone } = await openShop(desk);
  const found = await paymentOf(app, key);
  if (!found.ok) return found;
  const booking = present(await findBooking(app.db, found.value.payment.bookingId), "a payment's booking");
  return reply(cardJson(found.value, booking, zone), () =>
    cardText(found.value, booking, { zone, columns: desk.io.columns }),
  );
}
