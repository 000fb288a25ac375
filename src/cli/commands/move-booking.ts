import type { Command } from "commander";
import {
  type BookingView,
  endingProblem,
  lateChangePhrases,
  previewReschedule,
  rescheduleBooking,
} from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles, kopecks } from "../../core/kernel/money.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { type DayAndTime, readBookingKey, readDayAndTime } from "../arguments.ts";
import { answering, type Desk } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { momentOf } from "../output.ts";
import { changeBooking } from "./change-booking.ts";
import { specialistIdOf } from "./lookup.ts";
import { slotAt } from "./slot-at.ts";
import { sayingBot, tellingOf } from "./tell-client.ts";
import { instantOf } from "./typed-moment.ts";

type MoveFlags = { readonly to: DayAndTime; readonly specialist?: string; readonly reason: string };

/** Moves a booking for the business: at once, without a penalty; what was paid counts (CX-7). */
export function addMove(bookings: Command, desk: Desk): void {
  withExamples(
    bookings
      .command("move")
      .description("перенести запись от имени бизнеса: сразу и без штрафа, оплаченное засчитается")
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .requiredOption("--to <день и время>", "новое начало, «ГГГГ-ММ-ДД ЧЧ:ММ»", readDayAndTime)
      .option("--specialist <кто>", "имя или id; без флага — тот же, что был")
      .requiredOption("--reason <текст>", "причина: останется в журнале (audit list)")
      .action(answering(desk, (key: string | number, flags: MoveFlags) => move(desk, key, flags))),
    'bookings move 12 --to "2026-12-01 10:00" --reason "заболел мастер"',
    'bookings move 12 --to "2026-12-01 10:00" --specialist Анна --reason "по просьбе клиента" --json',
  );
}

function move(desk: Desk, key: string | number, { to, specialist, reason }: MoveFlags) {
  return changeBooking(desk, key, async (app, old, zone) => {
    const other = await specialistIdOf(app, specialist);
    if (!other.ok) return other;
    const specialistId = other.value ?? old.specialistId;
    const slotId = (await slotAt(app, instantOf(to, zone, "--to"), specialistId))?.id;
    const by = { kind: "business", actor: OPERATOR, reason } as const;
    if (slotId === undefined) {
      // A booking that cannot be moved at all needs no slot: that is told first, as where there is one.
      const problem = endingProblem(old, by, app.clock.now());
      return problem === undefined ? refuse("slot_gone", { given: `${to.day} ${to.time}` }) : refuse(problem);
    }
    const asked = { replacesId: old.id, serviceId: old.serviceId, slotId, by };
    const ahead = await previewReschedule(app, asked);
    const moved = await rescheduleBooking(app, { ...asked, bookingId: app.newId() });
    if (!moved.ok) return moved;
    const late = ahead.ok ? lateChangePhrases(ahead.value, (at) => momentOf(at, zone)) : [];
    return {
      ...moved,
      said: [saidOf(old, moved.value, zone), ...late].join(", "),
      telling: sayingBot(await tellingOf(app, moved.value)),
    };
  });
}

function saidOf(old: BookingView, moved: BookingView, zone: Zone): string {
  const refund = moved.refunded - old.refunded;
  return [
    `перенесена с №${old.number} (${momentOf(old.startsAt, zone)}), ${moved.specialistName}`,
    ...(refund > 0 ? [`вернётся ${formatRubles(kopecks(refund))}`] : []),
    ...(moved.owedOnSpot > 0 ? [`на месте ${formatRubles(moved.owedOnSpot)}`] : []),
  ].join(", ");
}
