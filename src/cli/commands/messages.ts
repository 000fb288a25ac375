import type { Command } from "commander";
import type { App } from "../../core/app.ts";
import { resendMessage } from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import {
  MESSAGE_STATE_WORDS,
  type MessageState,
  messageReasonText,
  messageStateText,
  ONLY_IF_OPENED,
} from "../../core/notifications/index.ts";
import {
  findMessage,
  findMessageText,
  listMessages,
  type MessageText,
  type MessageView,
  messageWords,
} from "../../core/reports/index.ts";
import { oneOf, readBookingKey, readId, readIdOrBegin, spelledOut } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, fields, momentOf, moreBelow, pageOf, table } from "../output.ts";
import { beginOf, idOf } from "./id-of.ts";
import { bookingOf, clientOf } from "./lookup.ts";

const STATES: readonly MessageState[] = ["queued", "sent", "skipped", "failed"];

export function addMessageCommands(messages: Command, desk: Desk): void {
  withExamples(
    withPaging(
      messages
        .command("list")
        .description("показать сообщения бота, с последних; --upcoming — те, что уйдут, с ближайших")
        .option("--client <кто>", "кому: id или телефон")
        .option("--booking <номер>", "о какой записи: номер или id", readBookingKey)
        .option("--state <что>", spelledOut(MESSAGE_STATE_WORDS), oneOf(STATES))
        .option("--upcoming", "только те, что ещё уйдут, и те, что опаздывают"),
    ).action(answering(desk, (flags: Flags) => list(desk, flags))),
    "messages list --upcoming",
    "messages list --booking 12",
    "messages list --client +79001234567 --state skipped --json",
  );
  withExamples(
    messages
      .command("show")
      .description("показать одно сообщение: кому, о чём, когда и что с ним стало")
      .argument("<id>", "id сообщения или его начало, как в messages list", readIdOrBegin)
      .action(answering(desk, (id: string) => show(desk, id))),
    "messages show 0f8fad5b",
  );
  withExamples(
    messages
      .command("resend")
      .description("отправить сообщение ещё раз: тому же, о том же, теми словами, что верны сейчас")
      .argument("<id>", "id сообщения или его начало, как в messages list", readIdOrBegin)
      .option("--id <uuid>", "id нового сообщения: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (id: string, flags: ResendFlags) => resend(desk, id, flags))),
    "messages resend 0f8fad5b",
  );
}

type ResendFlags = { readonly id?: string };

async function resend(desk: Desk, key: string, { id }: ResendFlags) {
  const { app } = await openShop(desk);
  const found = await messageOf(app, key);
  if (!found.ok) return found;
  const { id: messageId } = found.value;
  const resent = await resendMessage(app, { requestId: id ?? app.newId(), messageId, actor: OPERATOR });
  if (!resent.ok) return resent;
  const again = await messageOf(app, resent.value.messageId);
  if (!again.ok) return again;
  const text = `Сообщение «${messageWords(again.value)}» (${receiverOf(again.value)}) уйдёт ещё раз. Что с ним станет: messages show ${beginOf(again.value.id)}`;
  return reply({ ...again.value, resentId: messageId }, text);
}

type Flags = Paging & {
  readonly client?: string;
  readonly booking?: string | number;
  readonly state?: MessageState;
  readonly upcoming?: true;
};

async function list(desk: Desk, flags: Flags) {
  const { app, zone } = await openShop(desk);
  const client = flags.client === undefined ? undefined : await clientOf(app, flags.client);
  if (client && !client.ok) return client;
  const booking = flags.booking === undefined ? undefined : await bookingOf(app, flags.booking);
  if (booking && !booking.ok) return booking;
  const found = await listMessages(app.db, {
    ...{ state: flags.state, clientId: client?.value.id, bookingId: booking?.value.id },
    isUpcoming: flags.upcoming,
    ...{ rowsMax: flags.limit + 1, offset: flags.offset },
  });
  const page = pageOf(found, flags.limit);
  const text = () =>
    page.items.length === 0
      ? "Сообщений не найдено."
      : `${drawn(page.items, zone, desk.io.columns)}\n\n${counted(page.items.length, MESSAGES)} (время ${zone})${moreBelow(page, flags.offset)}`;
  return reply({ items: page.items, hasMore: page.hasMore }, text);
}

const MESSAGES = ["сообщение", "сообщения", "сообщений"] as const;

const stateOf = (message: MessageView): string => {
  const { stateReason } = message;
  return [messageStateText(message), stateReason && messageReasonText(stateReason)]
    .filter(Boolean)
    .join(": ");
};
/** Whom the bot does not reach is rung: their phone stands beside the name. */
const receiverOf = ({ clientName, clientPhone, staffName, chat }: MessageView): string =>
  [clientName ?? staffName ?? "—", chat !== "open" && clientPhone].filter(Boolean).join(", ");

const drawn = (messages: readonly MessageView[], zone: Zone, columns: number): string =>
  table(
    [
      { title: "id" },
      { title: "Когда" },
      { title: "Кому", isFlexible: true },
      { title: "О чём", isFlexible: true },
      { title: "Запись", align: "right" },
      { title: "Состояние", isFlexible: true },
    ],
    messages.map((message) => [
      beginOf(message.id),
      momentOf(message.sentAt ?? message.dueAt, zone),
      receiverOf(message),
      messageWords(message),
      message.bookingNumber === null ? "—" : `№${message.bookingNumber}`,
      stateOf(message),
    ]),
    columns,
  );

/** A message by its id, or by its beginning as the list shows it. */
async function messageOf(
  app: App,
  key: string,
): Promise<Outcome<MessageView, "unknown_message" | "ambiguous_id">> {
  const id = await idOf(app, "message", key);
  if (!id.ok) return id;
  const found = await findMessage(app.db, id.value);
  return found ? done(found) : refuse("unknown_message", { given: key });
}

/** When what waits goes out: of somebody whom the bot does not reach, only if that changes. */
function goesAt({ state, dueAt, chat }: MessageView, zone: Zone): string | undefined {
  if (state !== "queued") return undefined;
  return chat === "open" ? momentOf(dueAt, zone) : `${ONLY_IF_OPENED} ${momentOf(dueAt, zone)}`;
}

async function show(desk: Desk, id: string) {
  const { app, zone } = await openShop(desk);
  const found = await messageOf(app, id);
  if (!found.ok) return found;
  const message = found.value;
  const words = await findMessageText(app, message.id);
  const text = fields(
    [
      ["О чём", messageWords(message)],
      ["Кому", receiverOf(message)],
      ["Запись", message.bookingNumber === null ? undefined : `№${message.bookingNumber}`],
      ["Текст", textOf(words)],
      ["Состояние", stateOf(message)],
      ["Создано", momentOf(message.createdAt, zone)],
      ["По плану", message.plannedAt === null ? undefined : momentOf(message.plannedAt, zone)],
      ["Уйдёт", goesAt(message, zone)],
      ["Отправлено", message.sentAt === null ? undefined : momentOf(message.sentAt, zone)],
      ["Попыток", String(message.attempts)],
      ["В Telegram", message.telegramMessageId === null ? undefined : `№${message.telegramMessageId}`],
      ["id", message.id],
    ],
    desk.io.columns,
  );
  return reply({ ...message, text: "text" in words ? words.text : null, textIs: words.how }, text);
}

const HOW = {
  kept: "",
  preview: "так выглядело бы сейчас: ",
  template: "до подстановки имён и дат: ",
} as const satisfies Record<Exclude<MessageText["how"], "unknown">, string>;

const textOf = (said: MessageText): string =>
  said.how === "unknown" ? `— ${said.why}` : `${HOW[said.how]}${said.text}`;
