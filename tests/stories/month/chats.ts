import { z } from "zod";
import { fromShortId } from "../../../src/core/kernel/ids.ts";
import type { Life } from "./life.ts";

/** What a chat holds of the bot's, read off its page as a person reads it. */
export type Seen = {
  readonly chat: number;
  readonly what: string;
  readonly step: number;
  readonly isSilent: boolean;
  readonly isRemoved: boolean;
};

const chatShape = z.object({
  messages: z.array(
    z.looseObject({
      from: z.enum(["bot", "user"]),
      date: z.int(),
      text: z.string(),
      silent: z.boolean(),
      deleted: z.boolean(),
      buttons: z.array(z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() }))),
    }),
  ),
});
type Message = z.infer<typeof chatShape>["messages"][number];

export async function readChat(sandboxUrl: string, life: Life, chat: number): Promise<readonly Seen[]> {
  const response = await fetch(`${sandboxUrl}/sim/telegram/chats/${chat}`);
  const { messages } = chatShape.parse(await response.json());
  return messages
    .filter(({ from }) => from === "bot")
    .map((message) => ({
      chat,
      what: whatItIs(message),
      step: life.steps.findLastIndex(({ atMs }) => atMs <= message.date * 1_000),
      isSilent: message.silent,
      isRemoved: message.deleted,
    }));
}

/** The beginnings of texts, and what tells one message of a kind from another: its booking's number, the visit's time. */
const BY_NUMBER: readonly (readonly [RegExp, string])[] = [
  [/^✅ Вы записаны! Запись №(\d+)/, "confirmed"],
  [/^🔁 Запись перенесена! Теперь это запись №(\d+)/, "moved_by_client"],
  [/^🔁 Нам пришлось перенести вашу запись, теперь это запись №(\d+)/, "moved_by_staff"],
  [/^Нам очень жаль: запись №(\d+) пришлось отменить/, "cancelled"],
  [/^🆕 Новая запись №(\d+)/, "new"],
  [/^🔁 Запись перенесена(?: поздно)?, теперь это №(\d+)/, "moved"],
  [/^❌ Запись №(\d+) отменена/, "cancelled"],
  [/^⚠️ Низкая оценка ⭐+ по записи №(\d+)/u, "low"],
  [/^🙂 .+: было ⭐+, стало ⭐+ \(запись №(\d+)\)/u, "better"],
];
const BY_TIME: readonly (readonly [RegExp, string])[] = [
  [/^Спасибо, что выбрали нас!/, "completed"],
  [/^Жаль, что вы не пришли/, "missed"],
];
const MOMENT = /[а-я]{2}, \d{1,2} [а-я]+, \d{2}:\d{2}/;

function whatItIs(message: Message): string {
  const text = message.text.replaceAll("\u00a0", " ");
  for (const [beginning, word] of BY_NUMBER) {
    const number = beginning.exec(text)?.[1];
    if (number !== undefined) return `${word} ${number}`;
  }
  for (const [beginning, word] of BY_TIME)
    if (beginning.test(text)) return `${word} ${MOMENT.exec(text)?.[0] ?? "?"}`;
  const hours = /^🔔 Напоминаем о визите: остал(?:ось|ся) (\d+) час/.exec(text)?.[1];
  if (hours !== undefined) return `reminder ${bookingOn(message, "ca")} ${hours}`;
  if (text.startsWith("Как вам визит")) return `review ${bookingOn(message, "rt")}`;
  if (text.startsWith("💬")) return `said ${text.split("\n").at(-1)}`;
  return `unknown: ${text}`;
}

/** Which booking the message's buttons lead to. */
function bookingOn({ buttons }: Message, verb: string): string {
  const data = buttons.flat().map(({ callback_data = "" }) => callback_data.replace("!", "").split(":"));
  const short = data.find(([one]) => one === verb)?.[1] ?? "";
  return fromShortId(short) ?? "?";
}
