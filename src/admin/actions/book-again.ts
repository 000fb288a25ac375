import { dayOf, plusDays } from "../../core/kernel/local-day.ts";
import { findClient } from "../../core/people/index.ts";
import { isManager } from "../access.ts";
import type { ActionCall, Choice, Field, PanelAction } from "../panel-action.ts";
import { paymentFields } from "./book-for-client.ts";
import { bookTyped, serviceField, timeFields } from "./book-visit.ts";
import { serviceChoices, specialistChoices } from "./choices.ts";

/** Most come again after two weeks or later: the first free day from then on is chosen, or the last before. */
const DAYS_LATER = 14;
const ANYBODY = "any";

/**
 * Books the client of a visit again, while they are at the desk: the same service and specialist, two weeks later (PY-8). A
 * specialist does so from a visit of their own, into their own slots (PE-3).
 */
export const bookAgain: PanelAction = {
  name: "bookAgain",
  label: "Записать снова",
  icon: "Repeat",
  of: "record",
  fits: ({ state }) => state === "completed",
  form: async (call, values) => {
    const { app, row, zone } = call;
    const client = await findClient(app.db, String(row.clientId));
    const services = await serviceChoices(call);
    const serviceId = values?.text("serviceId") ?? stillOf(services, String(row.serviceId));
    const isOwn = !isManager(call.user);
    const whose = isOwn
      ? String(call.user.specialistId)
      : (values?.text("specialistId") ?? String(row.specialistId));
    const since = plusDays(dayOf(new Date(String(row.startsAt)), zone), DAYS_LATER);
    const choice = { serviceId, since, day: values?.text("day") ?? "", slotId: values?.text("slotId") };
    const ofWhom = whose === ANYBODY ? {} : { specialistId: whose };
    const { fields, isHot } = await timeFields(call, { ...choice, ...ofWhom });
    return {
      intro: `${client?.name ?? ""}. ${isOwn ? "Услуга прежняя" : "Услуга и специалист прежние"}, день — свободный, ближе всего к двум неделям после визита. Всё можно поменять.`,
      submit: "Записать",
      fields: [
        { name: "bookingId", label: "", kind: "hidden", value: app.newId() },
        serviceField(services, serviceId),
        ...(isOwn ? [] : [await specialistField(call, whose)]),
        ...fields,
        ...paymentFields(call, values, { isReachable: client?.isReachable ?? false, isHot }),
      ],
    };
  },
  run: (call, values) => bookTyped(call, values, { lastId: String(call.row.id) }),
};

const specialistField = async (call: ActionCall, value: string): Promise<Field> => ({
  ...{ name: "specialistId", label: "Специалист", kind: "select", value, recasts: true },
  options: [{ value: ANYBODY, label: "любой" }, ...(await specialistChoices(call))],
});

/** A service that is offered no more, or not by this specialist, is chosen anew. */
const stillOf = (services: readonly Choice[], serviceId: string): string =>
  services.some(({ value }) => value === serviceId) ? serviceId : "";
