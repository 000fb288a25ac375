import { done, type PanelAction, wrong } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { linkWords, PAYMENT_REFUSALS, paymentFields, paymentOf } from "./book-for-client.ts";
import { noVisit, serviceField, timeFields } from "./book-visit.ts";
import { serviceChoices } from "./choices.ts";
import { bookChosen, clientFields, isReachable, nobody, saidOfClient, whoRefusals } from "./chosen-client.ts";

/** Books a visit for whoever calls, from the list of bookings: a client by name or phone, a service, a day, a time (PY-8). */
export const bookClient: PanelAction = {
  name: "bookClient",
  label: "Записать клиента",
  icon: "UserPlus",
  of: "list",
  form: async (call, values) => {
    const services = await serviceChoices(call);
    const only = services.length === 1 ? (services[0]?.value ?? "") : "";
    const serviceId = values?.text("serviceId") || only;
    const choice = { serviceId, day: values?.text("day") ?? "", slotId: values?.text("slotId") };
    const { fields, isHot } = await timeFields(call, choice);
    return {
      intro: "Найдите клиента по имени или телефону; новому хватит телефона и имени.",
      submit: "Записать",
      fields: [
        { name: "bookingId", label: "", kind: "hidden", value: call.app.newId() },
        ...clientFields(call, values),
        serviceField(services, serviceId),
        ...fields,
        ...paymentFields(call, values, { isReachable: await isReachable(call, values), isHot }),
      ],
    };
  },
  run: async (call, values) => {
    const unchosen = nobody(call, values) ?? noVisit(values);
    if (unchosen) return unchosen;
    const payment = paymentOf(call, values);
    if (payment === undefined) return wrong("hours", "Ждать оплату можно от 1 до 720 часов.");
    const outcome = await bookChosen(call, values, { slotId: values.uuid("slotId"), payment });
    return saidOfClient(
      outcome,
      call,
      (booking) =>
        done(
          `Запись № ${booking.number}: ${booking.clientName}, ${formatInstant(booking.startsAt, call.zone)}.${linkWords(booking)}`,
          { opens: booking.id },
        ),
      {
        ...{
          ...PAYMENT_REFUSALS,
          ...whoRefusals(call),
          unknown_service: "serviceId",
          overlaps_own_booking: "slotId",
        },
        ...{ slot_taken: "slotId", slot_gone: "slotId", too_late_to_book: "slotId" },
      },
    );
  },
};
