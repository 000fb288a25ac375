import { findBooking, refundBooking as refund, refundableOf } from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { formatRubles, type Kopecks, kopecks, readRubles } from "../../core/kernel/money.ts";
import type { RefundOf } from "../../core/payments/index.ts";
import {
  type ActionCall,
  bookingOf,
  done,
  type Field,
  type PanelAction,
  type Said,
  said,
  stale,
  type Values,
  wrong,
} from "../panel-action.ts";
import { rublesToType } from "../readable.ts";
import { REFUND_SOURCES } from "../resources/words.ts";
import { ifByBot, toldByBot } from "./told-by-bot.ts";

const BOOKING_STATES: readonly unknown[] = ["confirmed", "completed", "no_show", "cancelled", "moved"];
/** Of a booking's money; a tip goes back on its own row of the payments. */
const SOURCES = ["online", "on_spot"] as const;

const REASON: Field = {
  name: "reason",
  label: "Причина",
  kind: "text",
  isRequired: true,
  hint: "Останется в журнале.",
};
const amountField = (left: Kopecks): Field => ({
  name: "amount",
  label: "Сколько, ₽",
  kind: "text",
  value: left > 0 ? rublesToType(left) : "",
  isRequired: true,
  hint: "Вернуть можно и часть.",
});
const requestField = (id: string): Field => ({ name: "requestId", label: "", kind: "hidden", value: id });

/** Gives money of a booking back, whole or part, with a reason (CX-3, EP-6). */
export const refundBooking: PanelAction = {
  name: "refundBooking",
  label: "Вернуть деньги",
  icon: "CornerUpLeft",
  of: "record",
  fits: ({ state, isPaid }) => BOOKING_STATES.includes(state) && isPaid === true,
  form: async (call) => {
    const { app, row } = call;
    const left = await refundableOf(app.db, String(row.id));
    const offered = SOURCES.filter((source) => left[source] > 0);
    const [from] = offered;
    const when = bookingOf(call);
    const options = offered.map((value) => ({
      value,
      label: `${REFUND_SOURCES[value]}: осталось ${formatRubles(left[value])}`,
    }));
    const hint = "Онлайн-оплату вернёт касса. Деньги на месте отдайте сами: здесь это только запишется.";
    return {
      intro: [
        when,
        from === undefined ? "Возвращать нечего: денег за неё сейчас нет." : "",
        from === undefined ? "" : await staysText(call),
        from === undefined ? "" : await (isAhead(call) ? toldByBot : ifByBot)(call, "о возврате"),
        left.tip > 0 ? `Чаевые ${formatRubles(left.tip)} возвращают в списке «Платежи».` : "",
      ]
        .filter(Boolean)
        .join(" "),
      submit: from === undefined ? "" : "Вернуть деньги",
      fields:
        from === undefined
          ? []
          : [
              requestField(app.newId()),
              { name: "of", label: "Что вернуть", kind: "select", value: from, options, hint },
              amountField(left[from]),
              REASON,
            ],
    };
  },
  run: async (call, values) => {
    const of = SOURCES.find((source) => source === values.text("of"));
    if (of === undefined) return wrong("of", "Выберите, что вернуть.");
    return giveBack(call, values, { of, bookingId: String(call.row.id) });
  },
};

const isAhead = ({ app, row }: ActionCall): boolean => new Date(String(row.startsAt)) > app.clock.now();

/** A visit that is still ahead stands when its money goes back, and what went back is not waited for (PY-7). */
async function staysText({ app, row }: ActionCall): Promise<string> {
  const booking = await findBooking(app.db, String(row.id));
  if (booking?.state !== "confirmed" || booking.startsAt <= app.clock.now()) return "";
  const { owedOnSpot } = booking;
  const owes =
    owedOnSpot === 0
      ? "Визит останется в календаре, и платить за него клиент больше не должен."
      : `Визит останется в календаре. Того, что вернёте, клиент больше не должен, за ним останется только ${formatRubles(owedOnSpot)}.`;
  return `${owes} Если визита не будет — отмените запись.`;
}

/** Gives a tip back, whole or part, with a reason. */
export const refundTip: PanelAction = {
  name: "refundTip",
  label: "Вернуть чаевые",
  icon: "CornerUpLeft",
  of: "record",
  fits: ({ kind, state, isKept }) => kind === "tip" && state === "captured" && isKept === true,
  form: async ({ app, row }) => {
    const { tip: left } = await refundableOf(app.db, String(row.bookingId), String(row.id));
    const received = formatRubles(kopecks(Number(row.capturedKopecks)));
    return {
      intro: `Чаевые ${received}, из них ещё не возвращено ${formatRubles(left)}. Деньги вернёт касса.`,
      submit: left > 0 ? "Вернуть чаевые" : "",
      fields: left > 0 ? [requestField(app.newId()), amountField(left), REASON] : [],
    };
  },
  run: (call, values) =>
    giveBack(call, values, {
      of: "tip",
      bookingId: String(call.row.bookingId),
      paymentId: String(call.row.id),
    }),
};

async function giveBack(
  call: ActionCall,
  values: Values,
  from: { readonly of: RefundOf; readonly bookingId: string; readonly paymentId?: string },
): Promise<Said> {
  const requestId = values.text("requestId");
  if (!isUuid(requestId)) return stale("amount");
  const typed = readRubles(values.text("amount"));
  if (typed === undefined) return wrong("amount", "Укажите сумму в рублях: 1500 или 1500,50.");
  const amount = kopecks(typed);
  const reason = values.text("reason");
  const outcome = await refund(call.app, { ...from, requestId, amount, reason, actor: call.actor });
  const told = `Возврат ${formatRubles(amount)} записан.`;
  return said(outcome, call, () => done(told, { stays: true }), {
    reason_missing: "reason",
    refund_out_of_range: "amount",
    nothing_to_refund: "amount",
    refund_is_another: "amount",
  });
}
