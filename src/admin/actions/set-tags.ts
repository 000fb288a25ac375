import { findTags, listTags, setTags as set } from "../../core/people/index.ts";
import { done, type PanelAction, said } from "../panel-action.ts";

const USUAL_MAX = 12;

/** Gives a client the words that staff know them by (MS-3). */
export const setTags: PanelAction = {
  name: "setTags",
  label: "Метки",
  icon: "Tag",
  of: "record",
  form: async ({ app, row }) => {
    const usual = await listTags(app.db, USUAL_MAX);
    return {
      intro: `${String(row.name)}. По меткам собирают сегменты; клиент их не видит.`,
      submit: "Сохранить",
      fields: [
        {
          name: "tags",
          label: "Метки через запятую",
          kind: "text",
          value: (await findTags(app.db, String(row.id))).join(", "),
          hint: usual.length === 0 ? "Например: постоянная, утро." : `Уже есть: ${usual.join(", ")}.`,
        },
      ],
    };
  },
  run: async (call, values) => {
    const tags = values.text("tags").split(",");
    const outcome = await set(call.app, { clientId: String(call.row.id), tags, actor: call.actor });
    return said(
      outcome,
      call,
      (now) => done(now.length === 0 ? "Меток больше нет." : `Метки: ${now.join(", ")}.`, { stays: true }),
      { tag_too_long: "tags", tags_too_many: "tags" },
    );
  },
};
