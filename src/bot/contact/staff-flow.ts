import { Composer } from "grammy";
import { answerClient } from "../../core/notifications/index.ts";
import { findClient, findStaffByTelegram, type StaffMember } from "../../core/people/index.ts";
import { dropReply, replyToClient } from "../buttons.ts";
import type { BotContext } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { stableId } from "../stable-id.ts";
import { doneScreen, replyScreen } from "./screens.ts";

/**
 * Staff answering clients. Who is staff is looked up only when somebody taps or writes what only staff may,
 * so that a client's updates cost nothing for it; anybody else is led on as if the button did not exist.
 */
export function staffReplies(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  const staffOnly = flow.filter(isForStaff).filter(async (ctx) => (await staffOf(ctx)) !== undefined);
  staffOnly.use(
    taps(
      onTap(replyToClient, (ctx, { clientId }) => askReply(ctx, clientId)),
      onTap(dropReply, (ctx) => show(ctx, doneScreen(ctx.on.words.t("reply-dropped")))),
    ),
  );
  staffOnly.on("message:text", (ctx) => sendReply(ctx, ctx.message.text));
  return flow;
}

const STAFF_VERBS: ReadonlySet<string> = new Set([replyToClient.verb, dropReply.verb]);

function isForStaff(ctx: BotContext): boolean {
  const { tap, chat } = ctx.on;
  if (tap !== undefined) return STAFF_VERBS.has(tap.verb);
  return chat?.expects === "reply" && ctx.message?.text?.startsWith("/") === false;
}

const staffOf = (ctx: BotContext): Promise<StaffMember | undefined> =>
  findStaffByTelegram(ctx.on.app.db, ctx.on.personId);

async function askReply(ctx: BotContext, clientId: string): Promise<void> {
  const { app, words } = ctx.on;
  const client = await findClient(app.db, clientId);
  const isThere = client !== undefined && !client.isErased;
  await show(ctx, isThere ? replyScreen(words, client) : doneScreen(words.t("reply-unknown-client")));
}

async function sendReply(ctx: BotContext, text: string): Promise<void> {
  const { app, words, chat, personId } = ctx.on;
  const [staff, client] = await Promise.all([
    staffOf(ctx),
    chat?.expectsSubject === undefined ? undefined : findClient(app.db, chat.expectsSubject),
  ]);
  if (staff === undefined || client === undefined || client.isErased) {
    return show(ctx, doneScreen(words.t("reply-unknown-client")));
  }
  const sent = await answerClient(app, {
    messageId: stableId("reply", personId, ctx.update.update_id, ctx.message?.message_id ?? 0),
    clientId: client.id,
    text,
    actor: { kind: "staff", id: staff.id },
  });
  if (!sent.ok) return show(ctx, replyScreen(words, client, refusalText(words, sent)));
  await show(ctx, doneScreen(words.t("reply-sent", { name: client.name })));
}
