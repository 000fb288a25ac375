import { Composer } from "grammy";
import { promiseToCome } from "../../core/booking/index.ts";
import { placeOf, presentBooking } from "../book-visit/present.ts";
import { promise } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { promisedScreen } from "./screens.ts";

/** What a client answers to a reminder (MS-1); moving and cancelling are flows of their own. */
export function reminders(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(taps(onTap(promise, (ctx, { bookingId }) => sayYes(ctx, bookingId))));
  return flow;
}

async function sayYes(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  const promised = await promiseToCome(app, { bookingId, clientId: clientOf(ctx).id });
  if (!promised.ok) return presentBooking(ctx, bookingId, refusalText(words, promised));
  await show(ctx, promisedScreen(words, promised.value, placeOf(ctx)));
}
