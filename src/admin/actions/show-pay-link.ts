import { findBooking, openPayment } from "../../core/booking/index.ts";
import { present } from "../../core/kernel/invariant.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { findClient, setEmail } from "../../core/people/index.ts";
import { loadSettings } from "../../core/settings/index.ts";
import {
  type ActionCall,
  bookingOf,
  type Field,
  type PanelAction,
  refusedWith,
  said,
} from "../panel-action.ts";
import { formatInstant } from "../readable.ts";

/** The page on which a booking that waits for its money is paid, for staff to send by any means (PY-8). */
export const showPayLink: PanelAction = {
  name: "showPayLink",
  label: "Ссылка на оплату",
  icon: "Link",
  of: "record",
  fits: ({ state }) => state === "held",
  form: async (call) => ({
    intro: `${bookingOf(call)} По ссылке платят и без бота: отправьте её клиенту, как вам удобно.`,
    submit: "Показать ссылку",
    fields: await receiptFields(call),
  }),
  run: async (call, values) => {
    const { app, actor, row, zone } = call;
    const bookingId = String(row.id);
    const { clientId } = await bookingOfRow(call);
    const email = values.optional("email");
    const kept = email === undefined ? undefined : await setEmail(app, { clientId, email, actor });
    if (kept?.ok === false) return refusedWith(kept, call, { email_unreadable: "email" });
    const opened = await openPayment(app, { bookingId, clientId, method: "bank_card" });
    return said(
      opened,
      call,
      ({ url, amount, payUntil }) => ({
        kind: "counted",
        message: `К оплате ${formatRubles(amount)}, ждём до ${formatInstant(payUntil, zone)}.`,
        copy: url,
      }),
      { email_needed: "email" },
    );
  },
};

const bookingOfRow = async ({ app, row }: ActionCall) =>
  present(await findBooking(app.db, String(row.id)), "the booking of a row");

/** Whose receipt would have nowhere to go is asked for their e-mail (PY-6). */
async function receiptFields(call: ActionCall): Promise<readonly Field[]> {
  const { clientId } = await bookingOfRow(call);
  const [client, settings] = [await findClient(call.app.db, clientId), await loadSettings(call.app.db)];
  if (settings["receipts.mode"] === "off" || client?.email !== undefined) return [];
  return [
    {
      ...{ name: "email", label: "Почта клиента", kind: "text", isRequired: true },
      hint: "По закону на неё придёт чек.",
    },
  ];
}
