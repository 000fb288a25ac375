import type { BookingView } from "../../core/booking/index.ts";
import { hoursAfter } from "../../core/kernel/instant.ts";
import { mayDo, mayFindClients, type PanelUser } from "../access.ts";
import { type ActionCall, done, type Field, type PanelAction, type Values, wrong } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { serviceChoices } from "./choices.ts";
import { bookChosen, clientFields, isReachable, nobody, saidOfClient, whoRefusals } from "./chosen-client.ts";

/**
 * Books a free slot for a client who called or walked in: found by phone, or entered with a name (PY-8). A specialist
 * gives both, and takes the money on the spot: whether a link would reach a phone is not theirs to learn (PE-3).
 */
export const bookForClient: PanelAction = {
  name: "bookForClient",
  label: "Записать клиента",
  icon: "UserPlus",
  of: "record",
  // A visit that took place let go of its slot, but its time is gone; and so is that of an earlier day.
  fits: (row) =>
    row.state === "open" && row.bookingId === null && row.visitNumber === undefined && row.age !== "past_day",
  form: async (call, values) => ({
    intro: `${mayFindClients(call.user) ? "Найдите клиента по имени или телефону; новому хватит телефона и имени." : "Напишите телефон и имя клиента."} На время, которое уже началось, записать можно в тот же день, с оплатой на месте.`,
    submit: "Записать",
    fields: [
      { name: "bookingId", label: "", kind: "hidden", value: call.app.newId() },
      ...clientFields(call, values),
      {
        name: "serviceId",
        label: "Услуга",
        kind: "select",
        options: await serviceChoices(call),
        isRequired: true,
      },
      ...paymentFields(call, values, { isReachable: await isReachable(call, values), isHot: isHot(call) }),
    ],
  }),
  run: async (call, values) => {
    const unchosen = nobody(call, values);
    if (unchosen) return unchosen;
    const payment = paymentOf(call, values);
    if (payment === undefined) return wrong("hours", "Ждать оплату можно от 1 до 720 часов.");
    const outcome = await bookChosen(call, values, { slotId: String(call.row.id), payment });
    return saidOfClient(
      outcome,
      call,
      (booking) =>
        done(
          `Запись № ${booking.number}: ${booking.clientName}, ${formatInstant(booking.startsAt, call.zone)}.${linkWords(booking)}`,
        ),
      { ...PAYMENT_REFUSALS, ...whoRefusals(call), unknown_service: "serviceId" },
    );
  },
};

const isHot = ({ row }: ActionCall): boolean => row.kind === "hot";

/** How a booking that staff make is paid (PY-8). */
const PAYMENT_FIELDS: readonly (Field & { readonly name: "payment" | "hours" | "reason" })[] = [
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
    hint: "Окошко горящее: за него берут предоплату. Причина останется в журнале.",
  },
];

/**
 * Each way of paying asks for its own: how long a link is good, or why a hot window goes without a prepayment. To
 * whom the bot cannot write to staff hand the link over.
 */
export function paymentFields(
  { user }: ActionCall,
  values: Values | undefined,
  { isReachable, isHot }: { readonly isReachable: boolean; readonly isHot: boolean },
): readonly Field[] {
  if (!mayAskForMoney(user)) return PAYMENT_FIELDS.filter(({ name }) => name === "reason" && isHot);
  const value = values?.text("payment") || "on_spot";
  const isAsked = { payment: true, hours: value === "link", reason: value !== "link" && isHot };
  return PAYMENT_FIELDS.filter(({ name }) => isAsked[name]).map((field) =>
    field.name === "payment"
      ? { ...field, recasts: true, value, ...(isReachable ? {} : HANDED_OVER) }
      : field,
  );
}

const HANDED_OVER = { hint: "Бот не может написать клиенту: ссылку покажем вам, отправите её сами." };

/** Said of a booking that waits for its money. */
export const linkWords = ({ state, isClientReachable }: BookingView): string =>
  state !== "held"
    ? ""
    : isClientReachable
      ? " Ждём оплату: ссылку бот отправил клиенту."
      : " Ждём оплату: нажмите «Ссылка на оплату» и отправьте её клиенту.";

/** A booking that waits for its money is for those who can show its link, confirm it and cancel it (PE-3). */
const mayAskForMoney = (user: PanelUser): boolean => mayDo(user, "Booking", "showPayLink");

const HOURS_MAX = 720;

/** Where a refusal about the payment is said. */
export const PAYMENT_REFUSALS = {
  ...{ waiver_needs_reason: "reason", link_time_passed: "hours" },
  ...{ nothing_to_pay: "payment", link_after_start: "payment" },
} as const;

const onSpotOf = (values: Values) => ({ by: "on_spot", waiverReason: values.optional("reason") }) as const;

/** What was chosen of them; undefined: the hours are out of range. */
export function paymentOf({ app, user }: ActionCall, values: Values) {
  if (values.text("payment") !== "link" || !mayAskForMoney(user)) return onSpotOf(values);
  if (values.optional("hours") === undefined) return { by: "link", until: undefined } as const;
  const hours = values.whole("hours");
  if (!(hours >= 1 && hours <= HOURS_MAX)) return undefined;
  return { by: "link", until: hoursAfter(app.clock.now(), hours) } as const;
}
