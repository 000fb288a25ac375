import {
  addSpecialist as add,
  assignService as assign,
  changeSpecialist as change,
  unassignService as unassign,
} from "../../core/catalog/index.ts";
import { kopecks, readRubles } from "../../core/kernel/money.ts";
import { done, type Field, type PanelAction, said, wrong } from "../panel-action.ts";
import { serviceChoices, specialistChoices } from "./choices.ts";

const FIELDS = {
  name_empty: "name",
  name_too_long: "name",
  name_taken: "name",
  meeting_url_unreadable: "meetingUrl",
} as const;

const details = (row: Readonly<Record<string, unknown>>): readonly Field[] => [
  { name: "name", label: "Имя", kind: "text", value: String(row.name ?? ""), isRequired: true },
  { name: "about", label: "О специалисте", kind: "textarea", value: String(row.about ?? "") },
  {
    name: "meetingUrl",
    label: "Ссылка для онлайн-встреч",
    kind: "text",
    value: String(row.meetingUrl ?? ""),
    hint: "Начинается с https://. Её получат клиенты, записанные онлайн.",
  },
];

/** Takes a specialist on. */
export const addSpecialist: PanelAction = {
  name: "addSpecialist",
  label: "Добавить специалиста",
  icon: "Plus",
  of: "list",
  form: () => ({
    submit: "Добавить специалиста",
    fields: [...details({}), { name: "doesAll", label: "Делает все услуги", kind: "switch", value: "true" }],
  }),
  run: async (call, values) => {
    const outcome = await add(call.app, {
      name: values.text("name"),
      about: values.text("about"),
      meetingUrl: values.optional("meetingUrl"),
      serviceIds: values.flag("doesAll") ? "all" : [],
      actor: call.actor,
    });
    return said(
      outcome,
      call,
      ({ name }) => done(`Специалист ${name} добавлен. Теперь создайте окошки.`),
      FIELDS,
    );
  },
};

/** Changes how a specialist is shown, and whether they take bookings. */
export const changeSpecialist: PanelAction = {
  name: "changeSpecialist",
  label: "Изменить",
  icon: "Edit",
  of: "record",
  form: ({ row }) => ({
    submit: "Сохранить",
    fields: [
      ...details(row),
      { name: "isActive", label: "Принимает клиентов", kind: "switch", value: String(row.isActive === true) },
    ],
  }),
  run: async (call, values) => {
    const outcome = await change(call.app, {
      specialistId: String(call.row.id),
      name: values.text("name"),
      about: values.text("about"),
      meetingUrl: values.optional("meetingUrl"),
      isActive: values.flag("isActive"),
      actor: call.actor,
    });
    return said(outcome, call, () => done("Специалист изменён.", { stays: true }), FIELDS);
  },
};

/** Says that a specialist does a service, and at which price. */
export const assignService: PanelAction = {
  name: "assignService",
  label: "Назначить услугу",
  icon: "Plus",
  of: "list",
  form: async (call) => ({
    intro: "Если услуга уже назначена, изменится её цена у этого специалиста.",
    submit: "Назначить",
    fields: [
      {
        name: "specialistId",
        label: "Специалист",
        kind: "select",
        options: await specialistChoices(call),
        isRequired: true,
      },
      {
        name: "serviceId",
        label: "Услуга",
        kind: "select",
        options: await serviceChoices(call),
        isRequired: true,
      },
      { name: "price", label: "Своя цена, ₽", kind: "text", hint: "Пусто — цена услуги." },
    ],
  }),
  run: async (call, values) => {
    const typed = values.text("price");
    const price = typed === "" ? undefined : readRubles(typed);
    if (typed !== "" && price === undefined) return wrong("price", "Укажите сумму в рублях, например 1500.");
    const outcome = await assign(call.app, {
      specialistId: values.uuid("specialistId"),
      serviceId: values.uuid("serviceId"),
      price: price === undefined ? undefined : kopecks(price),
      actor: call.actor,
    });
    return said(outcome, call, () => done("Услуга назначена."), {
      unknown_specialist: "specialistId",
      unknown_service: "serviceId",
      price_out_of_range: "price",
    });
  },
};

/** Says that a specialist no longer does a service. */
export const unassignService: PanelAction = {
  name: "unassignService",
  label: "Снять услугу",
  icon: "X",
  of: "record",
  form: () => ({
    intro: "Специалист больше не будет предлагаться на эту услугу. Записи, которые уже есть, останутся.",
    submit: "Снять услугу",
    fields: [],
  }),
  run: async (call) => {
    const { specialistId, serviceId } = call.row;
    const input = { specialistId: String(specialistId), serviceId: String(serviceId), actor: call.actor };
    return said(await unassign(call.app, input), call, () => done("Услуга снята."));
  },
};
