import { Composer } from "grammy";
import { checkPayment } from "../../core/booking/index.ts";
import { setEmail } from "../../core/people/index.ts";
import { changeEmail, changeTipEmail, pay, payTip, payTipAgain } from "../buttons.ts";
import { readTap } from "../callback-data.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { beginTip } from "../tips/flow.ts";
import { beginPayment } from "./hold-flow.ts";
import { emailScreen, type ReceiptedWish } from "./receipt-screens.ts";

/** The e-mail to which receipts go: asked on the way to a payment, and leading back to it. */
export function receipts(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(changeEmail, (ctx, wish) =>
        askOther(ctx, { bookingId: wish.bookingId, begunBy: pay.pack(wish) }),
      ),
      onTap(changeTipEmail, (ctx, wish) =>
        askOther(ctx, { bookingId: wish.bookingId, begunBy: payTipAgain.pack(wish) }),
      ),
    ),
  );
  flow.on("message:text", async (ctx, next) => {
    const { chat } = ctx.on;
    const wish = chat?.expects === "email" ? wishOf(chat.expectsSubject) : undefined;
    if (wish === undefined || ctx.message.text.startsWith("/")) return next();
    await takeEmail(ctx, wish, ctx.message.text);
  });
  return flow;
}

/** Asks for another e-mail on the way to what the button with this data begins. */
const askOther = (ctx: BotContext, wish: ReceiptedWish): Promise<void> =>
  show(ctx, emailScreen(ctx.on.words, wish, { present: clientOf(ctx).email }));

/** What the question was about, and how to go on with it, by the data of the button that began it. */
type Wish = ReceiptedWish & { readonly goOn: (ctx: BotContext) => Promise<void> };

function wishOf(begunBy: string | undefined): Wish | undefined {
  if (begunBy === undefined) return undefined;
  const { verb, parts } = readTap(begunBy);
  const payment = verb === pay.verb ? pay.unpack(parts) : undefined;
  if (payment) return { bookingId: payment.bookingId, begunBy, goOn: (ctx) => beginPayment(ctx, payment) };
  const tip = [payTip, payTipAgain].find((one) => one.verb === verb)?.unpack(parts);
  return tip && { bookingId: tip.bookingId, begunBy, goOn: (ctx) => beginTip(ctx, tip) };
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
