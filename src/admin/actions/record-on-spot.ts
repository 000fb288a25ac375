import { type BookingView, findBooking, recordOnSpot as record } from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { formatRubles, type Kopecks, kopecks, minus, readRubles } from "../../core/kernel/money.ts";
import { ON_SPOT_METHODS, PAYMENT_METHOD_WORDS } from "../../core/payments/index.ts";
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

const METHODS = ON_SPOT_METHODS.map((value) => ({ value, label: PAYMENT_METHOD_WORDS[value] }));
const STATES: readonly unknown[] = ["confirmed", "completed"];

/** Writes down what the client paid at the desk (PY-7). */
export const recordOnSpot: PanelAction = {
  name: "recordOnSpot",
  label: "Оплата на месте",
  icon: "CreditCard",
  of: "record",
  fits: ({ state, isOwed }) => STATES.includes(state) && isOwed === true,
  ...recording(),
};

/** The same where nothing is waited for: what was given back may be written down anew (PY-7). */
export const recordOnSpotAnew: PanelAction = {
  name: "recordOnSpotAnew",
  label: "Записать оплату снова",
  icon: "RotateCcw",
  of: "record",
  isAside: true,
  fits: ({ state, isOwed, isTakable }) => STATES.includes(state) && isTakable === true && isOwed !== true,
  ...recording(),
};

function recording(): Pick<PanelAction, "form" | "run"> {
  return {
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
}

function formOf(call: ActionCall, booking: BookingView | undefined): Form {
  const when = bookingOf(call);
  const owed = booking?.owedOnSpot ?? 0;
  const amount = {
    name: "amount",
    label: "Сколько, ₽",
    kind: "text",
    value: owed > 0 ? rublesToType(owed) : "",
    isRequired: true,
    hint: booking === undefined ? "" : mostOf(booking),
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
function moneyOf({ received, refunded, price, owedOnSpot, takableOnSpot }: BookingView): string {
  const back = minus(takableOnSpot, owedOnSpot);
  const returned = refunded > 0 ? `, возвращено ${formatRubles(refunded)}` : "";
  const told = `Цена ${formatRubles(price)}, получено ${formatRubles(received)}${returned}`;
  if (back === 0 || owedOnSpot > 0) return `${told}, осталось принять ${formatRubles(owedOnSpot)}.`;
  return `${told}. Больше от клиента ничего не ждём: ${formatRubles(back)} вы вернули. Если деньги всё же приняли или возврат записан по ошибке, запишите оплату снова.`;
}

function mostOf({ owedOnSpot, takableOnSpot }: BookingView): string {
  if (takableOnSpot === 0) return "Принимать больше нечего: всё оплачено.";
  const most = `Не больше ${formatRubles(takableOnSpot)}`;
  if (takableOnSpot === owedOnSpot) return `${most}.`;
  return owedOnSpot === 0 ? `${most}: столько вы вернули.` : `${most}: вместе с тем, что вы вернули.`;
}

const recorded = (amount: Kopecks, { owedOnSpot }: BookingView): string =>
  `Записано: ${formatRubles(amount)}.${owedOnSpot > 0 ? ` Осталось принять ${formatRubles(owedOnSpot)}.` : ""}`;
