import { Composer } from "grammy";
import {
  type BookingView,
  checkPayment,
  type OpenTipRefusal,
  openTip,
  tipRefusal,
} from "../../core/booking/index.ts";
import { type Kopecks, kopecks, readRubles } from "../../core/kernel/money.ts";
import { type Refused, refuse } from "../../core/kernel/outcome.ts";
import { paymentsOf } from "../../core/payments/index.ts";
import { ownBooking, placeOf, presentBooking } from "../book-visit/present.ts";
import { emailScreen } from "../book-visit/receipt-screens.ts";
import { checkTip, type PayMethod, payTip, payTipAgain, toOtherTip, toTip } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { stableId } from "../stable-id.ts";
import { otherTipScreen, type TipPageFacts, tipPageScreen, tipScreen } from "./screens.ts";

/** Tips for a visit that took place: how much, where to pay, what came of it (MS-2). */
export function tipping(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toTip, (ctx, { bookingId }) => askAmount(ctx, bookingId)),
      onTap(toOtherTip, (ctx, { bookingId }) => askTyped(ctx, bookingId)),
      onTap(payTip, beginTip),
      onTap(payTipAgain, beginTip),
      onTap(checkTip, (ctx, { bookingId }) => lookForTip(ctx, bookingId)),
    ),
  );
  flow.on("message:text", async (ctx, next) => {
    const { chat } = ctx.on;
    const bookingId = chat?.expects === "tip" ? chat.expectsSubject : undefined;
    if (bookingId === undefined || ctx.message.text.startsWith("/")) return next();
    await takeTyped(ctx, bookingId, ctx.message.text);
  });
  flow.on("message", async (ctx, next) => {
    const isCommand = ctx.message.text?.startsWith("/") === true;
    if (isCommand || !(await keepPage(ctx))) return next();
  });
  return flow;
}

/** The visit, if it may still be tipped; else its card is shown, which says how things are. */
async function tippable(ctx: BotContext, bookingId: string): Promise<BookingView | undefined> {
  const booking = await ownBooking(ctx, bookingId);
  const problem = booking && tipRefusal(ctx.on.app, booking);
  if (booking !== undefined && problem === undefined) return booking;
  await presentBooking(ctx, bookingId, problem && whyNot(ctx, refuse(problem)));
  return undefined;
}

async function askAmount(ctx: BotContext, bookingId: string, note?: string): Promise<void> {
  const booking = await tippable(ctx, bookingId);
  if (booking) await show(ctx, tipScreen(ctx.on.words, { booking, place: placeOf(ctx), note }));
}

async function askTyped(ctx: BotContext, bookingId: string, note?: string): Promise<void> {
  const booking = await tippable(ctx, bookingId);
  if (booking) await show(ctx, otherTipScreen(ctx.on.words, booking, note));
}

/** What cannot be read is answered in words, and the question stays. */
async function takeTyped(ctx: BotContext, bookingId: string, typed: string): Promise<void> {
  const amount = readRubles(typed);
  if (amount === undefined) return askTyped(ctx, bookingId, ctx.on.words.t("tip-unreadable"));
  await begin(ctx, { bookingId, amount, method: "bank_card" });
}

type Wish = {
  readonly bookingId: string;
  readonly amount: Kopecks;
  readonly method: PayMethod;
  readonly insteadOf?: string | undefined;
};

/** The payment page for a tip, by the data of its button. */
export const beginTip = (
  ctx: BotContext,
  wish: Omit<Wish, "amount"> & { readonly amount: number },
): Promise<void> => begin(ctx, { ...wish, amount: kopecks(wish.amount) });

async function begin(ctx: BotContext, wish: Wish): Promise<void> {
  const { app, words, settings } = ctx.on;
  const tipId = stableId("tip", ctx.callbackQuery?.id ?? ctx.update.update_id);
  const opened = await openTip(app, { ...wish, tipId, clientId: clientOf(ctx).id });
  if (opened.ok) {
    const isSbpOffered = settings["payments.sbp"];
    return show(ctx, tipPageScreen(words, { ...opened.value, method: wish.method, isSbpOffered }));
  }
  if (opened.refusal === "email_needed") {
    const { bookingId, insteadOf } = wish;
    const begunBy = insteadOf === undefined ? payTip.pack(wish) : payTipAgain.pack({ ...wish, insteadOf });
    return show(ctx, emailScreen(words, { bookingId, begunBy }));
  }
  const why = whyNot(ctx, opened);
  if (opened.refusal === "tip_out_of_range") return askTyped(ctx, wish.bookingId, why);
  if (opened.refusal === "gateway_silent" || opened.refusal === "gateway_refused") {
    return askAmount(ctx, wish.bookingId, why);
  }
  await presentBooking(ctx, wish.bookingId, why);
}

/** Two refusals speak of holding a time elsewhere; a tip holds none. */
function whyNot(ctx: BotContext, refused: Refused<OpenTipRefusal>): string {
  const { words } = ctx.on;
  if (refused.refusal === "gateway_silent") return words.t("tip-silent");
  if (refused.refusal === "payments_off") return words.t("tip-payments-off");
  return refusalText(words, refused);
}

/** «Я оплатил», and the way back from the bank's page: the gateway is asked at once, then the visit is shown. */
export async function lookForTip(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  await checkPayment(app, { bookingId, clientId: clientOf(ctx).id });
  const page = await openPage(ctx, bookingId);
  if (page === undefined) return presentBooking(ctx, bookingId);
  await show(ctx, tipPageScreen(words, { ...page, lookedAt: app.clock.now() }));
}

/** Words that nobody waits for take the buttons of the screen before: a page that is open to be paid is shown again. */
async function keepPage(ctx: BotContext): Promise<boolean> {
  const { chat, words } = ctx.on;
  const bookingId = chat?.expects === "payment" ? chat.expectsSubject : undefined;
  const page = bookingId === undefined ? undefined : await openPage(ctx, bookingId);
  if (page === undefined) return false;
  await show(ctx, tipPageScreen(words, { ...page, note: words.t("tip-still-open") }));
  return true;
}

/** The page of a visit's latest tip while it can still be paid. */
async function openPage(ctx: BotContext, bookingId: string): Promise<TipPageFacts | undefined> {
  const { app, settings } = ctx.on;
  const booking = await ownBooking(ctx, bookingId);
  if (booking === undefined) return undefined;
  const latest = (await paymentsOf(app.db, bookingId)).findLast(({ kind }) => kind === "tip");
  const url = latest?.confirmationUrl;
  if (latest?.state !== "pending" || url === undefined) return undefined;
  return {
    booking,
    tipId: latest.id,
    url,
    amount: latest.amount,
    method: latest.method === "sbp" ? "sbp" : "bank_card",
    isSbpOffered: settings["payments.sbp"],
    receiptTo: latest.request?.receipt?.email,
  };
}
