import { findBooking, openPayment } from "../../core/booking/index.ts";
import { present } from "../../core/kernel/invariant.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { bookingOf, type PanelAction, said } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";

/** The page on which a booking that waits for its money is paid, for staff to send by any means (PY-8). */
export const showPayLink: PanelAction = {
  name: "showPayLink",
  label: "Ссылка на оплату",
  icon: "Link",
  of: "record",
  fits: ({ state }) => state === "held",
  form: (call) => ({
    intro: `${bookingOf(call)} По ссылке можно заплатить и без бота: отправьте её клиенту, как вам удобно.`,
    submit: "Показать ссылку",
    fields: [],
  }),
  run: async (call) => {
    const { app, row, zone } = call;
    const bookingId = String(row.id);
    const { clientId } = present(await findBooking(app.db, bookingId), "the booking of a row");
    const opened = await openPayment(app, { bookingId, clientId, method: "bank_card" });
    return said(opened, call, ({ url, amount, payUntil }) => ({
      kind: "counted",
      message: `К оплате ${formatRubles(amount)}, ждём до ${formatInstant(payUntil, zone)}.`,
      copy: url,
    }));
  },
};
