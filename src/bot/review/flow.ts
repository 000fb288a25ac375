import { Composer } from "grammy";
import { describeVisit, mayTip, rateVisit } from "../../core/booking/index.ts";
import { findReview, isChangeable, type Review } from "../../core/feedback/index.ts";
import { ownBooking, presentBooking } from "../book-visit/present.ts";
import { rate, toReview } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { showMenu } from "../start/menu.ts";
import { askRatingScreen, type RatedFacts, ratedScreen, reviewedScreen } from "./screens.ts";

/** What a client says of a visit: stars by a tap, then a few words if they like (MS-2). */
export function reviews(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toReview, (ctx, { bookingId }) => ask(ctx, bookingId)),
      onTap(rate, (ctx, { bookingId, rating }) => takeRating(ctx, bookingId, rating)),
    ),
  );
  flow.on("message:text", async (ctx, next) => {
    const { chat } = ctx.on;
    const bookingId = chat?.expects === "review" ? chat.expectsSubject : undefined;
    if (bookingId === undefined || ctx.message.text.startsWith("/")) return next();
    await takeWords(ctx, bookingId, ctx.message.text);
  });
  return flow;
}

async function ask(ctx: BotContext, bookingId: string): Promise<void> {
  const booking = await ownBooking(ctx, bookingId);
  if (booking?.state !== "completed") return presentBooking(ctx, bookingId);
  const review = await findReview(ctx.on.app.db, bookingId);
  if (review === undefined) return show(ctx, askRatingScreen(ctx.on.words, booking));
  await show(ctx, ratedScreen(ctx.on.words, await factsOf(ctx, review)));
}

async function takeRating(ctx: BotContext, bookingId: string, rating: number): Promise<void> {
  const { app, words } = ctx.on;
  const rated = await rateVisit(app, { bookingId, clientId: clientOf(ctx).id, rating });
  if (!rated.ok) return presentBooking(ctx, bookingId, refusalText(words, rated));
  await show(ctx, ratedScreen(words, await factsOf(ctx, rated.value)));
}

async function takeWords(ctx: BotContext, bookingId: string, text: string): Promise<void> {
  const { app, words } = ctx.on;
  const described = await describeVisit(app, { bookingId, clientId: clientOf(ctx).id, words: text });
  if (described.ok) return show(ctx, reviewedScreen(words, await factsOf(ctx, described.value)));
  const note = refusalText(words, described);
  const review = await findReview(app.db, bookingId);
  if (review === undefined) return showMenu(ctx, note);
  await show(ctx, ratedScreen(words, { ...(await factsOf(ctx, review)), note }));
}

/** What may still be done after a review: change it for a day, thank with a tip, repeat it in public. */
async function factsOf(ctx: BotContext, review: Review): Promise<RatedFacts> {
  const { app, settings } = ctx.on;
  const booking = await ownBooking(ctx, review.bookingId);
  return {
    review,
    mayChange: isChangeable(review, app.clock.now()),
    isTipOffered: booking !== undefined && mayTip(app, booking),
    publicUrl: settings["review.publicUrl"],
  };
}
