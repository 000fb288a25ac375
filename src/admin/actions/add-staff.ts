import { addStaff as add, STAFF_ROLES } from "../../core/people/index.ts";
import { done, type PanelAction, said, wrong } from "../panel-action.ts";
import { STAFF_ROLES_NAMES } from "../resources/words.ts";
import { specialistChoices } from "./choices.ts";

/** Lets a person into the panel, into the bot's staff part, or both. */
export const addStaff: PanelAction = {
  name: "addStaff",
  label: "Добавить сотрудника",
  icon: "UserPlus",
  of: "list",
  form: async (call) => ({
    intro:
      "Владелец может всё. Администратор — всё, кроме сотрудников, ролей и денежных настроек. Специалист видит свой календарь и свои записи и записывает к себе клиентов.",
    submit: "Добавить сотрудника",
    fields: [
      { name: "name", label: "Имя", kind: "text", isRequired: true },
      {
        name: "role",
        label: "Роль",
        kind: "select",
        value: "admin",
        options: STAFF_ROLES.map((value) => ({ value, label: STAFF_ROLES_NAMES[value] ?? value })),
      },
      {
        name: "specialistId",
        label: "Чей календарь",
        kind: "select",
        options: await specialistChoices(call),
        hint: "Нужно для роли «специалист».",
      },
      { name: "email", label: "Почта для входа в панель", kind: "text" },
      { name: "password", label: "Пароль", kind: "password", hint: "Не короче 10 знаков." },
      {
        name: "telegramId",
        label: "Telegram id",
        kind: "text",
        hint: "Чтобы получать сообщения бота для сотрудников.",
      },
    ],
  }),
  run: async (call, values) => {
    const telegramId = values.text("telegramId");
    if (telegramId !== "" && !/^\d{1,15}$/.test(telegramId))
      return wrong("telegramId", "Telegram id — это число.");
    const role = STAFF_ROLES.find((known) => known === values.text("role"));
    if (role === undefined) return wrong("role", "Выберите роль.");
    const outcome = await add(call.app, {
      name: values.text("name"),
      role,
      email: values.optional("email"),
      password: values.secret("password"),
      telegramId: telegramId === "" ? undefined : Number(telegramId),
      specialistId: values.optional("specialistId") === undefined ? undefined : values.uuid("specialistId"),
      actor: call.actor,
    });
    return said(outcome, call, ({ name }) => done(`${name} теперь в команде.`), {
      name_empty: "name",
      name_too_long: "name",
      email_unreadable: "email",
      email_taken: "email",
      password_too_short: "password",
      telegram_taken: "telegramId",
      specialist_needed: "specialistId",
      unknown_specialist: "specialistId",
    });
  },
};
