import { done, type PanelAction, said, wrong } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { bookWhomever, PAYMENT_REFUSALS, paymentOf, WHO_REFUSALS } from "./book-for-client.ts";
import { paymentFields, timeFields } from "./book-visit.ts";
import { serviceChoices } from "./choices.ts";

/** Books a visit for whoever calls, from the list of bookings: a client by phone, a service, a day, a time (PY-8). */
export const bookClient: PanelAction = {
  name: "bookClient",
  label: "Записать клиента",
  icon: "UserPlus",
  of: "list",
  form: async (call, values) => {
    const services = await serviceChoices(call);
    const only = services.length === 1 ? (services[0]?.value ?? "") : "";
    const serviceId = values?.text("serviceId") || only;
    return {
      intro: "Клиента найдём по телефону; если его ещё нет, добавим с этим именем.",
      submit: "Записать",
      fields: [
        { name: "bookingId", label: "", kind: "hidden", value: call.app.newId() },
        { name: "phone", label: "Телефон клиента", kind: "text", isRequired: true },
        { name: "name", label: "Имя (для нового клиента)", kind: "text" },
        {
          ...{ name: "serviceId", label: "Услуга", kind: "select", value: serviceId, options: services },
          ...{ isRequired: true, recasts: true },
        },
        ...(await timeFields(call, { serviceId, day: values?.text("day") ?? "" })),
        ...paymentFields(values?.text("payment"), true),
      ],
    };
  },
  run: async (call, values) => {
    if (values.text("serviceId") === "") return wrong("serviceId", "Выберите услугу.");
    if (values.text("slotId") === "") return wrong("slotId", "Выберите время.");
    const payment = paymentOf(call, values);
    if (payment === undefined) return wrong("hours", "Ждать оплату можно от 1 до 720 часов.");
    const outcome = await bookWhomever(call, values, { slotId: values.uuid("slotId"), payment });
    return said(
      outcome,
      call,
      ({ id, number, clientName, startsAt }) =>
        done(`Запись № ${number}: ${clientName}, ${formatInstant(startsAt, call.zone)}.`, { opens: id }),
      {
        ...{
          ...PAYMENT_REFUSALS,
          ...WHO_REFUSALS,
          unknown_service: "serviceId",
          overlaps_own_booking: "slotId",
        },
        ...{ slot_taken: "slotId", slot_gone: "slotId", too_late_to_book: "slotId" },
      },
    );
  },
};
