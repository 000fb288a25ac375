import type { App } from "../core/app.ts";
import { unreachable } from "../core/kernel/invariant.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { messageReasonText, messageStateText, ONLY_IF_OPENED } from "../core/notifications/index.ts";
import {
  findMessage,
  findMessageText,
  listMessages,
  type MessageView,
  messageWords,
} from "../core/reports/index.ts";
import { mayDo } from "./access.ts";
import { formatInstant, phoneText, type Tone } from "./readable.ts";
import { MESSAGE_TONES } from "./resources/words.ts";
import type { Params, Telling } from "./table-list.ts";
import type { Way } from "./ways.ts";

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

/** When it went, whom to, which reminder or broadcast it is; on its own page also what it says. */
export async function tellOutbox(
  rows: readonly Params[],
  { app, zone, viewer, isCard }: Telling,
): Promise<readonly Params[]> {
  return Promise.all(
    rows.map(async ({ id, sentAt }) => {
      const message = await findMessage(app.db, String(id));
      // Once it is sent, the plan is of no interest in a list: each attempt moves it.
      const sent = sentAt && !isCard ? { dueAt: formatInstant(new Date(String(sentAt)), zone) } : {};
      if (message === undefined) return sent;
      const state = { state: messageStateText(message), stateTone: messageTone(message) };
      const told = { ...sent, ...state, kind: messageWords(message), whom: receiverOf(message, viewer) };
      return isCard ? { ...told, ...plansOf(message, zone), ...(await textParams(app, message)) } : told;
    }),
  );
}

/** What will not reach anybody is somebody's work: to ring. */
export const messageTone = ({ state, chat }: Pick<MessageView, "state" | "chat">): Tone =>
  state === "queued" && chat !== "open" ? "danger" : (MESSAGE_TONES[state] ?? "default");

/** The one it goes to, with a way to their card for those who may open it. */
function receiverOf(message: MessageView, viewer: Telling["viewer"]): readonly Way[] {
  const { clientId, clientName, clientPhone, staffId, staffName, chat } = message;
  // Whom the bot does not reach is rung.
  const phone = chat !== "open" && clientPhone !== null ? `, ${phoneText(clientPhone)}` : "";
  const [list, id, text] =
    clientId === null
      ? (["Staff", staffId, staffName ?? "—"] as const)
      : (["Client", clientId, `${clientName ?? "—"}${phone}`] as const);
  return [{ text, href: mayDo(viewer, list, "show") ? `resources/${list}/records/${id}/show` : "" }];
}

/** When it was promised for, and, while it waits, when it is tried next: a delay moves only the second. */
function plansOf({ plannedAt, dueAt, state, chat }: MessageView, zone: Zone): Params {
  const isMoved = plannedAt?.getTime() !== dueAt.getTime();
  const planned = isMoved ? formatInstant(dueAt, zone) : "по плану";
  const waits = chat === "open" ? planned : `${ONLY_IF_OPENED} ${formatInstant(dueAt, zone)}`;
  return {
    plannedAt: plannedAt === null ? "не сохранилось" : formatInstant(plannedAt, zone),
    dueAt: state === "queued" ? waits : "—",
  };
}

/** What it says, and how that is known. */
async function textParams(app: App, { id }: MessageView): Promise<Params> {
  const said = await findMessageText(app, id);
  switch (said.how) {
    case "kept":
      return { text: said.text };
    case "preview":
      return { text: `Так выглядело бы сейчас:\n\n${said.text}` };
    case "template":
      return { text: `До подстановки имён и дат:\n\n${said.text}` };
    case "unknown":
      return { text: `— ${said.why}` };
    default:
      return unreachable(said);
  }
}

function lineOf(message: MessageView, zone: Zone): string {
  const { sentAt, dueAt, stateReason } = message;
  const why = stateReason === null ? "" : `: ${messageReasonText(stateReason)}`;
  return `${formatInstant(sentAt ?? dueAt, zone)} · ${messageWords(message)} · ${messageStateText(message)}${why}`;
}
