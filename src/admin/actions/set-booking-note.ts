import { findBookingNote, setBookingNote as set } from "../../core/booking/index.ts";
import { bookingOf, done, type PanelAction, said } from "../panel-action.ts";

/** Writes what staff should know about a booking; the client does not see it in the bot. */
export const setBookingNote: PanelAction = {
  name: "setBookingNote",
  label: "Заметка",
  icon: "Edit3",
  of: "record",
  form: async (call) => ({
    intro: `${bookingOf(call)} Заметку видят только сотрудники.`,
    submit: "Сохранить заметку",
    fields: [
      {
        name: "note",
        label: "Заметка",
        kind: "textarea",
        value: await findBookingNote(call.app.db, String(call.row.id)),
        hint: "Пусто — убрать заметку.",
      },
    ],
  }),
  run: async (call, values) => {
    const { app, actor, row } = call;
    const note = values.text("note");
    const outcome = await set(app, { bookingId: String(row.id), note, actor });
    const told = note === "" ? "Заметки больше нет." : "Заметка сохранена.";
    return said(outcome, call, () => done(told, { stays: true }), { booking_note_too_long: "note" });
  },
};
