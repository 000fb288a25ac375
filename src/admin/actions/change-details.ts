import { birthdayText, findClient, setBirthday, setEmail } from "../../core/people/index.ts";
import { done, type PanelAction, said } from "../panel-action.ts";

/** Writes down where a client's receipts go and when they were born, as they told staff (PE-4, PY-6). */
export const changeDetails: PanelAction = {
  name: "changeDetails",
  label: "Почта и день рождения",
  icon: "Gift",
  of: "record",
  form: async ({ app, row }) => {
    const { email = "", birthday } = (await findClient(app.db, String(row.id))) ?? {};
    return {
      intro: "Сам клиент может изменить их в боте. Пустое поле уберёт то, что было записано.",
      submit: "Сохранить",
      fields: [
        {
          ...{ name: "email", label: "Почта", kind: "text", value: email },
          hint: "На неё приходят чеки об онлайн-оплате.",
        },
        {
          ...{ name: "birthday", label: "День рождения", kind: "text" },
          ...{ value: birthday === undefined ? "" : birthdayText(birthday) },
          hint: "Например: 07.03.1990, или без года: 07.03.",
        },
      ],
    };
  },
  run: async (call, values) => {
    const { app, actor, row } = call;
    const clientId = String(row.id);
    const birthday = await setBirthday(app, { clientId, typed: values.optional("birthday"), actor });
    if (!birthday.ok) return said(birthday, call, () => done(""), OF_BIRTHDAY);
    const email = await setEmail(app, { clientId, email: values.optional("email"), actor });
    return said(email, call, () => done("Записали.", { stays: true }), { email_unreadable: "email" });
  },
};

const OF_BIRTHDAY = { birthday_unreadable: "birthday", birthday_out_of_range: "birthday" } as const;
