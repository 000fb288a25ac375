import {
  broadcastMessage,
  type DryRun,
  dryRunBroadcast,
  LEFT_OUT_WORDS,
  type LeftOutNames,
  type LeftOutReason,
  listLeftOut,
  NOT_READER_WORDS,
  testBroadcast,
  whyNotReader,
} from "../../core/broadcasts/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import type { SegmentClient } from "../../core/segments/index.ts";
import { clientsWord, lookOf } from "../broadcast-card.ts";
import { type ActionCall, done, type PanelAction, refusedWith, said, stale } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { CLIENT_FIELD, findTyped, HAS_MORE, INDENT, whoIs } from "./typed-client.ts";

/** Shows a broadcast as one client would see it, by a part of the name or the phone. */
export const previewBroadcast: PanelAction = {
  name: "previewBroadcast",
  label: "Глазами клиента",
  icon: "Eye",
  of: "record",
  form: (call) => ({
    intro: `${titleOf(call)}. Имя, баллы и последний визит подставятся того клиента, которого вы выберете.`,
    submit: "Показать",
    fields: [CLIENT_FIELD],
  }),
  run: async (call, values) => {
    const found = await findTyped(call, values, 1);
    if ("kind" in found) return found;
    const [client] = found.clients;
    const written = await broadcastMessage(call.app, {
      broadcastId: String(call.row.id),
      reader: { clientId: client.id },
    });
    if (!written.ok) return refusedWith(written, call);
    const { broadcast } = written.value;
    const why = await whyNotReader(call.app, { broadcast, clientId: client.id });
    const others = found.hasMore ? ` ${HAS_MORE}` : "";
    const whether =
      why === undefined
        ? `Так рассылку увидит: ${whoIs(client)}.`
        : `Так рассылка выглядела бы, но ${whoIs(client)} её не получит: ${NOT_READER_WORDS[why]}.`;
    return { kind: "counted", message: `${whether}${others}`, look: lookOf(written.value) };
  },
};

/** Who would get it if it started now, and who is left out and why; nothing is sent. */
export const countReaders: PanelAction = {
  name: "countReaders",
  label: "Кто получит",
  icon: "Users",
  of: "record",
  fits: ({ state }) => state === "draft" || state === "scheduled",
  form: async (call) => {
    const broadcastId = String(call.row.id);
    const run = await dryRunBroadcast(call.app, broadcastId);
    const names = await listLeftOut(call.app, { broadcastId, clientsMax: NAMES_MAX });
    return {
      intro:
        run.ok && names.ok
          ? `${titleOf(call)}.\n\n${dryRunWords(run.value, names.value, call)}`
          : "Этой рассылки больше нет.",
      submit: "",
      fields: [],
    };
  },
  run: (call) => Promise.resolve(done(`Рассылка «${String(call.row.title)}».`, { stays: true })),
};

function dryRunWords(
  { recipients, leftOut, isSwitchedOff, quietUntil }: DryRun,
  names: LeftOutNames,
  { zone }: ActionCall,
): string {
  const left = Object.entries(leftOut).filter(([, count]) => count > 0);
  const all = left.reduce((sum, [, count]) => sum + count, recipients);
  return [
    `Под условия подходят: ${clientsWord(all)}.`,
    recipients === 0
      ? "Если начать сейчас, рассылку не получит никто."
      : `Если начать сейчас, получат: ${clientsWord(recipients)}.`,
    ...(left.length === 0 ? [] : ["", "Не получат:"]),
    ...left.flatMap(([reason, count]) => [
      `— ${LEFT_OUT_WORDS[reason as LeftOutReason]}: ${formatWhole(count)}`,
      ...named(names[reason as LeftOutReason] ?? [], count),
    ]),
    ...(isSwitchedOff
      ? ["", "Рекламные рассылки выключены, поэтому она не начнётся. Включить их может владелец."]
      : []),
    ...(quietUntil ? ["", `Сейчас тихие часы: сообщения пойдут с ${formatInstant(quietUntil, zone)}.`] : []),
  ].join("\n");
}

/** Which broadcast a form is about. */
export const titleOf = ({ row }: ActionCall): string => `Рассылка «${String(row.title)}»`;

const NAMES_MAX = 10;

/** «Анна, Мария Петрова, +79001234567 и ещё 4 клиента» in lines of their own. */
function named(clients: readonly SegmentClient[], count: number): readonly string[] {
  const rest = count - clients.length;
  const lines = clients.map((client) => `${INDENT}${whoIs(client)}`);
  return rest > 0 ? [...lines, `${INDENT}и ещё ${clientsWord(rest)}`] : lines;
}

/** Sends it to whoever asks, marked as a try. */
export const tryBroadcast: PanelAction = {
  name: "tryBroadcast",
  label: "Проба себе",
  icon: "Smartphone",
  of: "record",
  form: (call) => ({
    intro: `${titleOf(call)}. Бот пришлёт её вам в Telegram с пометкой «Проба». Клиенты ничего не получат.`,
    submit: "Прислать мне",
    fields: [{ name: "testId", label: "", kind: "hidden", value: call.app.newId() }],
  }),
  run: async (call, values) => {
    const testId = values.text("testId");
    if (!isUuid(testId)) return stale("testId");
    const { app, row, user } = call;
    const sent = await testBroadcast(app, { testId, broadcastId: String(row.id), staffId: user.id });
    return said(sent, call, () => done("Проба отправлена. Загляните в Telegram.", { stays: true }));
  },
};
