import { Composer } from "grammy";
import { isFromStaff, isMeantForStaff, writeToStaff } from "../../core/notifications/index.ts";
import { toContacts, writeMessage } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { stableId } from "../stable-id.ts";
import { showMenu } from "../start/menu.ts";
import { contactsScreen, messageScreen } from "./screens.ts";

/** The contacts, which everybody may see, known or not (PE-5). */
export function contacts(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(taps(onTap(toContacts, (ctx) => showContacts(ctx))));
  flow.command("help", (ctx) => showContacts(ctx));
  return flow;
}

/** A client's own words to the people who run the business. */
export function writing(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(taps(onTap(writeMessage, (ctx) => show(ctx, messageScreen(ctx.on.words)))));
  flow.on("message", async (ctx, next) => {
    if (ctx.on.chat?.expects !== "message" || ctx.message.text?.startsWith("/")) return next();
    await passOn(ctx, ctx.message.text ?? ctx.message.caption);
  });
  flow.on("message", async (ctx, next) => {
    if (ctx.message.text?.startsWith("/") || !(await isMeant(ctx))) return next();
    await passOn(ctx, ctx.message.text ?? ctx.message.caption);
  });
  return flow;
}

/** Telegram's own answer to a message of staff's: whatever the screen asks for, these words are for a human (PE-5). */
export function answering(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.on("message", async (ctx, next) => {
    const { reply_to_message: answered, text, caption } = ctx.message;
    if (answered === undefined || text?.startsWith("/")) return next();
    if (!(await isFromStaff(ctx.on.app.db, clientOf(ctx).id, answered.message_id))) return next();
    await passOn(ctx, text ?? caption);
  });
  return flow;
}

/** Words that no screen asks for go on with a talk that is not long over. */
const isMeant = (ctx: BotContext): Promise<boolean> => isMeantForStaff(ctx.on.app, clientOf(ctx).id);

async function showContacts(ctx: BotContext): Promise<void> {
  const { settings, words, client } = ctx.on;
  await show(
    ctx,
    contactsScreen(words, {
      business: settings["business.name"],
      address: settings["business.address"],
      phone: settings["business.phone"],
      contacts: settings["business.contacts"],
      mapUrl: settings["business.mapUrl"],
      canWrite: client !== undefined,
    }),
  );
}

async function passOn(ctx: BotContext, text: string | undefined): Promise<void> {
  const { app, words } = ctx.on;
  if (text === undefined) return show(ctx, messageScreen(words, words.t("message-only-text")));
  const passed = await writeToStaff(app, {
    messageId: stableId("message", ctx.on.personId, ctx.update.update_id, ctx.message?.message_id ?? 0),
    clientId: clientOf(ctx).id,
    text,
  });
  if (!passed.ok) return show(ctx, messageScreen(words, refusalText(words, passed)));
  await showMenu(ctx, words.t("message-passed"));
}
