import { isUuid } from "../../core/kernel/ids.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { adjustPoints as adjust, balanceOf } from "../../core/loyalty/index.ts";
import { done, type PanelAction, said, stale, wrong } from "../panel-action.ts";
import { formatInstant, textOf } from "../readable.ts";

/** Gives or takes points by hand, with a reason; the ledger gets one entry (EP-5). */
export const adjustPoints: PanelAction = {
  name: "adjustPoints",
  label: "Изменить баллы",
  icon: "Award",
  of: "record",
  form: async ({ app, row, zone }) => {
    const { balance, held, nextRedemptionAt } = await balanceOf(app.db, {
      clientId: String(row.id),
      now: app.clock.now(),
    });
    const points = (amount: number) => textOf(amount, { label: "", as: "points" }, zone);
    const heldToo = held > 0 ? `, из них отложено на запись: ${points(held)}` : "";
    return {
      intro: `${String(row.name)}: баллов ${points(balance)}${heldToo}.${nextRedemptionAt ? ` Списать баллы клиент сможет с ${formatInstant(nextRedemptionAt, zone)}.` : ""}`,
      submit: "Изменить баллы",
      fields: [
        { name: "entryId", label: "", kind: "hidden", value: app.newId() },
        {
          name: "points",
          label: "Сколько",
          kind: "text",
          isRequired: true,
          hint: "100 — начислить, −100 — списать.",
        },
        {
          name: "mayOwe",
          label: "Можно в долг",
          kind: "switch",
          hint: "Списать больше, чем есть: баллов станет меньше нуля.",
        },
        {
          name: "reason",
          label: "Причина",
          kind: "text",
          isRequired: true,
          hint: "Останется в истории баллов: имён и телефонов не пишите.",
        },
      ],
    };
  },
  run: async (call, values) => {
    const entryId = values.text("entryId");
    if (!isUuid(entryId)) return stale("points");
    const points = values.whole("points");
    if (Number.isNaN(points)) return wrong("points", "Укажите целое число: 100 — начислить, −100 — списать.");
    const clientId = String(call.row.id);
    const outcome = await adjust(call.app, {
      entryId,
      clientId,
      points,
      reason: values.text("reason"),
      mayOwe: values.flag("mayOwe"),
      actor: call.actor,
    });
    return said(
      outcome,
      call,
      ({ balance }) => done(`Готово. Теперь баллов: ${formatWhole(balance)}.`, { stays: true }),
      {
        points_zero: "points",
        points_out_of_range: "points",
        points_below_zero: "points",
        reason_missing: "reason",
      },
    );
  },
};
