import type { Command } from "commander";
import { isUuid } from "../../core/kernel/ids.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { MESSAGE_STATE_WORDS, type MessageState, messageReasonText } from "../../core/notifications/index.ts";
import {
  findMessage,
  findMessageByBegin,
  findMessageText,
  listMessages,
  type MessageText,
  type MessageView,
  messageWords,
} from "../../core/reports/index.ts";
import { oneOf, readBookingKey, readIdOrBegin } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, fields, momentOf, moreBelow, pageOf, table } from "../output.ts";
import { bookingOf, clientOf } from "./lookup.ts";

const STATES: readonly MessageState[] = ["queued", "sent", "skipped", "failed"];

const BEGIN = 8;

export function addMessageCommands(messages: Command, desk: Desk): void {
  withExamples(
    withPaging(
      messages
        .command("list")
        .description("показать сообщения бота, с последних; --upcoming — те, что уйдут, с ближайших")
        .option("--client <кто>", "кому: id или телефон")
        .option("--booking <номер>", "о какой записи: номер или id", readBookingKey)
        .option("--state <что>", STATES.join(", "), oneOf(STATES))
        .option("--upcoming", "только те, что ещё уйдут"),
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
    dueAfter: flags.upcoming && app.clock.now(),
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

const stateOf = ({ state, stateReason }: MessageView): string =>
  [MESSAGE_STATE_WORDS[state], stateReason && messageReasonText(stateReason)].filter(Boolean).join(": ");
const receiverOf = ({ clientName, staffName }: MessageView): string => clientName ?? staffName ?? "—";

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
      message.id.slice(0, BEGIN),
      momentOf(message.sentAt ?? message.dueAt, zone),
      receiverOf(message),
      messageWords(message),
      message.bookingNumber === null ? "—" : `№${message.bookingNumber}`,
      stateOf(message),
    ]),
    columns,
  );

async function show(desk: Desk, id: string) {
  const { app, zone } = await openShop(desk);
  const message = isUuid(id) ? await findMessage(app.db, id) : await findMessageByBegin(app.db, id);
  if (message === undefined) return refuse("unknown_message", { given: id });
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
      ["Уйдёт", message.state === "queued" ? momentOf(message.dueAt, zone) : undefined],
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
