import {
  cancelBooking as cancel,
  cancellationPhrases,
  previewCancellation,
  toldOfCancellation,
} from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { type ActionCall, bookingOf, done, type PanelAction, said, sentences } from "../panel-action.ts";
import { formatInstant, textOf } from "../readable.ts";
import { toldByBot } from "./told-by-bot.ts";

/** Cancels a booking by the business: everything goes back to the client (CX-6). */
export const cancelBooking: PanelAction = {
  name: "cancelBooking",
  label: "Отменить",
  icon: "XCircle",
  of: "record",
  fits: ({ state }) => state === "confirmed" || state === "held",
  form: async (call) => ({
    intro: `${bookingOf(call)} ${await consequence(call)}`,
    submit: "Отменить запись",
    fields: [
      { name: "reason", label: "Причина", kind: "text", isRequired: true, hint: "Останется в журнале." },
    ],
  }),
  run: async (call, values) => {
    const by = { kind: "business", actor: call.actor, reason: values.text("reason") } as const;
    const bookingId = String(call.row.id);
    const outcome = await cancel(call.app, { bookingId, by });
    const told = outcome.ok ? await toldOfCancellation(call.app.db, outcome.value) : undefined;
    const phrases = told ? cancellationPhrases(told, (at) => formatInstant(at, call.zone)) : [];
    const words = sentences(["запись отменена", ...phrases]);
    return said(outcome, call, () => done(words, { stays: true }), { reason_missing: "reason" });
  },
};

/** What the client gets back, as it would be now. */
async function consequence(call: ActionCall): Promise<string> {
  const { app, actor, row, zone } = call;
  if (row.state === "held")
    return `Она ещё не оплачена: время освободится, отложенные баллы вернутся клиенту. Деньги, если всё же придут, тоже вернутся. ${await toldByBot(call, "об этом")}`;
  const by = { kind: "business", actor, reason: "" } as const;
  const outcome = await previewCancellation(app, { bookingId: String(row.id), by });
  if (!outcome.ok) return "";
  const { refund, pointsBack, handedBack, droppedMove } = outcome.value;
  const back = [
    refund > 0 ? `деньги ${formatRubles(refund)}` : "",
    pointsBack > 0 ? `баллы ${textOf(pointsBack, { label: "", as: "points" }, zone)}` : "",
  ].filter(Boolean);
  const byHand =
    handedBack > 0
      ? ` На месте принято ${formatRubles(handedBack)}: отдайте их сами и запишите действием «Вернуть деньги».`
      : "";
  const dropped =
    droppedMove === undefined
      ? ""
      : ` Незавершённый перенос на ${formatInstant(droppedMove.startsAt, zone)} тоже отменится.`;
  const told = `${await toldByBot(call, "об отмене")}${byHand}${dropped}`;
  return back.length === 0
    ? `${handedBack > 0 ? "Онлайн возвращать нечего" : "Возвращать нечего: клиент ничего не платил"}. ${told}`
    : `Клиенту вернутся ${back.join(" и ")}. ${told}`;
}
