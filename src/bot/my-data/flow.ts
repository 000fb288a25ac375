import { Composer } from "grammy";
import {
  describeClient,
  eraseClient,
  exportClient,
  joinPhone,
  previewErasure,
} from "../../core/booking/index.ts";
import type { Outcome } from "../../core/kernel/outcome.ts";
import {
  type Client,
  renameClient,
  setBirthday,
  setConsent,
  setEmail,
  setTimeZone,
} from "../../core/people/index.ts";
import { isGone } from "../api.ts";
import {
  askBirthday,
  askErasure,
  askOwnEmail,
  askOwnName,
  askOwnPhone,
  downloadData,
  dropBirthday,
  dropEmail,
  eraseNow,
  setNews,
  setZone,
  toMyData,
  toZones,
} from "../buttons.ts";
import { noteScreen } from "../chats.ts";
import { askForContact, takeKeyboardOff } from "../contact-keyboard.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { type BotRefusal, refusalText } from "../refusals.ts";
import { say, show } from "../show.ts";
import { dataFiles } from "./files.ts";
import {
  birthdayScreen,
  erasureScreen,
  myDataScreen,
  notErasedScreen,
  ownEmailScreen,
  ownNameScreen,
  zonesScreen,
} from "./screens.ts";
import { type CityCode, cityOfCode } from "./zones.ts";

/** What is kept about a client: they see it, change it, take it with them, have it erased (PE-2, UN-4). */
export function myData(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toMyData, (ctx) => showMyData(ctx)),
      onTap(askOwnName, (ctx) => show(ctx, ownNameScreen(ctx.on.words, clientOf(ctx).name))),
      onTap(askOwnPhone, (ctx) => askPhone(ctx, ctx.on.words.t("own-phone-ask"))),
      onTap(askOwnEmail, (ctx) => show(ctx, ownEmailScreen(ctx.on.words, clientOf(ctx).email))),
      onTap(dropEmail, (ctx) => keepEmail(ctx, undefined)),
      onTap(askBirthday, (ctx) => show(ctx, birthdayScreen(ctx.on.words, clientOf(ctx).birthday))),
      onTap(dropBirthday, (ctx) => keepBirthday(ctx, undefined)),
      onTap(toZones, (ctx) => show(ctx, zonesScreen(ctx.on.words, ctx.on.app.clock.now()))),
      onTap(setZone, (ctx, { city }) => keepZone(ctx, city)),
      onTap(setNews, (ctx, { answer }) => keepNews(ctx, answer === "yes")),
      onTap(downloadData, sendData),
      onTap(askErasure, showErasure),
      onTap(eraseNow, erase),
    ),
  );
  flow.command("me", (ctx) => showMyData(ctx));
  flow.on("message:contact", (ctx, next) => (ctx.on.chat?.expects === "own_phone" ? keepPhone(ctx) : next()));
  flow.on("message:text", async (ctx, next) => {
    const { chat, words } = ctx.on;
    const { text } = ctx.message;
    if (text.startsWith("/")) return next();
    if (chat?.expects === "own_name") return keepName(ctx, text);
    if (chat?.expects === "own_email") return keepEmail(ctx, text);
    if (chat?.expects === "birthday") return keepBirthday(ctx, text);
    // The keyboard outlives the question when it was left by a command or another button.
    const isLeftOver = chat?.expects === undefined && text === words.c("button-phone-keep");
    if (chat?.expects !== "own_phone" && !isLeftOver) return next();
    if (text !== words.c("button-phone-keep")) return askPhone(ctx, words.t("own-phone-only-button"));
    await takeKeyboardOff(ctx, words.t("own-phone-kept"));
    await showMyData(ctx);
  });
  return flow;
}

async function showMyData(ctx: BotContext, note?: string): Promise<void> {
  const { app, words } = ctx.on;
  const client = clientOf(ctx);
  const figures = await describeClient(app.db, client.id);
  const isPhoneChecked = client.phoneCheckedAt !== undefined;
  await show(ctx, myDataScreen(words, { ...client, ...figures, isPhoneChecked, note, now: app.clock.now() }));
}

/** What came of a change: the data as they are now with a word on it, or the question once more with why not. */
async function tell<R extends BotRefusal>(
  ctx: BotContext,
  changed: Outcome<Client, R>,
  { done, again }: { readonly done: string; readonly again?: (why: string) => Promise<void> },
): Promise<void> {
  if (changed.ok) {
    ctx.on.client = changed.value;
    return showMyData(ctx, ctx.on.words.t(done));
  }
  const why = refusalText(ctx.on.words, changed);
  return again === undefined ? showMyData(ctx, why) : again(why);
}

async function keepName(ctx: BotContext, typed: string): Promise<void> {
  const { app, words } = ctx.on;
  const client = clientOf(ctx);
  await tell(ctx, await renameClient(app, { clientId: client.id, name: typed }), {
    done: "own-name-done",
    again: (why) => show(ctx, ownNameScreen(words, client.name, why)),
  });
}

async function keepEmail(ctx: BotContext, typed: string | undefined): Promise<void> {
  const { app, words } = ctx.on;
  const client = clientOf(ctx);
  await tell(ctx, await setEmail(app, { clientId: client.id, email: typed }), {
    done: typed === undefined ? "own-email-dropped" : "own-email-done",
    again: (why) => show(ctx, ownEmailScreen(words, client.email, why)),
  });
}

async function keepBirthday(ctx: BotContext, typed: string | undefined): Promise<void> {
  const { app, words } = ctx.on;
  const client = clientOf(ctx);
  await tell(ctx, await setBirthday(app, { clientId: client.id, typed }), {
    done: typed === undefined ? "birthday-dropped" : "birthday-done",
    again: (why) => show(ctx, birthdayScreen(words, client.birthday, why)),
  });
}

async function keepZone(ctx: BotContext, code: CityCode | "same"): Promise<void> {
  const timeZone = code === "same" ? undefined : cityOfCode(code).zone;
  const changed = await setTimeZone(ctx.on.app, { clientId: clientOf(ctx).id, timeZone });
  await tell(ctx, changed, { done: timeZone === undefined ? "zone-same-done" : "zone-done" });
}

async function keepNews(ctx: BotContext, isWanted: boolean): Promise<void> {
  const { app, words } = ctx.on;
  await setConsent(app, {
    clientId: clientOf(ctx).id,
    kind: "marketing",
    action: isWanted ? "given" : "withdrawn",
    pressed: words.c(isWanted ? "button-news-on" : "button-news-off"),
  });
  await showMyData(ctx, words.t(isWanted ? "news-on-done" : "news-off-done"));
}

/** The contact is asked for by a keyboard in place of the phone's own, as at the acquaintance. */
async function askPhone(ctx: BotContext, html: string): Promise<void> {
  const { app, words, personId } = ctx.on;
  await askForContact(ctx, html, words.c("button-phone-keep"));
  await noteScreen(app, personId, {
    messageId: ctx.on.chat?.screenMessageId,
    expects: { what: "own_phone" },
  });
}

async function keepPhone(ctx: BotContext): Promise<void> {
  const { app, words, personId } = ctx.on;
  const contact = ctx.message?.contact;
  const client = clientOf(ctx);
  if (contact === undefined) return;
  const joined = await joinPhone(app, {
    clientId: client.id,
    phone: contact.phone_number,
    ownerTelegramId: contact.user_id,
    senderTelegramId: personId,
  });
  if (!joined.ok && joined.refusal === "phone_not_own") return askPhone(ctx, words.t("own-phone-not-own"));
  if (joined.ok) ctx.on.client = { ...client, phone: joined.value.phone, phoneCheckedAt: app.clock.now() };
  const said = joined.ok
    ? words.t(joined.value.isUnited ? "phone-united" : "phone-saved")
    : refusalText(words, joined);
  await takeKeyboardOff(ctx, said);
  await showMyData(ctx);
}

/** Two files: one to read, one for machines. The screen stays where it is. */
async function sendData(ctx: BotContext): Promise<void> {
  const { app, words, settings, personId } = ctx.on;
  const data = await exportClient(app, { clientId: clientOf(ctx).id });
  if (!data.ok) return showMyData(ctx, refusalText(words, data));
  const { page, json } = dataFiles(data.value, { business: settings["business.name"], zone: words.zone });
  await ctx.api.sendDocument(personId, page, { caption: words.t("download-page") });
  await ctx.api.sendDocument(personId, json, { caption: words.t("download-json") });
}

async function showErasure(ctx: BotContext): Promise<void> {
  const { app, words } = ctx.on;
  const client = clientOf(ctx);
  const may = await previewErasure(app, client.id);
  if (!may.ok) return show(ctx, notErasedScreen(words, refusalText(words, may)));
  await show(ctx, erasureScreen(words, { points: client.pointsBalance }));
}

/** The farewell is not noted as a screen: nothing of the chat is to be remembered. */
async function erase(ctx: BotContext): Promise<void> {
  const { app, words, personId } = ctx.on;
  const { id } = clientOf(ctx);
  const pressed = words.c("button-erase-now");
  const erased = await eraseClient(app, { clientId: id, actor: { kind: "client", id }, pressed });
  if (!erased.ok) return show(ctx, notErasedScreen(words, refusalText(words, erased)));
  const messageId = ctx.callbackQuery?.message?.message_id;
  const farewell = words.t("erase-done");
  if (messageId === undefined) return say(ctx, farewell);
  await ctx.api.editMessageText(personId, messageId, farewell).catch((error: unknown) => {
    if (!isGone(error)) throw error;
    return say(ctx, farewell);
  });
}
