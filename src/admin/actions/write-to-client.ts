import { fillQuickReplies } from "../../core/booking/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { answerClient, listClientMessages } from "../../core/notifications/index.ts";
import {
  type ActionCall,
  done,
  type Form,
  type PanelAction,
  type Said,
  said,
  stale,
  type Values,
} from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { forgetUnanswered } from "../unanswered.ts";
import { isReached } from "./told-by-bot.ts";

/** Writes to a client through the bot. */
export const writeToClient: PanelAction = {
  name: "writeToClient",
  label: "Написать",
  icon: "MessageCircle",
  of: "record",
  // Who was entered by phone, or has blocked the bot, would not get it.
  fits: (row) => Boolean(row.telegramId) && !row.unreachableAt,
  form: (call, values) => messageForm(call, String(call.row.id), values),
  run: (call, values) => send(call, values, String(call.row.id)),
};

/** Answers what a client wrote. */
export const answerMessage: PanelAction = {
  name: "answerMessage",
  label: "Ответить",
  icon: "CornerUpLeft",
  of: "record",
  form: (call, values) => messageForm(call, String(call.row.clientId), values),
  run: (call, values) => send(call, values, String(call.row.clientId)),
};

const SHOWN_MAX = 6;

const NOT_REACHED =
  "Бот не может написать клиенту: ответ останется в переписке, но не дойдёт. Позвоните сами.";

/** Ready texts are filled in for the booking that it was opened from, else for the client's next visit. */
async function messageForm(
  { app, zone }: ActionCall,
  clientId: string,
  values: Values | undefined,
): Promise<Form> {
  const bookingId = values?.optional("bookingId");
  const ready = await fillQuickReplies(app.db, {
    clientId,
    bookingId: bookingId !== undefined && isUuid(bookingId) ? bookingId : undefined,
    now: app.clock.now(),
    tellInstant: (at) => formatInstant(at, zone),
  });
  const messages = await listClientMessages(app.db, clientId);
  const lines = messages
    .slice(0, SHOWN_MAX)
    .reverse()
    .map(({ direction, text, createdAt }) => {
      const who = direction === "in" ? "Клиент" : "Вы";
      return `${who}, ${formatInstant(createdAt, zone)}: ${text}`;
    });
  if (!(await isReached(app, clientId))) lines.push(NOT_REACHED);
  else if (lines.length === 0) lines.push("Клиент получит это сообщение от бота.");
  return {
    intro: lines.join("\n"),
    submit: "Отправить",
    fields: [
      { name: "messageId", label: "", kind: "hidden", value: app.newId() },
      { name: "bookingId", label: "", kind: "hidden", value: bookingId ?? "", recasts: true },
      {
        name: "text",
        label: "Сообщение",
        kind: "textarea",
        isRequired: true,
        rows: 6,
        ...(ready.length === 0
          ? { hint: "Частые сообщения можно сохранить: меню «Быстрые ответы»." }
          : { ready: ready.map(({ title, text }) => ({ title, text })) }),
      },
    ],
  };
}

async function send(call: ActionCall, values: Values, clientId: string): Promise<Said> {
  const messageId = values.text("messageId");
  if (!isUuid(messageId)) return stale("text");
  const outcome = await answerClient(call.app, {
    messageId,
    clientId,
    text: values.text("text"),
    actor: call.actor,
  });
  forgetUnanswered(call.app);
  const became = (await isReached(call.app, clientId)) ? "Сообщение отправляется." : NOT_REACHED;
  return said(outcome, call, () => done(became, { stays: true }), {
    message_empty: "text",
    message_too_long: "text",
    message_unfilled: "text",
  });
}
