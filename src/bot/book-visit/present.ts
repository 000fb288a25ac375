import {
  type BookingView,
  endingOf,
  findBooking,
  findOffered,
  lateCost,
  mayEnd,
  mayTip,
  pointsOffer,
  previewHeldMove,
  visitPoints,
} from "../../core/booking/index.ts";
import { findReview, isChangeable } from "../../core/feedback/index.ts";
import { type BotContext, clientOf } from "../context.ts";
import { bookingCardScreen, type CardFacts } from "../my-bookings/screens.ts";
import type { Screen } from "../screen.ts";
import { show } from "../show.ts";
import { showMenu } from "../start/menu.ts";
import { offerOverScreen } from "../waitlist/offer-screens.ts";
import { declinedScreen } from "../waitlist/screens.ts";
import { confirmingScreen, holdScreen, overScreen, type PointsChoice, ranOut } from "./hold-screens.ts";
import type { Place } from "./summary.ts";

/** Where a visit takes place and whose clocks it is told by. */
export const placeOf = (ctx: BotContext): Place => ({
  address: ctx.on.settings["business.address"],
  clientZone: ctx.on.client?.timeZone,
});

/** Where receipts go, to be seen and changed before it is too late; undefined without receipts (PY-6). */
export const receiptEmail = (ctx: BotContext): string | undefined =>
  ctx.on.settings["receipts.mode"] === "off" ? undefined : clientOf(ctx).email;

/** A booking by the id in a button, if it is this client's; anybody can send any id. */
export async function ownBooking(ctx: BotContext, bookingId: string): Promise<BookingView | undefined> {
  const booking = await findBooking(ctx.on.app.db, bookingId);
  return booking?.clientId === clientOf(ctx).id ? booking : undefined;
}

/** Shows a booking as it is now, whatever the button that led here was made for. */
export async function presentBooking(ctx: BotContext, bookingId: string, note?: string): Promise<void> {
  const booking = await ownBooking(ctx, bookingId);
  if (booking === undefined) return showMenu(ctx, ctx.on.words.t("refused-unknown-booking"));
  await show(ctx, await screenOf(ctx, booking, note));
}

/** The screen of a booking by its state. */
export async function screenOf(ctx: BotContext, booking: BookingView, note?: string): Promise<Screen> {
  const { app, words, settings } = ctx.on;
  const place = placeOf(ctx);
  switch (booking.state) {
    case "held": {
      const isOver = booking.heldUntil !== undefined && booking.heldUntil <= app.clock.now();
      if (isOver) return overOf(ctx, booking);
      const points = await pointsFor(ctx, booking);
      if (points === undefined) return overOf(ctx, booking);
      const isSbpOffered = settings["payments.sbp"];
      return holdScreen(words, {
        booking,
        place,
        points,
        isSbpOffered,
        note,
        ...(await beforePaying(ctx, booking)),
      });
    }
    case "confirming":
      return confirmingScreen(words, booking, place);
    case "expired":
      return overOf(ctx, booking);
    default:
      return bookingCardScreen(words, {
        booking,
        place,
        mapUrl: settings["business.mapUrl"],
        isMoveOffered: mayEnd(app, booking),
        isCancelOffered: mayEnd(app, booking),
        lateCost: lateCost(booking, app.clock.now()),
        ending: await endingOf(app.db, booking),
        isTipOffered: mayTip(app, booking),
        review: await reviewOffered(ctx, booking),
        note,
      });
  }
}

/** A hold that is over; one that was offered to who waits says that, and that they wait on (MS-9). */
async function overOf(ctx: BotContext, booking: BookingView): Promise<Screen> {
  const { app, words } = ctx.on;
  const place = placeOf(ctx);
  const entry = await findOffered(app.db, booking.id);
  if (entry !== undefined && ranOut(booking))
    return offerOverScreen(words, { booking, place, entry, title: "offer-over" });
  if (booking.endedReason === "given_up" && entry !== undefined && entry.endedAt === undefined)
    return declinedScreen(words, entry);
  return overScreen(words, booking, place);
}

/** What may be done about a visit's rating: given once it took place, changed for a day after (MS-2). */
async function reviewOffered(
  { on: { app } }: BotContext,
  booking: BookingView,
): Promise<CardFacts["review"]> {
  if (booking.state !== "completed") return undefined;
  const review = await findReview(app.db, booking.id);
  if (review === undefined) return "give";
  return isChangeable(review, app.clock.now()) ? "change" : undefined;
}

/** What a hold's last tap means beside its price: the booking given up for it, a later change of mind (CX-2, CX-7). */
export const beforePaying = async ({ on: { app } }: BotContext, booking: BookingView) => ({
  givenUp: await previewHeldMove(app.db, booking),
  lateCost: lateCost(booking, app.clock.now()),
  rebook: (await visitPoints(app.db, booking)).rebook,
});

/** What points may do for a hold; undefined when it is over by now. */
export async function pointsFor(ctx: BotContext, booking: BookingView): Promise<PointsChoice | undefined> {
  const offer = await pointsOffer(ctx.on.app, { bookingId: booking.id, clientId: booking.clientId });
  return offer.ok ? offer.value : undefined;
}
