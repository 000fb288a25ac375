import { bookForClient as book } from "../../core/booking/index.ts";
import { hoursAfter } from "../../core/kernel/instant.ts";
import { enterClient } from "../../core/people/index.ts";
import {
  type ActionCall,
  done,
  type Field,
  type PanelAction,
  refusedWith,
  type Said,
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
    const { app, actor } = call;
    const client = await clientOf(call, values);
    if ("kind" in client) return client;
    const outcome = await book(app, {
      bookingId: values.uuid("bookingId"),
      clientId: client.id,
      serviceId: values.uuid("serviceId"),
      slotId: String(call.row.id),
      payment,
      actor,
    });
    return said(
      outcome,
      call,
      (booking) =>
        done(
          `Запись № ${booking.number}: ${booking.clientName}, ${formatInstant(booking.startsAt, call.zone)}.`,
        ),
      { ...PAYMENT_REFUSALS, unknown_service: "serviceId" },
    );
  },
};

/** The client who was chosen from those found; otherwise whoever has the phone, entered when nobody has. */
export async function clientOf(call: ActionCall, values: Values): Promise<{ readonly id: string } | Said> {
  if (values.optional("clientId") !== undefined) return { id: values.uuid("clientId") };
  const { app, actor } = call;
  const client = await enterClient(app, { phone: values.text("phone"), name: values.text("name"), actor });
  if (client.ok) return client.value;
  if (client.refusal === "name_empty") return wrong("name", "Укажите имя.");
  return refusedWith(client, call, { phone_unreadable: "phone" });
}

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
