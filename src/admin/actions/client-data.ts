import { clientPage, eraseClient as erase, previewErasure } from "../../core/booking/index.ts";
import { takeClientData } from "../../core/exports/index.ts";
import { dayOf } from "../../core/kernel/local-day.ts";
import { loadSettings } from "../../core/settings/index.ts";
import { type ActionCall, done, type Form, type PanelAction, said } from "../panel-action.ts";
import { textOf } from "../readable.ts";
import { sentence } from "../refusals.ts";

/** Everything that is kept about a client, as a file: for the client who asked, or for the law (PE-2). */
export const exportClient: PanelAction = {
  name: "exportClient",
  label: "Выгрузить данные",
  icon: "Download",
  of: "record",
  form: ({ row }) => ({
    intro: `Всё, что хранится о клиенте «${String(row.name)}»: контакты, согласия, записи, деньги, баллы, переписка и ваши заметки. Выгрузка останется в журнале.`,
    submit: "Скачать",
    fields: [
      {
        name: "form",
        label: "Каким файлом",
        kind: "select",
        value: "html",
        options: [
          { value: "html", label: "страница: прочитать и распечатать" },
          { value: "json", label: "JSON: для программ" },
        ],
      },
    ],
  }),
  run: async (call, values) => {
    const { app, zone } = call;
    const outcome = await takeClientData(app, { clientId: String(call.row.id), actor: call.actor });
    const business = (await loadSettings(app.db))["business.name"];
    return said(outcome, call, (data) => {
      const name = `klient-${dayOf(data.exportedAt, zone)}`;
      const file =
        values.text("form") === "json"
          ? { name: `${name}.json`, type: "application/json", text: JSON.stringify(data, null, 2) }
          : { name: `${name}.html`, type: "text/html", text: clientPage(data, { business, zone }) };
      return { kind: "file", message: "Файл сохранён.", file };
    });
  },
};

/** Takes everything personal from a client for good; visits and money stay without a name (PE-2). */
export const eraseClient: PanelAction = {
  name: "eraseClient",
  label: "Удалить данные",
  icon: "UserX",
  of: "record",
  form: eraseForm,
  run: async (call, values) => {
    const outcome = await erase(call.app, {
      clientId: String(call.row.id),
      actor: call.actor,
      reason: values.text("reason"),
    });
    return said(outcome, call, () => done("Данные клиента удалены."), { reason_missing: "reason" });
  },
};

/** Exactly what goes and what stays; while it may not be done, only why, and nothing to press. */
async function eraseForm({ app, row, zone }: ActionCall): Promise<Form> {
  const may = await previewErasure(app, String(row.id));
  if (!may.ok) return { intro: sentence(may.refusal, may.detail, zone), submit: "", fields: [] };
  const points =
    Number(row.pointsBalance) > 0 ? textOf(row.pointsBalance, { label: "", as: "points" }, zone) : "";
  const burnt = points === "" ? "" : ` Баллы (${points}) сгорят.`;
  return {
    intro: `Навсегда удалим имя, контакты, день рождения, заметки и переписку клиента «${String(row.name)}», согласия будут отозваны.${burnt} Записи, платежи и движения баллов останутся без имени.`,
    submit: "Удалить навсегда",
    fields: [
      {
        name: "reason",
        label: "Причина",
        kind: "text",
        isRequired: true,
        hint: "Останется в журнале: имён и телефонов не пишите.",
      },
    ],
  };
}
