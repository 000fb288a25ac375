import { type BookingView, findBooking, recordOnSpot as record } from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { formatRubles, type Kopecks, kopecks, readRubles } from "../../core/kernel/money.ts";
import { PAYMENT_METHOD_WORDS } from "../../core/payments/index.ts";
import {
  type ActionCall,
  bookingOf,
  done,
  type Form,
  type PanelAction,
  said,
  stale,
  wrong,
} from "../panel-action.ts";
import { rublesToType } from "../readable.ts";

const METHODS = [
  { value: "cash", label: PAYMENT_METHOD_WORDS.cash },
  { value: "terminal", label: PAYMENT_METHOD_WORDS.terminal },
] as const;
const STATES: readonly unknown[] = ["confirmed", "completed"];

/** Writes down what the client paid at the desk (PY-7). */
export const recordOnSpot: PanelAction = {
  name: "recordOnSpot",
  label: "Оплата на месте",
  icon: "CreditCard",
  of: "record",
  fits: ({ state }) => STATES.includes(state),
  form: async (call) => formOf(call, await findBooking(call.app.db, String(call.row.id))),
  run: async (call, values) => {
    const paymentId = values.text("paymentId");
    if (!isUuid(paymentId)) return stale("amount");
    const typed = readRubles(values.text("amount"));
    if (typed === undefined) return wrong("amount", "Укажите сумму в рублях: 1500 или 1500,50.");
    const method = METHODS.find(({ value }) => value === values.text("method"))?.value;
    if (method === undefined) return wrong("method", "Выберите, как заплатил клиент.");
    const money = { paymentId, bookingId: String(call.row.id), amount: kopecks(typed), method };
    const outcome = await record(call.app, { ...money, actor: call.actor });
    return said(outcome, call, (booking) => done(recorded(kopecks(typed), booking), { stays: true }), {
      on_spot_above_owed: "amount",
      amount_not_positive: "amount",
      payment_is_another: "amount",
    });
  },
};

function formOf(call: ActionCall, booking: BookingView | undefined): Form {
  const when = bookingOf(call);
  const owed = booking?.owedOnSpot ?? 0;
  const max = booking?.takableOnSpot ?? 0;
  const amount = {
    name: "amount",
    label: "Сколько, ₽",
    kind: "text",
    value: owed > 0 ? rublesToType(owed) : "",
    isRequired: true,
    hint: max > 0 ? `Не больше ${formatRubles(kopecks(max))}.` : "Принимать больше нечего: всё оплачено.",
  } as const;
  const method = { name: "method", label: "Как заплатил клиент", kind: "select", value: "cash" } as const;
  return {
    intro: booking === undefined ? when : `${when} ${moneyOf(booking)}`,
    submit: "Записать оплату",
    fields: [
      { name: "paymentId", label: "", kind: "hidden", value: call.app.newId() },
      amount,
      { ...method, options: METHODS, isRequired: true },
    ],
  };
}

/** What was given back is told where it is why nothing more is owed. */
const moneyOf = ({ paid, price, owedOnSpot, takableOnSpot, refunded }: BookingView): string => {
  const back = takableOnSpot > owedOnSpot ? `, возвращено ${formatRubles(refunded)}` : "";
  return `Цена ${formatRubles(price)}, получено ${formatRubles(paid)}${back}, осталось принять ${formatRubles(owedOnSpot)}.`;
};

const recorded = (amount: Kopecks, { owedOnSpot }: BookingView): string =>
  `Записано: ${formatRubles(amount)}.${owedOnSpot > 0 ? ` Осталось принять ${formatRubles(owedOnSpot)}.` : ""}`;
