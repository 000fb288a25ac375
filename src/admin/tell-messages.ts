import type { App } from "../core/app.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { MESSAGE_STATE_WORDS, messageReasonText } from "../core/notifications/index.ts";
import {
  findMessage,
  findMessageText,
  listMessages,
  type MessageView,
  messageWords,
} from "../core/reports/index.ts";
import { formatInstant } from "./readable.ts";
import type { Params, Telling } from "./table-list.ts";

const SHOWN_MAX = 30;

/** What the bot wrote about a booking, or to a client, and what it will write: a line each, the latest first. */
export async function messageLines(
  { db }: App,
  about: { readonly bookingId: string } | { readonly clientId: string },
  zone: Zone,
): Promise<string> {
  const found = await listMessages(db, { ...about, rowsMax: SHOWN_MAX + 1 });
  const lines = found.slice(0, SHOWN_MAX).map((message) => lineOf(message, zone));
  const more = found.length > SHOWN_MAX ? ["остальные: «Сообщения бота»"] : [];
  return [...lines, ...more].join("\n");
}

/** When it went, which reminder or broadcast it is; on its own page also its words, where they are kept. */
export async function tellOutbox(
  rows: readonly Params[],
  { app, zone, isCard }: Telling,
): Promise<readonly Params[]> {
  return Promise.all(
    rows.map(async ({ id, sentAt }) => {
      const message = await findMessage(app.db, String(id));
      // Once it is sent, the plan is of no interest: each attempt moves it.
      const sent = sentAt ? { dueAt: formatInstant(new Date(String(sentAt)), zone) } : {};
      const text = isCard ? ((await findMessageText(app.db, String(id))) ?? "") : "";
      return message === undefined ? sent : { ...sent, kind: messageWords(message), text };
    }),
  );
}

function lineOf(message: MessageView, zone: Zone): string {
  const { sentAt, dueAt, state, stateReason } = message;
  const why = stateReason === null ? "" : `: ${messageReasonText(stateReason)}`;
  return `${formatInstant(sentAt ?? dueAt, zone)} · ${messageWords(message)} · ${MESSAGE_STATE_WORDS[state]}${why}`;
}
