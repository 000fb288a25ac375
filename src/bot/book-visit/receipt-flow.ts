import { Composer } from "grammy";
import { checkPayment } from "../../core/booking/index.ts";
import { setEmail } from "../../core/people/index.ts";
import { changeEmail, pay } from "../buttons.ts";
import { readTap } from "../callback-data.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { beginPayment } from "./hold-flow.ts";
import { emailScreen, type ReceiptedWish } from "./receipt-screens.ts";

/** The e-mail to which receipts go: asked on the way to a payment, and leading back to it. */
export function receipts(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(taps(onTap(changeEmail, askOther)));
  flow.on("message:text", async (ctx, next) => {
    const { chat } = ctx.on;
    const wish = chat?.expects === "email" ? wishOf(chat.expectsSubject) : undefined;
    if (wish === undefined || ctx.message.text.startsWith("/")) return next();
    await takeEmail(ctx, wish, ctx.message.text);
  });
  return flow;
}

async function askOther(ctx: BotContext, wish: ReceiptedWish): Promise<void> {
  await show(ctx, emailScreen(ctx.on.words, wish, { present: clientOf(ctx).email }));
}

/** The payment that the question was about, by the data of its button. */
function wishOf(subject: string | undefined): ReceiptedWish | undefined {
  if (subject === undefined) return undefined;
  const { verb, parts } = readTap(subject);
  return verb === pay.verb ? pay.unpack(parts) : undefined;
}

async function takeEmail(ctx: BotContext, wish: ReceiptedWish, typed: string): Promise<void> {
  const { app, words } = ctx.on;
  const kept = await setEmail(app, { clientId: clientOf(ctx).id, email: typed });
  if (!kept.ok) {
    const facts = { present: clientOf(ctx).email, note: refusalText(words, kept) };
    return show(ctx, emailScreen(words, wish, facts));
  }
  // Whoever paid meanwhile has paid: another address must not make that payment one too many.
  await checkPayment(app, { bookingId: wish.bookingId, clientId: kept.value.id });
  ctx.on.client = kept.value;
  await beginPayment(ctx, wish);
}
