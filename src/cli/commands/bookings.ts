import type { Command } from "commander";
import type { App } from "../../core/app.ts";
import {
  BOOKING_STATE_WORDS,
  type BookingState,
  findBookingNote,
  listBookings,
  visitPoints,
} from "../../core/booking/index.ts";
import { type LocalDay, plusDays, startOfDay } from "../../core/kernel/local-day.ts";
import type { Outcome } from "../../core/kernel/outcome.ts";
import { closingReceiptsOf, listPayments } from "../../core/payments/index.ts";
import { listUnpaidVisits, type UnpaidFilter } from "../../core/reports/index.ts";
import { inOrder, oneOf, readBookingKey, readDay, spelledOut } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, moreBelow, pageOf, type Reply } from "../output.ts";
import { UsageError } from "../usage.ts";
import { addBook } from "./book-visit.ts";
import { addBookingChanges } from "./booking-changes.ts";
import { addBookingImport } from "./booking-import.ts";
import { addBookingMoney } from "./booking-money.ts";
import { BOOKING_STATES, bookingJson, bookingTable, bookingText, paymentJson } from "./booking-view.ts";
import { bookingOf, clientOf, specialistIdOf } from "./lookup.ts";
import { addPayLink } from "./pay-link.ts";
import { receiptJson, receiptsText } from "./receipt-view.ts";

const PAYMENTS_MAX = 100;

export function addBookingCommands(bookings: Command, desk: Desk): void {
  withExamples(
    withPaging(
      bookings
        .command("list")
        .description("показать записи по времени визита; без --from — с последних, иначе — с первых")
        .option("--state <что>", spelledOut(BOOKING_STATE_WORDS), oneOf(BOOKING_STATES))
        .option("--from <день>", "первый день визита, ГГГГ-ММ-ДД", readDay)
        .option("--to <день>", "последний день визита, включительно", readDay)
        .option("--specialist <кто>", "имя или id")
        .option("--client <кто>", "id или телефон")
        .option("--unpaid", "только состоявшиеся визиты, за которые ещё не заплатили"),
    ).action(answering(desk, (flags: ListFlags) => list(desk, flags))),
    "bookings list --from 2026-12-01 --to 2026-12-01 --specialist Анна",
    "bookings list --state confirmed --json",
    "bookings list --unpaid",
  );
  withExamples(
    bookings
      .command("show")
      .description("показать запись: визит, цену, деньги и баллы")
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .action(answering(desk, (key: string | number) => show(desk, key))),
    "bookings show 12",
    "bookings show 12 --json",
  );
  addBook(bookings, desk);
  addBookingChanges(bookings, desk);
  addPayLink(bookings, desk);
  addBookingMoney(bookings, desk);
  addBookingImport(bookings, desk);
}

type ListFlags = Paging & {
  readonly state?: BookingState;
  readonly from?: LocalDay;
  readonly to?: LocalDay;
  readonly specialist?: string;
  readonly client?: string;
  readonly unpaid?: true;
};

async function list(desk: Desk, flags: ListFlags) {
  const { from, to } = inOrder(flags);
  if (flags.unpaid && flags.state !== undefined && flags.state !== "completed") {
    throw new UsageError(
      "С --unpaid бывает только --state completed: не оплатить можно то, что состоялось.",
      {
        flag: "--state",
      },
    );
  }
  const { app, zone } = await openShop(desk);
  const specialistId = await specialistIdOf(app, flags.specialist);
  if (!specialistId.ok) return specialistId;
  const client = flags.client === undefined ? undefined : await clientOf(app, flags.client);
  if (client && !client.ok) return client;
  const span = {
    from: from && startOfDay(from, zone),
    to: to && startOfDay(plusDays(to, 1), zone),
    specialistId: specialistId.value,
    clientId: client?.value.id,
  };
  const found = await listBookings(app.db, {
    ...span,
    states: flags.state && [flags.state],
    ids: flags.unpaid && (await unpaidIn(app, span)),
    order: from === undefined ? "latest" : "soonest",
    ...{ rowsMax: flags.limit + 1, offset: flags.offset },
  });
  const page = pageOf(found, flags.limit);
  const text = () =>
    page.items.length === 0
      ? "Записей не найдено."
      : `${bookingTable(page.items, { zone, columns: desk.io.columns })}\n\n${counted(page.items.length, BOOKINGS)} (время ${zone})${moreBelow(page, flags.offset)}`;
  return reply({ items: page.items.map((one) => bookingJson(one, zone)), hasMore: page.hasMore }, text);
}

/** Of all time, where no days are named. */
async function unpaidIn(
  app: App,
  span: Omit<UnpaidFilter, "from" | "to"> & {
    readonly from: Date | undefined;
    readonly to: Date | undefined;
  },
): Promise<readonly string[]> {
  const { from = new Date(0), to = app.clock.now(), ...whose } = span;
  return (await listUnpaidVisits(app.db, { from, to, ...whose })).map(({ bookingId }) => bookingId);
}

const BOOKINGS = ["запись", "записи", "записей"] as const;

async function show(
  desk: Desk,
  key: string | number,
): Promise<Outcome<Reply, "unknown_booking" | "ambiguous_id">> {
  const { app, zone } = await openShop(desk);
  const found = await bookingOf(app, key);
  if (!found.ok) return found;
  const booking = found.value;
  const payments = await listPayments(app.db, { bookingId: booking.id, rowsMax: PAYMENTS_MAX });
  const receipts = await closingReceiptsOf(app.db, booking.id);
  const points = await visitPoints(app.db, booking);
  const note = await findBookingNote(app.db, booking.id);
  const json = {
    ...bookingJson(booking, zone),
    note,
    rebookPoints: points.rebook,
    takenBackPoints: points.takenBack,
    penaltyPoints: points.penalty,
    payments: payments.map(paymentJson),
    closingReceipts: receipts.map(receiptJson),
  };
  const look = { zone, columns: desk.io.columns };
  return reply(
    json,
    [bookingText({ booking, points, payments, note }, look), ...receiptsText(receipts, look)].join("\n"),
  );
}
