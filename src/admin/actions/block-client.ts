import { blockClient as block, liftBlock as lift, setVip as markVip } from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { daysAfter } from "../../core/kernel/instant.ts";
import { findBlock } from "../../core/people/index.ts";
import { type ActionCall, done, type PanelAction, said, stale, wrong } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { toldByBot } from "./told-by-bot.ts";

const DAYS_MAX = 3650;

const target = ({ row, actor }: ActionCall) => ({ clientId: String(row.id), actor });

/** Closes a client's own booking, for some days or until it is lifted (CX-4). */
export const blockClient: PanelAction = {
  name: "blockClient",
  label: "Заблокировать",
  icon: "Slash",
  of: "record",
  fits: (row) => row.isVip !== true && row.isBlocked !== true,
  form: async (call) => ({
    intro: `${String(call.row.name)} не сможет записываться через бота; записи, которые уже есть, остаются. ${await toldByBot(call, "об этом и причину")} ${await standing(call)}`,
    submit: "Заблокировать",
    fields: [
      { name: "blockId", label: "", kind: "hidden", value: call.app.newId() },
      {
        name: "reason",
        label: "Причина",
        kind: "text",
        isRequired: true,
        hint: "Её увидит клиент, и она останется в журнале: имён и телефонов не пишите.",
      },
      { name: "days", label: "На сколько дней", kind: "number", hint: "Пусто — пока не снимете." },
    ],
  }),
  run: async (call, values) => {
    const days = values.text("days") === "" ? undefined : values.whole("days");
    if (days !== undefined && !(days >= 1 && days <= DAYS_MAX))
      return wrong("days", `Укажите число дней от 1 до ${DAYS_MAX} или оставьте пустым.`);
    const blockId = values.text("blockId");
    if (!isUuid(blockId)) return stale("reason");
    const endsAt = days === undefined ? undefined : daysAfter(call.app.clock.now(), days);
    const reason = values.text("reason");
    const outcome = await block(call.app, { ...target(call), blockId, reason, endsAt });
    return said(
      outcome,
      call,
      ({ endsAt: until }) =>
        done(
          until === undefined
            ? "Клиент заблокирован, пока не снимете."
            : `Клиент заблокирован до ${formatInstant(until, call.zone)}.`,
          { stays: true },
        ),
      { reason_missing: "reason", block_end_passed: "days" },
    );
  },
};

/** Lets a client book again (CX-4). */
export const liftBlock: PanelAction = {
  name: "liftBlock",
  label: "Снять блокировку",
  icon: "Unlock",
  of: "record",
  fits: (row) => row.isBlocked === true,
  form: async (call) => ({
    intro: `${String(call.row.name)} снова сможет записываться. ${await toldByBot(call, "об этом")} ${await standing(call)}`,
    submit: "Снять блокировку",
    fields: [
      {
        name: "reason",
        label: "Причина",
        kind: "text",
        isRequired: true,
        hint: "Останется в журнале: имён и телефонов не пишите.",
      },
    ],
  }),
  run: async (call, values) => {
    const outcome = await lift(call.app, { ...target(call), reason: values.text("reason") });
    return said(
      outcome,
      call,
      ({ wasBlocked }) =>
        done(wasBlocked ? "Блокировка снята." : "Клиент не заблокирован: снимать нечего.", { stays: true }),
      { reason_missing: "reason" },
    );
  },
};

/** Makes a client exempt from blocks, or no longer so (CX-4). */
export const setVip: PanelAction = {
  name: "setVip",
  label: "VIP",
  icon: "Star",
  of: "record",
  form: ({ row }) => ({
    intro: `${String(row.name)}. VIP-клиента не блокируют за неявки, штрафы остаются; блокировка, если она есть, снимется сразу.`,
    submit: "Сохранить",
    fields: [{ name: "isVip", label: "VIP-клиент", kind: "switch", value: String(row.isVip === true) }],
  }),
  run: async (call, values) => {
    const outcome = await markVip(call.app, { ...target(call), isVip: values.flag("isVip") });
    return said(outcome, call, ({ isVip }) =>
      done(isVip ? "Теперь это VIP-клиент." : "Клиент больше не VIP.", { stays: true }),
    );
  },
};

/** Whether the client is blocked now, in words. */
async function standing({ app, row, zone }: ActionCall): Promise<string> {
  const now = await findBlock(app.db, String(row.id), app.clock.now());
  if (now === undefined) return "Сейчас не заблокирован.";
  const until = now.endsAt === undefined ? "пока не снимете" : `до ${formatInstant(now.endsAt, zone)}`;
  return `Сейчас заблокирован ${until}: ${now.reason}.`;
}
