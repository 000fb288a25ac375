import type { Command } from "commander";
import {
  type BookingView,
  cancelBooking,
  findBooking,
  findBookingByNumber,
  markVisit,
  previewCancellation,
  type VisitMark,
} from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { readBookingKey } from "../arguments.ts";
import { answering, type Desk, openShop, reply } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { momentOf } from "../output.ts";
import { bookingJson } from "./booking-view.ts";

/** What the operator does to a booking: cancels it for the business, marks its visit. */
export function addBookingChanges(bookings: Command, desk: Desk): void {
  withExamples(
    bookings
      .command("cancel")
      .description("отменить запись от имени бизнеса: всё вернётся клиенту, штрафа нет")
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .requiredOption("--reason <текст>", "причина: останется в журнале")
      .action(
        answering(desk, (key: string | number, flags: { reason: string }) => cancel(desk, key, flags.reason)),
      ),
    'bookings cancel 12 --reason "заболел мастер"',
  );
  addMark(bookings, desk, { name: "complete", mark: "completed", about: "отметить, что клиент пришёл" });
  addMark(bookings, desk, { name: "no-show", mark: "no_show", about: "отметить, что клиент не пришёл" });
}

function addMark(
  bookings: Command,
  desk: Desk,
  { name, mark, about }: { readonly name: string; readonly mark: VisitMark; readonly about: string },
): void {
  withExamples(
    bookings
      .command(name)
      .description(`${about}; исправить прежнюю отметку можно с --reason`)
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .option("--reason <текст>", "причина исправления")
      .action(
        answering(desk, (key: string | number, flags: { reason?: string }) =>
          change(desk, key, async (app, booking) => {
            const marked = await markVisit(app, {
              bookingId: booking.id,
              mark,
              actor: OPERATOR,
              reason: flags.reason,
            });
            return marked.ok ? { ...marked, said: WORDS[mark] } : marked;
          }),
        ),
      ),
    `bookings ${name} 12`,
    `bookings ${name} 12 --reason "отметили по ошибке"`,
  );
}

const WORDS: Readonly<Record<VisitMark, string>> = {
  completed: "клиент пришёл",
  no_show: "клиент не пришёл",
};

function cancel(desk: Desk, key: string | number, reason: string) {
  const by = { kind: "business", actor: OPERATOR, reason } as const;
  return change(desk, key, async (app, { id: bookingId }) => {
    const preview = await previewCancellation(app, { bookingId, by });
    const cancelled = await cancelBooking(app, { bookingId, by });
    if (!cancelled.ok) return cancelled;
    const refund =
      preview.ok && preview.value.refund > 0 ? `, вернётся ${formatRubles(preview.value.refund)}` : "";
    return { ...cancelled, said: `отменена${refund}` };
  });
}

type App = Awaited<ReturnType<typeof openShop>>["app"];
type Changed<R extends string> =
  | { readonly ok: true; readonly value: BookingView; readonly said: string; readonly json?: object }
  | ReturnType<typeof refuse<R>>;

/** Finds the booking, changes it, says what came of it. */
export async function change<R extends string>(
  desk: Desk,
  key: string | number,
  work: (app: App, booking: BookingView) => Promise<Changed<R>>,
) {
  const { app, zone } = await openShop(desk);
  const booking = await (typeof key === "number"
    ? findBookingByNumber(app.db, key)
    : findBooking(app.db, key));
  if (!booking) return refuse("unknown_booking", { given: key });
  const changed = await work(app, booking);
  if (!changed.ok) return changed;
  const { number, clientName, startsAt } = changed.value;
  const text = `Запись №${number} (${clientName}, ${momentOf(startsAt, zone)}): ${changed.said}.`;
  return reply({ ...bookingJson(changed.value, zone), ...changed.json }, text);
}
