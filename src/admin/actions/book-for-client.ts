import type { BookingView } from "../../core/booking/index.ts";
import { hoursAfter } from "../../core/kernel/instant.ts";
import {
  type ActionCall,
  done,
  type Field,
  type PanelAction,
  said,
  type Values,
  wrong,
} from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { serviceChoices } from "./choices.ts";
import { bookChosen, clientFields, hasChat, nobody, WHO_REFUSALS } from "./chosen-client.ts";

/** Books a free slot for a client who called or walked in: found by phone, or entered with a name (PY-8). */
export const bookForClient: PanelAction = {
  name: "bookForClient",
  label: "Записать клиента",
  icon: "UserPlus",
  of: "record",
  // A visit that took place let go of its slot, but its time is gone; and so is that of an earlier day.
  fits: (row) =>
    row.state === "open" && row.bookingId === null && row.visitNumber === undefined && row.age !== "past_day",
  form: async (call, values) => ({
    intro:
      "Найдите клиента по имени или телефону; новому хватит телефона и имени. На время, которое уже началось, записать можно в тот же день, с оплатой на месте.",
    submit: "Записать",
    fields: [
      { name: "bookingId", label: "", kind: "hidden", value: call.app.newId() },
      ...clientFields(values),
      {
        name: "serviceId",
        label: "Услуга",
        kind: "select",
        options: await serviceChoices(call),
        isRequired: true,
      },
      ...paymentFields(values?.text("payment"), await hasChat(call, values)),
    ],
  }),
  run: async (call, values) => {
    const unchosen = nobody(values);
    if (unchosen) return unchosen;
    const payment = paymentOf(call, values);
    if (payment === undefined) return wrong("hours", "Ждать оплату можно от 1 до 720 часов.");
    const outcome = await bookChosen(call, values, { slotId: String(call.row.id), payment });
    const isWritten = await hasChat(call, values);
    return said(
      outcome,
      call,
      (booking) =>
        done(
          `Запись № ${booking.number}: ${booking.clientName}, ${formatInstant(booking.startsAt, call.zone)}.${linkWords(booking, isWritten)}`,
        ),
      { ...PAYMENT_REFUSALS, ...WHO_REFUSALS, unknown_service: "serviceId" },
    );
  },
};

/** How a booking that staff make is paid (PY-8). */
const PAYMENT_FIELDS: readonly Field[] = [
  {
    name: "payment",
    label: "Оплата",
    kind: "select",
    value: "on_spot",
    options: [
      { value: "on_spot", label: "На месте: запись подтверждена сразу" },
      { value: "link", label: "По ссылке: запись ждёт оплаты" },
    ],
  },
  {
    name: "hours",
    label: "Сколько часов ждать оплату по ссылке",
    kind: "number",
    hint: "Не заполните — ждём сутки, но не дольше, чем до начала визита.",
  },
  {
    name: "reason",
    label: "Почему без предоплаты",
    kind: "text",
    hint: "Нужно только для горящего окна с оплатой на месте.",
  },
];

/**
 * Each way of paying asks for its own: how long a link is good, or why a hot window goes without a prepayment. To
 * whom has no chat with the bot staff hand the link over.
 */
export function paymentFields(chosen: string | undefined, hasChat: boolean): readonly Field[] {
  const value = chosen || "on_spot";
  return PAYMENT_FIELDS.filter(({ name }) => name !== (value === "link" ? "reason" : "hours")).map((field) =>
    field.name === "payment" ? { ...field, recasts: true, value, ...(hasChat ? {} : HANDED_OVER) } : field,
  );
}

const HANDED_OVER = { hint: "Клиент не пользуется ботом: ссылку покажем вам, отправите её сами." };

/** Said of a booking that waits for its money. */
export const linkWords = ({ state }: BookingView, hasChat: boolean): string =>
  state !== "held"
    ? ""
    : hasChat
      ? " Ждём оплату: ссылку бот отправил клиенту."
      : " Ждём оплату: нажмите «Ссылка на оплату» и отправьте её клиенту.";

const HOURS_MAX = 720;

/** Where a refusal about the payment is said. */
export const PAYMENT_REFUSALS = {
  ...{ waiver_needs_reason: "reason", link_time_passed: "hours" },
  ...{ nothing_to_pay: "payment", link_after_start: "payment" },
} as const;

/** What was chosen of them; undefined: the hours are out of range. */
export function paymentOf({ app }: ActionCall, values: Values) {
  if (values.text("payment") !== "link")
    return { by: "on_spot", waiverReason: values.optional("reason") } as const;
  if (values.optional("hours") === undefined) return { by: "link", until: undefined } as const;
  const hours = values.whole("hours");
  if (!(hours >= 1 && hours <= HOURS_MAX)) return undefined;
  return { by: "link", until: hoursAfter(app.clock.now(), hours) } as const;
}
