import {
  type BookForCallerRefusal,
  type BookForClientInput,
  type BookingView,
  bookForClient as book,
  bookForCaller,
} from "../../core/booking/index.ts";
import { hoursAfter } from "../../core/kernel/instant.ts";
import type { Outcome } from "../../core/kernel/outcome.ts";
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

/** Books a free slot for a client who called or walked in: found by phone, or entered with a name (PY-8). */
export const bookForClient: PanelAction = {
  name: "bookForClient",
  label: "Записать клиента",
  icon: "UserPlus",
  of: "record",
  fits: (row) => row.state === "open" && row.bookingId === null,
  form: async (call) => ({
    intro:
      "Клиента найдём по телефону; если его ещё нет, добавим с этим именем. На время, которое уже началось, записать можно в тот же день, с оплатой на месте.",
    submit: "Записать",
    fields: [
      { name: "bookingId", label: "", kind: "hidden", value: call.app.newId() },
      { name: "phone", label: "Телефон клиента", kind: "text", isRequired: true },
      { name: "name", label: "Имя (для нового клиента)", kind: "text" },
      {
        name: "serviceId",
        label: "Услуга",
        kind: "select",
        options: await serviceChoices(call),
        isRequired: true,
      },
      ...PAYMENT_FIELDS,
    ],
  }),
  run: async (call, values) => {
    const payment = paymentOf(call, values);
    if (payment === undefined) return wrong("hours", "Ждать оплату можно от 1 до 720 часов.");
    const outcome = await bookWhomever(call, values, { slotId: String(call.row.id), payment });
    return said(
      outcome,
      call,
      (booking) =>
        done(
          `Запись № ${booking.number}: ${booking.clientName}, ${formatInstant(booking.startsAt, call.zone)}.`,
        ),
      { ...PAYMENT_REFUSALS, ...WHO_REFUSALS, unknown_service: "serviceId" },
    );
  },
};

/**
 * Books for the client who was chosen from those found; otherwise for whoever has the phone. A new one is entered together
 * with the booking, or not at all.
 */
export function bookWhomever(
  { app, actor }: ActionCall,
  values: Values,
  where: Pick<BookForClientInput, "slotId" | "payment">,
): Promise<Outcome<BookingView, BookForCallerRefusal>> {
  const wanted = {
    ...{ ...where, actor },
    ...{ bookingId: values.uuid("bookingId"), serviceId: values.uuid("serviceId") },
  };
  return values.optional("clientId") === undefined
    ? bookForCaller(app, { ...wanted, phone: values.text("phone"), name: values.text("name") })
    : book(app, { ...wanted, clientId: values.uuid("clientId") });
}

/** Where a refusal about the client is said. */
export const WHO_REFUSALS = { name_empty: "name", name_too_long: "name", phone_unreadable: "phone" } as const;

/** How a booking that staff make is paid (PY-8). */
export const PAYMENT_FIELDS: readonly Field[] = [
  {
    name: "payment",
    label: "Оплата",
    kind: "select",
    value: "on_spot",
    options: [
      { value: "on_spot", label: "На месте: запись подтверждена сразу" },
      { value: "link", label: "По ссылке в боте: запись ждёт оплаты" },
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

const HOURS_MAX = 720;

/** Where a refusal about the payment is said. */
export const PAYMENT_REFUSALS = {
  ...{ waiver_needs_reason: "reason", link_time_passed: "hours" },
  ...{ no_chat_for_link: "payment", nothing_to_pay: "payment", link_after_start: "payment" },
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
