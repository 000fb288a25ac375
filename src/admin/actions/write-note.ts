import { isUuid } from "../../core/kernel/ids.ts";
import { writeNote as write } from "../../core/people/index.ts";
import { done, type PanelAction, said, stale } from "../panel-action.ts";

/** Writes down for colleagues what is worth knowing about a client (PE-2, PE-5). */
export const writeNote: PanelAction = {
  name: "writeNote",
  label: "Заметка",
  icon: "Edit3",
  of: "record",
  form: ({ app, row }) => ({
    intro: `${String(row.name)}. Заметку видят только владелец и администраторы; изменить её потом нельзя, можно добавить новую.`,
    submit: "Записать",
    fields: [
      { name: "noteId", label: "", kind: "hidden", value: app.newId() },
      { name: "text", label: "Что запомнить", kind: "textarea", isRequired: true },
    ],
  }),
  run: async (call, values) => {
    const noteId = values.text("noteId");
    if (!isUuid(noteId)) return stale("text");
    const { app, actor, row } = call;
    const text = values.text("text");
    const outcome = await write(app, { noteId, clientId: String(row.id), text, actor });
    return said(outcome, call, () => done("Заметка записана.", { stays: true }), {
      note_empty: "text",
      note_too_long: "text",
    });
  },
};
