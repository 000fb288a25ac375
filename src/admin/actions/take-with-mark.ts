import { type BookingView, recordOnSpot } from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { formatRubles, type Kopecks, kopecks, readRubles } from "../../core/kernel/money.ts";
import { ON_SPOT_METHODS, type OnSpotMethod, PAYMENT_METHOD_WORDS } from "../../core/payments/index.ts";
import { mayDo } from "../access.ts";
import {
  type ActionCall,
  type Field,
  refusedWith,
  type Said,
  stale,
  type Values,
  wrong,
} from "../panel-action.ts";
import { rublesToType } from "../readable.ts";

/** Money that is recorded along with a mark: chosen in its form, its id kept across retries. */
type Taken = { readonly paymentId: string; readonly method: OnSpotMethod; readonly amount: Kopecks };

/** Nothing was paid, or it is recorded another time. */
const NOT_NOW = "none";

const OPTIONS = [
  { value: NOT_NOW, label: "— (запишу потом)" },
  ...ON_SPOT_METHODS.map((value) => ({ value, label: PAYMENT_METHOD_WORDS[value] })),
];

/** The fields by which what is owed is recorded with the mark; none where nothing is owed (PY-7). */
export function takingFields({ app, user }: ActionCall, booking: BookingView): readonly Field[] {
  const { state, owedOnSpot } = booking;
  if (state !== "confirmed" || owedOnSpot === 0 || !mayDo(user, "Booking", "recordOnSpot")) return [];
  return [
    { name: "paymentId", label: "", kind: "hidden", value: app.newId() },
    { name: "paidBy", label: "Заплатил", kind: "select", value: NOT_NOW, options: OPTIONS },
    {
      ...{ name: "amount", label: "Сколько, ₽", kind: "text", value: rublesToType(owedOnSpot) },
      hint: "Запишется, если выбрано, как заплатил.",
    },
  ];
}

/** What a form says was paid; undefined: nothing; a refusal of what cannot be read, before anything is done. */
export function readTaken({ user }: ActionCall, values: Values): Taken | Said | undefined {
  const paidBy = values.text("paidBy");
  if (paidBy === "" || paidBy === NOT_NOW || !mayDo(user, "Booking", "recordOnSpot")) return undefined;
  const method = ON_SPOT_METHODS.find((one) => one === paidBy);
  if (method === undefined) return wrong("paidBy", "Выберите, как заплатил клиент.");
  const paymentId = values.text("paymentId");
  if (!isUuid(paymentId)) return stale("amount");
  const typed = readRubles(values.text("amount"));
  if (typed === undefined || typed === 0) return wrong("amount", "Укажите сумму в рублях: 1500 или 1500,50.");
  return { paymentId, method, amount: kopecks(typed) };
}

export const isRefused = (read: Taken | Said | undefined): read is Said =>
  read !== undefined && "kind" in read;

/**
 * Records what was paid once the visit is marked. The mark stands whatever comes of it: what was refused is said, and may
 * be recorded by «Оплата на месте».
 */
export async function takeMarked(
  call: ActionCall,
  marked: BookingView,
  taken: Taken,
): Promise<{ readonly said: string; readonly booking: BookingView }> {
  const outcome = await recordOnSpot(call.app, { ...taken, bookingId: marked.id, actor: call.actor });
  if (outcome.ok) return { said: `Записано: ${formatRubles(taken.amount)}.`, booking: outcome.value };
  const { message } = refusedWith(outcome, call);
  return { said: `Оплата не записана: ${message}`, booking: marked };
}
