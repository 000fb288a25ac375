import { Composer } from "grammy";
import {
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
import { closeOffer } from "../waitlist/close-offer.ts";
import { confirmedScreen, payScreen, pointsScreen } from "./hold-screens.ts";
import { type Nearest, sharedNearest } from "./nearest.ts";
import {
  beforePaying,
  ownBooking,
  placeOf,
  pointsFor,
  presentBooking,
  receiptEmail,
  screenOf,
} from "./present.ts";
import { emailScreen } from "./receipt-screens.ts";
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
  flow.on("message:text", async (ctx, next) => {
    const { chat } = ctx.on;
    const bookingId = chat?.expects === "points" ? chat.expectsSubject : undefined;
    if (bookingId === undefined || ctx.message.text.startsWith("/")) return next();
    await takePoints(ctx, bookingId, ctx.message.text);
  });
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
      const { id: clientId, timeZone: clientZone } = clientOf(ctx);
      const starts = await nearest(app, { serviceId, near: startsAt, clientId });
      return show(ctx, nearestScreen(words, { serviceId, why, starts, clientZone }));
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

async function askPoints(ctx: BotContext, bookingId: string, note?: string): Promise<void> {
  const booking = await ownBooking(ctx, bookingId);
  if (booking?.state !== "held") return presentBooking(ctx, bookingId);
  const offer = await pointsFor(ctx, booking);
  if (offer === undefined || offer.max === 0) return presentBooking(ctx, bookingId, note);
  await show(ctx, pointsScreen(ctx.on.words, booking, offer, note));
}

/** An amount with its spaces and, if somebody wrote it, the word. */
const AMOUNT_TYPED = /^(\d{1,7})(?:балл\p{L}*)?[.!]?$/iu;

/** A typed amount: what cannot be read or spent is answered in words, and the question stays. */
async function takePoints(ctx: BotContext, bookingId: string, typed: string): Promise<void> {
  const amount = AMOUNT_TYPED.exec(typed.replace(/\s/gu, ""))?.[1];
  if (amount === undefined) return askPoints(ctx, bookingId, ctx.on.words.t("points-unreadable"));
  await spend(ctx, { bookingId, points: Number(amount) });
}

async function spend(
  ctx: BotContext,
  wish: { readonly bookingId: string; readonly points: number },
): Promise<void> {
  const { bookingId } = wish;
  const clientId = clientOf(ctx).id;
  const chosen = await choosePoints(ctx.on.app, { bookingId, clientId, points: points(wish.points) });
  if (chosen.ok) return show(ctx, await screenOf(ctx, chosen.value));
  const why = refusalText(ctx.on.words, chosen);
  if (chosen.refusal === "points_above_limit") return askPoints(ctx, bookingId, why);
  await presentBooking(ctx, bookingId, why);
}

async function changePart(
  ctx: BotContext,
  wish: { readonly bookingId: string; readonly choice: "prepayment" | "all" },
): Promise<void> {
  const chosen = await choosePayment(ctx.on.app, { ...wish, clientId: clientOf(ctx).id });
  if (chosen.ok) return show(ctx, await screenOf(ctx, chosen.value));
  await presentBooking(ctx, wish.bookingId, refusalText(ctx.on.words, chosen));
}

/** A booking that is to be paid for, and how. */
type PaymentWish = { readonly bookingId: string; readonly method: PayMethod };

/** Opens the bank's page for a hold; where the receipt has nowhere to go, that is asked first. */
export async function beginPayment(ctx: BotContext, wish: PaymentWish): Promise<void> {
  const { app, words } = ctx.on;
  const opened = await openPayment(app, { ...wish, clientId: clientOf(ctx).id });
  if (!opened.ok && opened.refusal === "email_needed") {
    const { bookingId } = wish;
    return show(ctx, emailScreen(words, { bookingId, begunBy: pay.pack(wish) }));
  }
  if (!opened.ok) return presentBooking(ctx, wish.bookingId, refusalText(words, opened));
  const { booking, url, amount, payUntil, receiptTo: email } = opened.value;
  const payment = { url, amount, payUntil };
  const receiptTo = email === undefined ? undefined : { email, method: wish.method };
  const facts = { booking, place: placeOf(ctx), payment, receiptTo, ...(await beforePaying(ctx, booking)) };
  await show(ctx, payScreen(words, facts));
}

/** «Я оплатил»: the gateway is asked at once, and the client sees what came of it. */
export async function lookForPayment(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  const checked = await checkPayment(app, { bookingId, clientId: clientOf(ctx).id });
  const booking = await ownBooking(ctx, bookingId);
  if (booking === undefined) return showMenu(ctx, words.t("refused-unknown-booking"));
  if (booking.state === "confirmed") return show(ctx, confirmedScreen(words, booking));
  const { openPayment: open, heldUntil: payUntil } = booking;
  if (booking.state === "held" && open?.url !== undefined && payUntil !== undefined) {
    const email = receiptEmail(ctx);
    return show(
      ctx,
      payScreen(words, {
        booking,
        place: placeOf(ctx),
        ...(await beforePaying(ctx, booking)),
        payment: { url: open.url, amount: open.amount, payUntil },
        receiptTo: email === undefined ? undefined : { email, method: open.method },
        lookedAt: app.clock.now(),
      }),
    );
  }
  await show(ctx, await screenOf(ctx, booking, checked.ok ? undefined : refusalText(words, checked)));
}

async function confirmUnpaid(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  const confirmed = await confirmHold(app, { bookingId, clientId: clientOf(ctx).id });
  if (!confirmed.ok) return presentBooking(ctx, bookingId, refusalText(words, confirmed));
  await show(ctx, confirmedScreen(words, confirmed.value));
}

async function letGo(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  const given = await giveUpHold(app, { bookingId, clientId: clientOf(ctx).id });
  if (!given.ok) return presentBooking(ctx, bookingId, refusalText(words, given));
  await closeOffer(app, ctx.api, { telegramId: ctx.on.personId, bookingId });
  const booking = await findBooking(app.db, bookingId);
  if (booking === undefined) return showMenu(ctx);
  await show(ctx, await screenOf(ctx, booking));
}
