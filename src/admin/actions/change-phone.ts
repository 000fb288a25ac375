import { changePhone as change } from "../../core/people/index.ts";
import { done, type PanelAction, said } from "../panel-action.ts";
import { phoneText } from "../readable.ts";

/** Writes down a client's phone, as when they called from another one (PE-4). */
export const changePhone: PanelAction = {
  name: "changePhone",
  label: "Изменить телефон",
  icon: "Phone",
  of: "record",
  form: ({ row }) => ({
    intro:
      row.phoneCheckedAt == null
        ? "По этому номеру бот узнает клиента, когда тот поделится им в Telegram."
        : "Нынешний номер клиент подтвердил в Telegram. Новый останется неподтверждённым, пока клиент им не поделится.",
    submit: "Сохранить",
    fields: [
      {
        name: "phone",
        label: "Телефон",
        kind: "text",
        value: typeof row.phone === "string" ? row.phone : "",
        hint: "Например: +7 900 123-45-67.",
        isRequired: true,
      },
    ],
  }),
  run: async (call, values) => {
    const { app, actor, row } = call;
    const outcome = await change(app, { clientId: String(row.id), phone: values.text("phone"), actor });
    return said(
      outcome,
      call,
      ({ phone }) => done(`Телефон клиента: ${phoneText(phone ?? "")}.`, { stays: true }),
      { phone_unreadable: "phone", phone_of_another: "phone" },
    );
  },
};
