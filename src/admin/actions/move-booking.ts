import { findBooking, nearestStarts, type PricedStart, rescheduleBooking } from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import {
  type ActionCall,
  bookingOf,
  type Choice,
  done,
  type PanelAction,
  said,
  wrong,
} from "../panel-action.ts";
import { formatInstant } from "../readable.ts";

/** As many as a person still looks through. */
const STARTS_MAX = 150;

/** Moves a booking by the business: at once, without a penalty, and the client is told (CX-7). */
export const moveBooking: PanelAction = {
  name: "moveBooking",
  label: "Перенести",
  icon: "Repeat",
  of: "record",
  fits: ({ state }) => state === "confirmed",
  form: async (call) => {
    const starts = await startChoices(call);
    const what = bookingOf(call);
    if (starts.length === 0) {
      return {
        intro: `${what} Свободного времени для этой услуги сейчас нет.`,
        submit: "",
        fields: [],
      };
    }
    return {
      intro: `${what} Штрафа не будет. Оплаченное засчитаем: если новая цена больше, остаток клиент доплатит на месте, если меньше, разница вернётся. Бот сообщит клиенту новое время.`,
      submit: "Перенести",
      fields: [
        { name: "bookingId", label: "", kind: "hidden", value: call.app.newId() },
        {
          name: "slotId",
          label: "Новое время",
          kind: "select",
          options: starts,
          isRequired: true,
          hint: endOf(starts),
        },
        { name: "reason", label: "Причина", kind: "text", isRequired: true, hint: "Останется в журнале." },
      ],
    };
  },
  run: async (call, values) => {
    const { app, actor, row, zone } = call;
    if (values.text("slotId") === "") return wrong("slotId", "Выберите новое время.");
    const outcome = await rescheduleBooking(app, {
      bookingId: values.uuid("bookingId"),
      replacesId: String(row.id),
      serviceId: String(row.serviceId),
      slotId: values.uuid("slotId"),
      by: { kind: "business", actor, reason: values.text("reason") },
    });
    return said(
      outcome,
      call,
      ({ id, number, startsAt, specialistName }) =>
        done(
          `Запись перенесена: теперь это № ${number}, ${formatInstant(startsAt, zone)}, ${specialistName}.`,
          { stays: true, opens: id },
        ),
      {
        reason_missing: "reason",
        ...{ slot_taken: "slotId", slot_gone: "slotId", too_late_to_book: "slotId", same_start: "slotId" },
        overlaps_own_booking: "slotId",
      },
    );
  },
};

/** A list that was cut says so. */
const endOf = (starts: readonly Choice[]): string =>
  starts.length < STARTS_MAX
    ? ""
    : `Здесь ${STARTS_MAX} начал, ближайших к прежнему времени; остальные не показаны.`;

/** The free starts of the booking's own service, soonest first; its own slots count as free. */
async function startChoices({ app, row, zone }: ActionCall): Promise<readonly Choice[]> {
  const booking = await findBooking(app.db, String(row.id));
  if (booking === undefined) return [];
  const { serviceId, startsAt: near, id: movedBookingId } = booking;
  const found = await nearestStarts(app, { serviceId, near, movedBookingId, count: STARTS_MAX });
  const choiceOf = ({ slotIds, startsAt, specialistName, kind, price }: PricedStart): Choice => ({
    value: slotIds[0] ?? "",
    label: [
      `${formatInstant(startsAt, zone)}, ${specialistName}, ${formatRubles(price.price)}`,
      ...(kind === "hot" ? ["горящее"] : []),
    ].join(", "),
  });
  return found.ok ? found.value.map(choiceOf) : [];
}
