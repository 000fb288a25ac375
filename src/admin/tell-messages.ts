import type { App } from "../core/app.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { MESSAGE_KIND_WORDS, MESSAGE_STATE_WORDS, messageReasonText } from "../core/notifications/index.ts";
import { listMessages, type MessageView } from "../core/reports/index.ts";
import { formatInstant } from "./readable.ts";

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

function lineOf({ sentAt, dueAt, kind, state, stateReason }: MessageView, zone: Zone): string {
  const why = stateReason === null ? "" : `: ${messageReasonText(stateReason)}`;
  return `${formatInstant(sentAt ?? dueAt, zone)} · ${MESSAGE_KIND_WORDS[kind]} · ${MESSAGE_STATE_WORDS[state]}${why}`;
}
