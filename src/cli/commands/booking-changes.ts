import type { Command } from "commander";
import { cancelBooking, markVisit, previewCancellation, type VisitMark } from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { readBookingKey } from "../arguments.ts";
import { answering, type Desk } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { changeBooking } from "./change-booking.ts";
import { addMeetingLink } from "./meeting-link.ts";
import { addMove } from "./move-booking.ts";

/** What the operator does to a booking: cancels or moves it for the business, marks its visit. */
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
  addMove(bookings, desk);
  addMeetingLink(bookings, desk);
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
          changeBooking(desk, key, async (app, booking) => {
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
  no_show: "неявка",
};

function cancel(desk: Desk, key: string | number, reason: string) {
  const by = { kind: "business", actor: OPERATOR, reason } as const;
  return changeBooking(desk, key, async (app, { id: bookingId }) => {
    const preview = await previewCancellation(app, { bookingId, by });
    const cancelled = await cancelBooking(app, { bookingId, by });
    if (!cancelled.ok) return cancelled;
    const refund =
      preview.ok && preview.value.refund > 0 ? `, вернётся ${formatRubles(preview.value.refund)}` : "";
    return { ...cancelled, said: `отменена${refund}` };
  });
}
