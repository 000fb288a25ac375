import { Composer } from "grammy";
import { joinPhone } from "../../core/booking/index.ts";
import {
  hasConsent,
  markReachable,
  registerClient,
  renameClient,
  setConsent,
} from "../../core/people/index.ts";
import { chooseMarketing, giveConsent, keepName, toMenu } from "../buttons.ts";
import { clearPendingPayload, findChat, noteScreen, noteStart } from "../chats.ts";
import { askForContact, takeKeyboardOff } from "../contact-keyboard.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { inviteCodeOf } from "../referral/screens.ts";
import { refusalText } from "../refusals.ts";
import { say, show } from "../show.ts";
import { welcomeStaff } from "../staff/flow.ts";
import { followLink } from "./links.ts";
import { askConsent, showMenu } from "./menu.ts";
import { marketingScreen, nameScreen } from "./screens.ts";

/** Telegram's limit for a name is longer than ours. */
const TELEGRAM_NAME_MAX = 60;

/** Where no answer could be «Пропустить»: the contacts wait for a message, the screen of a payment for nothing. */
const LEFT_FOR: ReadonlySet<string | undefined> = new Set([undefined, "message", "payment"]);

/** What may be done before one is a client: to come, to agree, to leave. */
export function arrival(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.on("my_chat_member", async (ctx) => {
    const isReachable = ctx.myChatMember.new_chat_member.status !== "kicked";
    await markReachable(ctx.on.app, { telegramId: ctx.on.personId, isReachable });
  });
  flow.command("start", async (ctx) => {
    const { app, personId } = ctx.on;
    await noteStart(app, { telegramId: personId, payload: ctx.match.trim() });
    ctx.on.chat = await findChat(app.db, personId);
    if (ctx.on.client !== undefined) return leavesPhone(ctx) ? passPhone(ctx) : follow(ctx, greeting(ctx));
    const isPlain = ctx.match.trim() === "";
    if (!isPlain || !(await welcomeStaff(ctx))) await askConsent(ctx);
  });
  flow.use(taps(onTap(giveConsent, agree)));
  return flow;
}

/** Telling who one is, and the menu. */
export function acquaintance(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toMenu, (ctx) => showMenu(ctx)),
      onTap(keepName, (ctx) => askPhone(ctx, phoneQuestion(ctx, clientOf(ctx).name))),
      onTap(chooseMarketing, chooseMarketingAnswer),
    ),
  );
  flow.command("menu", (ctx) => (leavesPhone(ctx) ? passPhone(ctx) : showMenu(ctx)));
  flow.on("message:contact", takePhone);
  flow.on("message:text", async (ctx, next) => {
    const { chat } = ctx.on;
    if (ctx.message.text.startsWith("/")) return leavesPhone(ctx) ? passPhone(ctx) : next();
    if (chat?.expects === "name") return takeName(ctx, ctx.message.text);
    if (chat?.expects === "phone") return skipPhone(ctx, ctx.message.text);
    // Left by a way that could not take the phone's keyboard off: its button is there still, and works.
    const isLeftOver =
      LEFT_FOR.has(chat?.expects) && ctx.message.text === ctx.on.words.c("button-phone-skip");
    return isLeftOver ? passPhone(ctx) : next();
  });
  return flow;
}

/** To a client who followed somebody's invitation: it is for the first acquaintance (EP-4). */
const greeting = (ctx: BotContext): string | undefined =>
  inviteCodeOf(String(ctx.match ?? "").trim()) === undefined ? undefined : ctx.on.words.t("invite-known");

async function agree(ctx: BotContext): Promise<void> {
  const { app, words, chat, personId, client } = ctx.on;
  const pressed = words.c("button-consent");
  if (client !== undefined) {
    await setConsent(app, { clientId: client.id, kind: "personal_data", action: "given", pressed });
    return showMenu(ctx, words.t("consent-thanks"));
  }
  const registered = await registerClient(app, {
    telegramId: personId,
    telegramUsername: ctx.from?.username,
    name: [...(ctx.from?.first_name ?? "")].slice(0, TELEGRAM_NAME_MAX).join(""),
    inviteCode: inviteCodeOf(chat?.firstPayload),
    pressed,
  });
  if (!registered.ok) return askConsent(ctx);
  ctx.on.client = registered.value;
  await show(ctx, nameScreen(words, registered.value.name));
}

async function takeName(ctx: BotContext, typed: string): Promise<void> {
  const { app, words } = ctx.on;
  const renamed = await renameClient(app, { clientId: clientOf(ctx).id, name: typed });
  if (!renamed.ok) {
    await say(ctx, refusalText(words, renamed));
    return show(ctx, nameScreen(words, clientOf(ctx).name));
  }
  ctx.on.client = renamed.value;
  await askPhone(ctx, phoneQuestion(ctx, renamed.value.name));
}

/**
 * A contact is asked for by a keyboard in place of the phone's own, so it is a message of its own; the
 * keyboard goes away with the first answer and has to be sent again with every repetition.
 */
async function askPhone(ctx: BotContext, html: string): Promise<void> {
  const { app, words, personId, chat } = ctx.on;
  const earlier = chat?.screenMessageId;
  await Promise.all([
    askForContact(ctx, html, words.c("button-phone-skip")),
    earlier === undefined
      ? undefined
      : ctx.api.editMessageReplyMarkup(personId, earlier).catch(() => undefined),
  ]);
  await noteScreen(app, personId, { messageId: undefined, expects: { what: "phone" } });
}

const phoneQuestion = (ctx: BotContext, name: string): string =>
  ctx.on.words.t("phone-ask", { greeting: ctx.on.words.c("name-saved", { name }) });

async function takePhone(ctx: BotContext): Promise<void> {
  const { app, words, personId, chat } = ctx.on;
  const contact = ctx.message?.contact;
  if (contact === undefined) return;
  const checked = await joinPhone(app, {
    clientId: clientOf(ctx).id,
    phone: contact.phone_number,
    ownerTelegramId: contact.user_id,
    senderTelegramId: personId,
  });
  if (checked.ok)
    await takeKeyboardOff(ctx, words.t(checked.value.isUnited ? "phone-united" : "phone-saved"));
  else if (checked.refusal === "phone_not_own") return askPhone(ctx, refusalText(words, checked));
  else await takeKeyboardOff(ctx, refusalText(words, checked));
  if (chat?.expects === "phone") return show(ctx, marketingScreen(words));
  await showMenu(ctx);
}

async function skipPhone(ctx: BotContext, typed: string): Promise<void> {
  const { words } = ctx.on;
  if (typed !== words.c("button-phone-skip")) return askPhone(ctx, words.t("phone-only-button"));
  await passPhone(ctx);
}

/** A command at the question for a phone leaves it behind: the last question comes first, then all else. */
const leavesPhone = (ctx: BotContext): boolean => ctx.on.chat?.expects === "phone";

/** On without a phone: its keyboard goes away, and who has not said yes to news yet is asked. */
async function passPhone(ctx: BotContext): Promise<void> {
  const { app, words } = ctx.on;
  await takeKeyboardOff(ctx, words.t("phone-skipped"));
  if (await hasConsent(app.db, clientOf(ctx).id, "marketing")) return showMenu(ctx);
  await show(ctx, marketingScreen(words));
}

async function chooseMarketingAnswer(
  ctx: BotContext,
  { answer }: { readonly answer: "yes" | "no" },
): Promise<void> {
  const { app, words } = ctx.on;
  if (answer === "yes") {
    await setConsent(app, {
      clientId: clientOf(ctx).id,
      kind: "marketing",
      action: "given",
      pressed: words.c("button-marketing-yes"),
    });
  }
  await follow(ctx, words.t(answer === "yes" ? "marketing-given" : "marketing-not-now"));
}

/** Goes where the link that brought the person leads, else to the menu; an invitation was noted already. */
async function follow(ctx: BotContext, note?: string): Promise<void> {
  const payload = ctx.on.chat?.pendingPayload;
  if (payload === undefined) return showMenu(ctx, note);
  await clearPendingPayload(ctx.on.app, ctx.on.personId);
  if (await followLink(ctx, payload)) return;
  await showMenu(ctx, inviteCodeOf(payload) !== undefined ? note : ctx.on.words.t("link-unknown"));
}
