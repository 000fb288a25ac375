import { linkStaff as link } from "../../core/people/index.ts";
import { done, type PanelAction, said, wrong } from "../panel-action.ts";

/** Lets a member of staff into the bot's staff part, or takes it away (PE-3). */
export const linkStaff: PanelAction = {
  name: "linkStaff",
  label: "Telegram",
  icon: "Send",
  of: "record",
  form: ({ row }) => ({
    intro: `${String(row.name)}: в боте по команде /today виден свой день и отмечаются визиты.`,
    submit: "Сохранить",
    fields: [
      {
        name: "telegramId",
        label: "Telegram id",
        kind: "text",
        value: row.telegramId === null || row.telegramId === undefined ? "" : String(row.telegramId),
        hint: "Бот назовёт его по команде /id. Пусто — без бота.",
      },
    ],
  }),
  run: async (call, values) => {
    const typed = values.text("telegramId");
    if (typed !== "" && !/^\d{1,15}$/.test(typed)) return wrong("telegramId", "Telegram id — это число.");
    const telegramId = typed === "" ? undefined : Number(typed);
    const { app, actor, row } = call;
    const outcome = await link(app, { staffId: String(row.id), telegramId, actor });
    return said(
      outcome,
      call,
      (member) =>
        done(member.telegramId === undefined ? "Связи с Telegram больше нет." : "Связано с Telegram.", {
          stays: true,
        }),
      { telegram_taken: "telegramId", staff_needs_entry: "telegramId" },
    );
  },
};
