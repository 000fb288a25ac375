import { LIVE_STATES, setMeetingLink as set } from "../../core/booking/index.ts";
import { bookingOf, done, type PanelAction, said } from "../panel-action.ts";

const STATES: readonly unknown[] = LIVE_STATES;

/** Where one online booking meets, instead of the specialist's usual place (SL-8). */
export const setMeetingLink: PanelAction = {
  name: "setMeetingLink",
  label: "Ссылка на встречу",
  icon: "Video",
  of: "record",
  fits: ({ state, slotKind, endsAt }, _user, now) =>
    slotKind === "online" && STATES.includes(state) && new Date(String(endsAt)) > now,
  form: (call) => ({
    intro: `${bookingOf(call)} Если запись подтверждена, бот сразу пришлёт клиенту новую ссылку.`,
    submit: "Сохранить ссылку",
    fields: [
      {
        name: "meetingUrl",
        label: "Ссылка для этой записи",
        kind: "text",
        value: typeof call.row.meetingUrl === "string" ? call.row.meetingUrl : "",
        hint: "Если оставить пустым, встреча пройдёт по обычной ссылке специалиста.",
      },
    ],
  }),
  run: async (call, values) => {
    const { app, actor, row } = call;
    const meetingUrl = values.optional("meetingUrl");
    const outcome = await set(app, { bookingId: String(row.id), meetingUrl, actor });
    return said(outcome, call, () => done("Ссылка на встречу сохранена.", { stays: true }), {
      meeting_link_unreadable: "meetingUrl",
      meeting_link_too_long: "meetingUrl",
    });
  },
};
