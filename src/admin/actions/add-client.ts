import { enterClient } from "../../core/people/index.ts";
import { done, type PanelAction } from "../panel-action.ts";
import { saidOfClient } from "./chosen-client.ts";

/** Enters a client who has no Telegram, or has not opened the bot yet, by phone and name (PE-4). */
export const addClient: PanelAction = {
  name: "addClient",
  label: "Добавить клиента",
  icon: "UserPlus",
  of: "list",
  form: () => ({
    intro:
      "Для того, кто звонит или приходит сам. Если потом он откроет бота и подтвердит этот номер, карточка станет его.",
    submit: "Добавить клиента",
    fields: [
      {
        name: "phone",
        label: "Телефон",
        kind: "text",
        isRequired: true,
        hint: "Например, +7 900 123-45-67.",
      },
      { name: "name", label: "Имя", kind: "text", isRequired: true },
    ],
  }),
  run: async (call, values) => {
    const outcome = await enterClient(call.app, {
      phone: values.text("phone"),
      name: values.text("name"),
      actor: call.actor,
    });
    return saidOfClient(
      outcome,
      call,
      ({ id, name, isKnown }) =>
        done(isKnown ? `Клиент с этим телефоном уже есть: ${name}.` : `Клиент добавлен: ${name}.`, {
          opens: id,
        }),
      { phone_unreadable: "phone", phone_taken: "phone", name_empty: "name", name_too_long: "name" },
    );
  },
};
