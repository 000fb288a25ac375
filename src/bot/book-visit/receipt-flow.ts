import { Composer } from "grammy";
import { checkPayment } from "../../core/booking/index.ts";
import { paymentsOf } from "../../core/payments/index.ts";
import { setEmail } from "../../core/people/index.ts";
import { changeEmail, changeTipEmail, type PayMethod, pay, payTip, payTipAgain } from "../buttons.ts";
import { readTap } from "../callback-data.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { beginTip } from "../tips/flow.ts";
import { beginPayment, type PaymentWish } from "./hold-flow.ts";
import { presentBooking } from "./present.ts";
import { emailScreen, type ReceiptedWish } from "./receipt-screens.ts";

/** The e-mail to which receipts go: asked on the way to a payment, and leading back to it. */
export function receipts(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(taps(onTap(changeEmail, askOther), onTap(changeTipEmail, askOtherForTip)));
  flow.on("message:text", async (ctx, next) => {
    const { chat } = ctx.on;
    const wish = chat?.expects === "email" ? wishOf(chat.expectsSubject) : undefined;
    if (wish === undefined || ctx.message.text.startsWith("/")) return next();
    await takeEmail(ctx, wish, ctx.message.text);
  });
  return flow;
}

async function askOther(ctx: BotContext, wish: PaymentWish): Promise<void> {
  const { bookingId } = wish;
  const asked = { bookingId, begunBy: pay.pack(wish) };
  await show(ctx, emailScreen(ctx.on.words, asked, { present: clientOf(ctx).email }));
}

type TipWish = { readonly bookingId: string; readonly amount: number; readonly method: PayMethod };

async function askOtherForTip(ctx: BotContext, wish: TipWish): Promise<void> {
  const asked = { bookingId: wish.bookingId, begunBy: changeTipEmail.pack(wish) };
  await show(ctx, emailScreen(ctx.on.words, asked, { present: clientOf(ctx).email }));
}

/** What the question was about, and how to go on with it, by the data of the button that began it. */
type Wish = ReceiptedWish & { readonly goOn: (ctx: BotContext) => Promise<void> };

function wishOf(begunBy: string | undefined): Wish | undefined {
  if (begunBy === undefined) return undefined;
  const { verb, parts } = readTap(begunBy);
  const payment = verb === pay.verb ? pay.unpack(parts) : undefined;
  if (payment) return { bookingId: payment.bookingId, begunBy, goOn: (ctx) => beginPayment(ctx, payment) };
  const tip = [payTip, payTipAgain].find((one) => one.verb === verb)?.unpack(parts);
  if (tip) return { bookingId: tip.bookingId, begunBy, goOn: (ctx) => beginTip(ctx, tip) };
  const same = verb === changeTipEmail.verb ? changeTipEmail.unpack(parts) : undefined;
  return same && { bookingId: same.bookingId, begunBy, goOn: (ctx) => goOnWithTip(ctx, same) };
}

/** A tip that was paid while its receipt was talked of is not asked for again. */
async function goOnWithTip(ctx: BotContext, wish: TipWish): Promise<void> {
  const latest = (await paymentsOf(ctx.on.app.db, wish.bookingId)).findLast(({ kind }) => kind === "tip");
  if (latest?.state === "captured") return presentBooking(ctx, wish.bookingId);
  await beginTip(ctx, wish);
}

async function takeEmail(ctx: BotContext, wish: Wish, typed: string): Promise<void> {
  const { app, words } = ctx.on;
  const kept = await setEmail(app, { clientId: clientOf(ctx).id, email: typed });
  if (!kept.ok) {
    const facts = { present: clientOf(ctx).email, note: refusalText(words, kept) };
    return show(ctx, emailScreen(words, wish, facts));
  }
  // Whoever paid meanwhile has paid: another address must not make that payment one too many.
  await checkPayment(app, { bookingId: wish.bookingId, clientId: kept.value.id });
  ctx.on.client = kept.value;
  await wish.goOn(ctx);
}
