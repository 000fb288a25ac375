import { Composer } from "grammy";
import {
  type BookingView,
  checkPayment,
  choosePayment,
  choosePoints,
  confirmHold,
  findBooking,
  giveUpHold,
  holdSlot,
  openPayment,
} from "../../core/booking/index.ts";
import { points } from "../../core/kernel/points.ts";
import {
  checkPaid,
  choosePart,
  confirm,
  giveConsent,
  giveUp,
  holdStart,
  type PayMethod,
  pay,
  spendPoints,
  toBooking,
  toCalendar,
  toMyBookings,
  toPointsChoice,
} from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { type Button, button } from "../screen.ts";
import { show } from "../show.ts";
import { stableId } from "../stable-id.ts";
import { showMenu } from "../start/menu.ts";
import { confirmedScreen, payScreen, pointsScreen } from "./hold-screens.ts";
import { type Nearest, sharedNearest } from "./nearest.ts";
import { ownBooking, placeOf, pointsFor, presentBooking, screenOf } from "./present.ts";
import { nearestScreen, refusedScreen } from "./times-screens.ts";

/** From a chosen start to a confirmed booking: hold, breakdown, points, payment. */
export function holding(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  const nearest = sharedNearest();
  flow.use(
    taps(
      onTap(holdStart, (ctx, start) => hold(ctx, start, nearest)),
      onTap(toBooking, (ctx, { bookingId }) => presentBooking(ctx, bookingId)),
      onTap(toPointsChoice, (ctx, { bookingId }) => askPoints(ctx, bookingId)),
      onTap(spendPoints, spend),
      onTap(choosePart, changePart),
      onTap(pay, beginPayment),
      onTap(checkPaid, (ctx, { bookingId }) => lookForPayment(ctx, bookingId)),
      onTap(confirm, (ctx, { bookingId }) => confirmUnpaid(ctx, bookingId)),
      onTap(giveUp, (ctx, { bookingId }) => letGo(ctx, bookingId)),
    ),
  );
  return flow;
}

async function hold(
  ctx: BotContext,
  start: { readonly serviceId: string; readonly slotId: string; readonly startsAt: Date },
  nearest: Nearest,
): Promise<void> {
  const { app, words } = ctx.on;
  const { serviceId, slotId, startsAt } = start;
  const held = await holdSlot(app, {
    bookingId: stableId("hold", ctx.callbackQuery?.id ?? ctx.update.update_id),
    clientId: clientOf(ctx).id,
    serviceId,
    slotId,
  });
  if (held.ok) return show(ctx, await screenOf(ctx, held.value));

  const why = refusalText(words, held);
  switch (held.refusal) {
    case "slot_taken":
    case "slot_gone":
    case "too_late_to_book": {
      const starts = await nearest(app, { serviceId, near: startsAt });
      return show(ctx, nearestScreen(words, { serviceId, why, starts }));
    }
    case "consent_missing":
      return show(
        ctx,
        refusedScreen(words, why, [[button(words.c("button-consent"), giveConsent.pack({}), "success")]]),
      );
    case "too_many_bookings":
    case "payment_being_confirmed":
      return show(ctx, refusedScreen(words, why, [[myBookingsButton(ctx)]]));
    default:
      return show(ctx, refusedScreen(words, why, [[otherDayButton(ctx, serviceId)]]));
  }
}

const myBookingsButton = (ctx: BotContext): Button =>
  button(ctx.on.words.c("button-my"), toMyBookings.pack({ kind: "upcoming", page: 0 }));

const otherDayButton = (ctx: BotContext, serviceId: string): Button =>
  button(ctx.on.words.c("button-other-day"), toCalendar.pack({ serviceId, specialistId: undefined }));

async function askPoints(ctx: BotContext, bookingId: string): Promise<void> {
  const booking = await ownBooking(ctx, bookingId);
  if (booking?.state !== "held") return presentBooking(ctx, bookingId);
  const offer = await pointsFor(ctx, booking);
  if (offer === undefined || offer.max === 0) return presentBooking(ctx, bookingId);
  await show(ctx, pointsScreen(ctx.on.words, booking, offer));
}

async function spend(
  ctx: BotContext,
  wish: { readonly bookingId: string; readonly points: number },
): Promise<void> {
  const { bookingId } = wish;
  const clientId = clientOf(ctx).id;
  const chosen = await choosePoints(ctx.on.app, { bookingId, clientId, points: points(wish.points) });
  if (chosen.ok) return show(ctx, await screenOf(ctx, chosen.value));
  await presentBooking(ctx, bookingId, refusalText(ctx.on.words, chosen));
}

async function changePart(
  ctx: BotContext,
  wish: { readonly bookingId: string; readonly choice: "prepayment" | "all" },
): Promise<void> {
  const chosen = await choosePayment(ctx.on.app, { ...wish, clientId: clientOf(ctx).id });
  if (chosen.ok) return show(ctx, await screenOf(ctx, chosen.value));
  await presentBooking(ctx, wish.bookingId, refusalText(ctx.on.words, chosen));
}

async function beginPayment(
  ctx: BotContext,
  wish: { readonly bookingId: string; readonly method: PayMethod },
): Promise<void> {
  const { app, words } = ctx.on;
  const opened = await openPayment(app, { ...wish, clientId: clientOf(ctx).id });
  if (!opened.ok) return presentBooking(ctx, wish.bookingId, refusalText(words, opened));
  const { booking, url, amount, payUntil } = opened.value;
  await show(ctx, payScreen(words, { booking, place: placeOf(ctx), payment: { url, amount, payUntil } }));
}

/** «Я оплатил»: the gateway is asked at once, and the client sees what came of it. */
export async function lookForPayment(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  const checked = await checkPayment(app, { bookingId, clientId: clientOf(ctx).id });
  const booking = await ownBooking(ctx, bookingId);
  if (booking === undefined) return showMenu(ctx, words.t("refused-unknown-booking"));
  if (booking.state === "confirmed") return show(ctx, confirmedScreen(words, booking, placeOf(ctx)));
  const payment = paymentOf(booking);
  if (booking.state === "held" && payment !== undefined && booking.heldUntil !== undefined) {
    return show(
      ctx,
      payScreen(words, {
        booking,
        place: placeOf(ctx),
        payment: { ...payment, payUntil: booking.heldUntil },
        lookedAt: app.clock.now(),
      }),
    );
  }
  await show(ctx, await screenOf(ctx, booking, checked.ok ? undefined : refusalText(words, checked)));
}

function paymentOf({ openPayment: open }: BookingView) {
  return open?.url === undefined ? undefined : { url: open.url, amount: open.amount };
}

async function confirmUnpaid(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  const confirmed = await confirmHold(app, { bookingId, clientId: clientOf(ctx).id });
  if (!confirmed.ok) return presentBooking(ctx, bookingId, refusalText(words, confirmed));
  await show(ctx, confirmedScreen(words, confirmed.value, placeOf(ctx)));
}

async function letGo(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  const given = await giveUpHold(app, { bookingId, clientId: clientOf(ctx).id });
  if (!given.ok) return presentBooking(ctx, bookingId, refusalText(words, given));
  const booking = await findBooking(app.db, bookingId);
  if (booking === undefined) return showMenu(ctx);
  await show(ctx, await screenOf(ctx, booking));
}
