import {
  findStaff,
  messageGroupsOf,
  STAFF_MESSAGE_WORDS,
  setStaffMessages as set,
} from "../../core/people/index.ts";
import { done, type PanelAction, said } from "../panel-action.ts";

/** What the bot writes to a member of staff: everybody's own to switch, and an owner's (PE-3). */
export const setStaffMessages: PanelAction = {
  name: "setStaffMessages",
  label: "Уведомления",
  icon: "Bell",
  of: "record",
  form: async ({ app, row, user }) => {
    const member = await findStaff(app.db, String(row.id));
    if (member === undefined) return { intro: "Такого сотрудника нет.", submit: "", fields: [] };
    const groups = messageGroupsOf(member.role);
    const whom = member.id === user.id ? "Вам" : `${member.name}:`;
    const where = member.telegramId === undefined ? " Сейчас Telegram не указан, и бот не пишет." : "";
    return {
      intro: `${whom} бот пишет в Telegram о том, что отмечено.${where}`,
      submit: "Сохранить",
      fields: [
        {
          name: "heard",
          label: "О чём писать",
          kind: "checks",
          value: groups.filter((group) => !member.mutedMessages.includes(group)),
          options: groups.map((value) => ({ value, label: STAFF_MESSAGE_WORDS[value] })),
        },
      ],
    };
  },
  run: async (call, values) => {
    const { app, actor, row } = call;
    const staffId = String(row.id);
    const heard = new Set(values.list("heard"));
    const member = await findStaff(app.db, staffId);
    const groups = member === undefined ? [] : messageGroupsOf(member.role);
    const switches = Object.fromEntries(groups.map((group) => [group, heard.has(group)]));
    const outcome = await set(app, { staffId, switches, actor });
    return said(outcome, call, () => done("Сохранено, работает сразу.", { stays: true }), {
      owner_must_hear: "heard",
    });
  },
};
