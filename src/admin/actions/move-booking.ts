import {
  findBooking,
  listFreeDays,
  listFreeStarts,
  listSlotServices,
  movePhrases,
  type PricedStart,
  previewReschedule,
  rescheduleBooking,
} from "../../core/booking/index.ts";
import { findSlot } from "../../core/calendar/index.ts";
import { listSpecialists } from "../../core/catalog/index.ts";
import { dayOf, type LocalDay, type Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { isManager } from "../access.ts";
import {
  type ActionCall,
  bookingOf,
  type Choice,
  done,
  type PanelAction,
  said,
  type Values,
  wrong,
} from "../panel-action.ts";
import { formatInstant, formatTime, formatWeekday } from "../readable.ts";
import { dayChoices } from "./day-choices.ts";
import { toldByBot } from "./told-by-bot.ts";

/**
 * Moves a booking by the business: at once, without a penalty, and the client is told (CX-7). A specialist moves their own,
 * to their own slots (PE-3).
 */
export const moveBooking: PanelAction = {
  name: "moveBooking",
  label: "Перенести",
  icon: "Repeat",
  of: "record",
  fits: ({ state }) => state === "confirmed",
  form: async (call, values) => {
    const offered = (await aimedAt(call, values)) ?? (await offeredFor(call, values?.text("day")));
    const what = bookingOf(call);
    if (offered === undefined) {
      return { intro: `${what} Свободного времени для этой услуги сейчас нет.`, submit: "", fields: [] };
    }
    return {
      intro: `${what}${await handedOver(call, values)} Штрафа не будет. Оплаченное засчитаем: если новая цена больше, остаток клиент доплатит на месте, если меньше, разница вернётся.${await changesOf(call, values)} ${await toldByBot(call, "новое время")}`,
      submit: "Перенести",
      fields: [
        { name: "bookingId", label: "", kind: "hidden", value: call.app.newId() },
        {
          name: "day",
          label: "День",
          kind: "select",
          value: offered.day,
          options: offered.days,
          isRequired: true,
          recasts: true,
        },
        {
          name: "slotId",
          label: "Новое время",
          kind: "select",
          options: offered.starts,
          isRequired: true,
          recasts: true,
        },
        {
          name: "reason",
          label: "Причина",
          kind: "text",
          hint: "Можно не писать. Останется в журнале, клиент её не увидит.",
        },
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
      by: { kind: "business", actor, reason: values.optional("reason") },
    });
    return said(
      outcome,
      call,
      ({ id, number, startsAt, specialistName }) =>
        done(
          `Запись перенесена: теперь это № ${number}, ${formatInstant(startsAt, zone)}, ${specialistName}.`,
          { opens: id },
        ),
      {
        ...{ slot_taken: "slotId", slot_gone: "slotId", too_late_to_book: "slotId", same_start: "slotId" },
        ...{ overlaps_own_booking: "slotId", not_your_slot: "slotId" },
      },
    );
  },
};

/** Whose visit it becomes, where the chosen slot is another specialist's. */
async function handedOver({ app, row }: ActionCall, values: Values | undefined): Promise<string> {
  const chosen = values?.optional("slotId") === undefined ? undefined : values.uuid("slotId");
  const slot = chosen === undefined ? undefined : await findSlot(app.db, chosen);
  if (slot === undefined || slot.specialistId === row.specialistId) return "";
  const names = await listSpecialists(app.db);
  const nameOf = (id: unknown) => names.find((one) => one.id === id)?.name ?? "";
  return ` Сменится специалист: ${nameOf(row.specialistId)} → ${nameOf(slot.specialistId)}.`;
}

/** What changes for the client at the chosen time, before it is pressed: price, refund, what cancelling late costs. */
async function changesOf({ app, actor, row, zone }: ActionCall, values: Values | undefined): Promise<string> {
  const slotId = values?.optional("slotId") === undefined ? undefined : values.uuid("slotId");
  if (slotId === undefined) return "";
  const wanted = { replacesId: String(row.id), serviceId: String(row.serviceId), slotId };
  const by = { kind: "business", actor, reason: undefined } as const;
  const preview = await previewReschedule(app, { ...wanted, by });
  if (!preview.ok) return "";
  const changes = movePhrases(preview.value, (at) => formatInstant(at, zone));
  return changes.length === 0 ? "" : ` Изменится: ${changes.join("; ")}.`;
}

type Offered = {
  readonly day: LocalDay;
  readonly days: readonly Choice[];
  readonly starts: readonly Choice[];
};

/** A slot that was pointed at in the calendar, further ahead than clients may book: it is offered too. */
async function aimedAt(call: ActionCall, values: Values | undefined): Promise<Offered | undefined> {
  const { app, row, zone } = call;
  if (values === undefined || values.text("slotId") === "") return undefined;
  const found = await listSlotServices(app, values.uuid("slotId"), { isAhead: true });
  const fitting = found.ok && found.value.services.find(({ service }) => service.id === row.serviceId);
  if (!found.ok || !fitting) return undefined;
  const { slot } = found.value;
  if (!isManager(call.user) && slot.specialistId !== call.user.specialistId) return undefined;
  const day = dayOf(slot.startsAt, zone);
  // Once another day is chosen the slot is none of its starts.
  if (day !== values.text("day")) return undefined;
  const near = await offeredFor(call, day);
  if (near?.day === day) return near;
  const label = `${formatTime(slot.startsAt, zone)}, ${formatRubles(fitting.price.price)}`;
  const others = near?.days ?? [];
  return {
    day,
    days: [...others, { value: day, label: formatWeekday(day) }],
    starts: [{ value: slot.id, label }],
  };
}

/**
 * The days that have free starts of the booking's own service, and the starts of one of them: the asked day, or the
 * visit's own, or the first. Undefined: there is none. The booking's own slots count as free.
 */
async function offeredFor(
  { app, user, row, zone }: ActionCall,
  asked: string | undefined,
): Promise<Offered | undefined> {
  const booking = await findBooking(app.db, String(row.id));
  if (booking === undefined) return undefined;
  const whose = isManager(user) ? undefined : String(user.specialistId);
  const wanted = { serviceId: booking.serviceId, movedBookingId: booking.id, specialistId: whose };
  const days = await listFreeDays(app, wanted);
  const free = days.ok ? days.value : [];
  const own = dayOf(booking.startsAt, zone);
  const day = free.find((one) => one === asked) ?? free.find((one) => one === own) ?? free[0];
  if (day === undefined) return undefined;
  const found = await listFreeStarts(app, { ...wanted, day, isFarToo: true });
  return {
    day,
    days: dayChoices(free),
    starts: found.ok ? found.value.starts.map((start) => choiceOf(start, zone)) : [],
  };
}

const choiceOf = ({ slotIds, startsAt, specialistName, kind, price }: PricedStart, zone: Zone): Choice => ({
  value: slotIds[0] ?? "",
  label: [
    `${formatTime(startsAt, zone)}, ${specialistName}, ${formatRubles(price.price)}`,
    ...(kind === "hot" ? ["горящее"] : []),
  ].join(", "),
});
