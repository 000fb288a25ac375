import {
  addService as add,
  changeService as change,
  SERVICE_POLICIES,
  type Service,
  type ServicePolicy,
} from "../../core/catalog/index.ts";
import { kopecks, readRubles } from "../../core/kernel/money.ts";
import { done, type Field, type PanelAction, type Said, said, type Values, wrong } from "../panel-action.ts";
import { rublesToType } from "../readable.ts";
import { POLICY_NAMES } from "../resources/words.ts";

const FIELDS = {
  name_empty: "name",
  name_too_long: "name",
  name_taken: "name",
  duration_out_of_range: "durationMinutes",
  price_out_of_range: "price",
  prepayment_out_of_range: "prepayment",
  prepayment_not_asked: "prepayment",
} as const;

const details = (row: Readonly<Record<string, unknown>>): readonly Field[] => [
  { name: "name", label: "Название", kind: "text", value: String(row.name ?? ""), isRequired: true },
  { name: "description", label: "Описание", kind: "textarea", value: String(row.description ?? "") },
  {
    name: "kind",
    label: "Вид",
    kind: "select",
    value: String(row.kind ?? "in_person"),
    options: [
      { value: "in_person", label: "визит" },
      { value: "online", label: "онлайн" },
    ],
  },
  {
    name: "durationMinutes",
    label: "Длительность, минут",
    kind: "number",
    value: String(row.durationMinutes ?? 60),
    isRequired: true,
  },
  { name: "price", label: "Цена, ₽", kind: "text", value: typed(row.priceKopecks), isRequired: true },
  {
    name: "policy",
    label: "Порядок оплаты",
    kind: "select",
    value: String(row.paymentPolicy ?? "full"),
    options: SERVICE_POLICIES.map((value) => ({ value, label: POLICY_NAMES[value] ?? value })),
  },
  {
    name: "prepayment",
    label: "Предоплата, ₽",
    kind: "text",
    value: typed(row.prepaymentKopecks),
    hint: "Только когда порядок оплаты — «предоплата при записи».",
  },
];

const typed = (amount: unknown): string =>
  typeof amount === "number" && amount > 0 ? rublesToType(amount) : "";

/** Offers a new service. */
export const addService: PanelAction = {
  name: "addService",
  label: "Добавить услугу",
  icon: "Plus",
  of: "list",
  form: () => ({
    submit: "Добавить услугу",
    fields: [
      ...details({}),
      {
        name: "isForAll",
        label: "Делают все специалисты",
        kind: "switch",
        value: "true",
        hint: "Кто что делает, можно поменять потом.",
      },
    ],
  }),
  run: async (call, values) => {
    const read = readDetails(values);
    if (!("name" in read)) return read;
    const specialistIds = values.flag("isForAll") ? "all" : [];
    const outcome = await add(call.app, { ...read, specialistIds, actor: call.actor });
    return said(outcome, call, ({ name }) => done(`Услуга «${name}» добавлена.`), FIELDS);
  },
};

/** Changes a service for bookings made from now on. */
export const changeService: PanelAction = {
  name: "changeService",
  label: "Изменить",
  icon: "Edit",
  of: "record",
  form: ({ row }) => ({
    intro: "Новые условия — для новых записей. Те, что уже есть, останутся на прежних.",
    submit: "Сохранить",
    fields: [
      ...details(row),
      {
        name: "isActive",
        label: "Предлагается клиентам",
        kind: "switch",
        value: String(row.isActive === true),
      },
    ],
  }),
  run: async (call, values) => {
    const read = readDetails(values);
    if (!("name" in read)) return read;
    const serviceId = String(call.row.id);
    const { prepayment, ...rest } = read;
    // What stands in its field as the form was opened is not asked for: it goes when the policy does.
    const isAsked = prepayment !== call.row.prepaymentKopecks;
    const outcome = await change(call.app, {
      serviceId,
      ...rest,
      ...(isAsked ? { prepayment } : {}),
      isActive: values.flag("isActive"),
      actor: call.actor,
    });
    return said(outcome, call, () => done("Услуга изменена.", { stays: true }), FIELDS);
  },
};

function readDetails(values: Values): Omit<Service, "id" | "isActive"> | Said {
  const price = readRubles(values.text("price"));
  const prepayment = readRubles(values.text("prepayment") || "0");
  if (price === undefined) return wrong("price", "Укажите сумму в рублях, например 1500 или 1500,50.");
  if (prepayment === undefined) return wrong("prepayment", "Укажите сумму в рублях, например 500.");
  const policy = values.text("policy");
  return {
    name: values.text("name"),
    description: values.text("description"),
    kind: values.text("kind") === "online" ? "online" : "in_person",
    durationMinutes: values.whole("durationMinutes"),
    price: kopecks(price),
    policy: SERVICE_POLICIES.find((known): known is ServicePolicy => known === policy) ?? "full",
    prepayment: kopecks(prepayment),
  };
}
