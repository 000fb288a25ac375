import { renameClient as rename } from "../../core/people/index.ts";
import { done, type PanelAction } from "../panel-action.ts";
import { saidOfClient } from "./chosen-client.ts";

/** Gives a client another name, as when it was misheard on the phone. */
export const renameClient: PanelAction = {
  name: "renameClient",
  label: "Изменить имя",
  icon: "Type",
  of: "record",
  form: ({ row }) => ({
    intro: "Так клиента называют бот и все списки. Сам клиент может изменить имя в боте.",
    submit: "Сохранить",
    fields: [{ name: "name", label: "Имя", kind: "text", value: String(row.name ?? ""), isRequired: true }],
  }),
  run: async (call, values) => {
    const { app, actor, row } = call;
    const outcome = await rename(app, { clientId: String(row.id), name: values.text("name"), actor });
    return saidOfClient(outcome, call, ({ name }) => done(`Теперь клиента зовут ${name}.`, { stays: true }), {
      name_empty: "name",
      name_too_long: "name",
    });
  },
};
