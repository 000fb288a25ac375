import { type BookingView, findBooking, findBookingByNumber } from "../../core/booking/index.ts";
import { fromShortId } from "../../core/kernel/ids.ts";
import { lookForPayment } from "../book-visit/hold-flow.ts";
import { type BotContext, clientOf } from "../context.ts";
import { lookForTip } from "../tips/flow.ts";

const FROM_PAYMENT = /^pay_([A-Za-z0-9_-]{1,40})$/;
const NUMBER = /^\d{1,9}$/;

/** Follows a deep link; `false` when it leads nowhere (any longer). */
export async function followLink(ctx: BotContext, payload: string): Promise<boolean> {
  const name = FROM_PAYMENT.exec(payload)?.[1];
  const booking = name === undefined ? undefined : await ownBookingNamed(ctx, name);
  if (booking === undefined) return false;
  if (booking.state === "held" || booking.state === "confirming") await lookForPayment(ctx, booking.id);
  else await lookForTip(ctx, booking.id);
  return true;
}

/** A booking of this client's by its number or its short id. */
async function ownBookingNamed(ctx: BotContext, name: string): Promise<BookingView | undefined> {
  const { db } = ctx.on.app;
  const clientId = clientOf(ctx).id;
  const bookingId = fromShortId(name);
  if (bookingId !== undefined) {
    const booking = await findBooking(db, bookingId);
    return booking?.clientId === clientId ? booking : undefined;
  }
  if (!NUMBER.test(name)) return undefined;
  const booking = await findBookingByNumber(db, Number(name));
  return booking?.clientId === clientId ? booking : undefined;
}
