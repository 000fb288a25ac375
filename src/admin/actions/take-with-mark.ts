import type { BookingView, TakenOnSpot } from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { formatRubles, kopecks, readRubles } from "../../core/kernel/money.ts";
import { ON_SPOT_METHODS, PAYMENT_METHOD_WORDS } from "../../core/payments/index.ts";
import { mayDo } from "../access.ts";
import { type ActionCall, type Field, type Said, stale, type Values, wrong } from "../panel-action.ts";
import { rublesToType } from "../readable.ts";

const OPTIONS = ON_SPOT_METHODS.map((value) => ({ value, label: PAYMENT_METHOD_WORDS[value] }));

/** The fields by which what is owed is recorded with the mark; none where nothing is owed (PY-7). */
export function takingFields({ app, user }: ActionCall, booking: BookingView): readonly Field[] {
  const { state, owedOnSpot } = booking;
  if (state !== "confirmed" || owedOnSpot === 0 || !mayDo(user, "Booking", "recordOnSpot")) return [];
  return [
    { name: "paymentId", label: "", kind: "hidden", value: app.newId() },
    { name: "paidBy", label: "Заплатил", kind: "select", options: OPTIONS, none: "— (запишу потом)" },
    {
      ...{ name: "amount", label: "Сколько, ₽", kind: "text", value: rublesToType(owedOnSpot) },
      hint: "Запишется, если выбрано, как заплатил.",
    },
  ];
}

/** What a form says was paid; undefined: nothing; a refusal of what cannot be read, before anything is done. */
export function readTaken({ user }: ActionCall, values: Values): TakenOnSpot | Said | undefined {
  const paidBy = values.text("paidBy");
  if (paidBy === "" || !mayDo(user, "Booking", "recordOnSpot")) return undefined;
  const method = ON_SPOT_METHODS.find((one) => one === paidBy);
  if (method === undefined) return wrong("paidBy", "Выберите, как заплатил клиент.");
  const paymentId = values.text("paymentId");
  if (!isUuid(paymentId)) return stale("amount");
  const typed = readRubles(values.text("amount"));
  if (typed === undefined || typed === 0) return wrong("amount", "Укажите сумму в рублях: 1500 или 1500,50.");
  return { paymentId, method, amount: kopecks(typed) };
}

export const isRefused = (read: TakenOnSpot | Said | undefined): read is Said =>
  read !== undefined && "kind" in read;

/** The fields that a refused payment stands beside. */
export const TAKING_FIELDS = {
  on_spot_above_owed: "amount",
  amount_not_positive: "amount",
  booking_takes_no_money: "amount",
  payment_is_another: "amount",
} as const;

export const recordedText = ({ amount }: TakenOnSpot): string => `Записано: ${formatRubles(amount)}.`;
