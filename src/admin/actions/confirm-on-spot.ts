import { confirmOnSpot as confirm, findBooking } from "../../core/booking/index.ts";
import { formatRubles, minus } from "../../core/kernel/money.ts";
import { worth } from "../../core/kernel/points.ts";
import { bookingOf, done, type Field, type PanelAction, said } from "../panel-action.ts";
import { toldByBot } from "./told-by-bot.ts";

const REASON: Field = {
  name: "waiverReason",
  label: "Почему без предоплаты",
  kind: "text",
  isRequired: true,
  hint: "Окошко горящее: за него берут предоплату. Причина останется в журнале.",
};

/** Lets a client who has not paid yet pay when they come (PY-8). */
export const confirmOnSpot: PanelAction = {
  name: "confirmOnSpot",
  label: "Подтвердить: оплата на месте",
  icon: "CheckCircle",
  of: "record",
  fits: ({ state }) => state === "held",
  form: async (call) => {
    const booking = await findBooking(call.app.db, String(call.row.id));
    const owed = booking === undefined ? "" : `${formatRubles(minus(booking.price, worth(booking.points)))} `;
    const late = "Если клиент всё же заплатит по прежней ссылке, деньги вернутся ему сами.";
    return {
      intro: `${bookingOf(call)} Она станет подтверждённой, ${owed}клиент отдаст на месте. ${late} ${await toldByBot(call, "о записи")}`,
      submit: "Подтвердить запись",
      fields: booking?.policy === "hot" && booking.prepayment > 0 ? [REASON] : [],
    };
  },
  run: async (call, values) => {
    const outcome = await confirm(call.app, {
      bookingId: String(call.row.id),
      waiverReason: values.optional("waiverReason"),
      actor: call.actor,
    });
    return said(
      outcome,
      call,
      ({ owedOnSpot }) =>
        done(`Запись подтверждена. На месте: ${formatRubles(owedOnSpot)}.`, { stays: true }),
      { waiver_needs_reason: "waiverReason" },
    );
  },
};
