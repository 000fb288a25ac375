import { Composer } from "grammy";
import {
  type BookingView,
  beginMove,
  confirmHold,
  dayMarks,
  listFreeStarts,
  previewReschedule,
  type RescheduleBookingRefusal,
  rescheduleBooking,
} from "../../core/booking/index.ts";
import { findSpecialist } from "../../core/catalog/index.ts";
import type { LocalDay } from "../../core/kernel/local-day.ts";
import { kopecks } from "../../core/kernel/money.ts";
import type { Refused } from "../../core/kernel/outcome.ts";
import { points } from "../../core/kernel/points.ts";
import { offered } from "../book-visit/offered.ts";
import { ownBooking, placeOf, presentBooking, screenOf } from "../book-visit/present.ts";
import { askMove, moveNow, toMove, toMoveDay } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { stableId } from "../stable-id.ts";
import { moveAskScreen, moveDaysScreen, movedScreen, moveTimesScreen, type Whose } from "./screens.ts";

/** Moving a booking: when to, what that means, and the last tap, which does exactly what was shown (CX-7). */
export function moving(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toMove, (ctx, { bookingId, whose }) => showDays(ctx, { bookingId, whose })),
      onTap(toMoveDay, showTimes),
      onTap(askMove, (ctx, to) => ask(ctx, to)),
      onTap(moveNow, carryOut),
    ),
  );
  return flow;
}

type Choice = { readonly bookingId: string; readonly whose: Whose };

/** The same service, of its own specialist or of any; the booking's own slots count as free. */
const wantedOf = (booking: BookingView, whose: Whose) => ({
  serviceId: booking.serviceId,
  specialistId: whose === "same" ? booking.specialistId : undefined,
  movedBookingId: booking.id,
});

async function showDays(ctx: BotContext, { bookingId, whose }: Choice, note?: string): Promise<void> {
  const { app, words } = ctx.on;
  const begun = await beginMove(app, { bookingId, clientId: clientOf(ctx).id });
  if (!begun.ok) return presentBooking(ctx, bookingId, refusalText(words, begun));
  const booking = begun.value;
  const calendar = await dayMarks(app, wantedOf(booking, whose));
  if (!calendar.ok) return presentBooking(ctx, bookingId, refusalText(words, calendar));
  const { doers, days } = calendar.value;
  const mayNarrow = doers.size > 1 && doers.has(booking.specialistId);
  await show(ctx, moveDaysScreen(words, { booking, place: placeOf(ctx), whose, mayNarrow, days, note }));
}

async function showTimes(
  ctx: BotContext,
  to: Choice & { readonly day: LocalDay; readonly page: number },
): Promise<void> {
  const { app, words } = ctx.on;
  const { bookingId, whose, day, page } = to;
  const begun = await beginMove(app, { bookingId, clientId: clientOf(ctx).id });
  if (!begun.ok) return presentBooking(ctx, bookingId, refusalText(words, begun));
  const booking = begun.value;
  const found = await listFreeStarts(app, { ...wantedOf(booking, whose), day });
  if (!found.ok) return presentBooking(ctx, bookingId, refusalText(words, found));
  const starts = found.value.starts.map(offered);
  const clientZone = clientOf(ctx).timeZone;
  await show(ctx, moveTimesScreen(words, { booking, whose, day, page, starts, clientZone }));
}

type Target = { readonly bookingId: string; readonly slotId: string };

async function ask(ctx: BotContext, to: Target, note?: string): Promise<void> {
  const { app, words } = ctx.on;
  const booking = await ownBooking(ctx, to.bookingId);
  if (booking === undefined) return presentBooking(ctx, to.bookingId);
  const preview = await previewReschedule(app, wishOf(ctx, booking, to.slotId));
  if (!preview.ok) return refused(ctx, to.bookingId, preview);
  const specialist = await findSpecialist(app.db, preview.value.specialistId);
  const specialistName = specialist?.name ?? booking.specialistName;
  const place = placeOf(ctx);
  await show(ctx, moveAskScreen(words, { ...to, booking, place, specialistName, move: preview.value, note }));
}

const wishOf = (ctx: BotContext, booking: BookingView, slotId: string) => ({
  ...{ replacesId: booking.id, serviceId: booking.serviceId, slotId },
  by: { kind: "client", clientId: clientOf(ctx).id } as const,
});

async function carryOut(
  ctx: BotContext,
  shown: Target & { readonly isLate: "yes" | "no"; readonly penalty: number; readonly price: number },
): Promise<void> {
  const { app, words } = ctx.on;
  const booking = await ownBooking(ctx, shown.bookingId);
  if (booking === undefined) return presentBooking(ctx, shown.bookingId);
  const moved = await rescheduleBooking(app, {
    ...wishOf(ctx, booking, shown.slotId),
    bookingId: stableId("move", ctx.callbackQuery?.id ?? ctx.update.update_id),
    shown: {
      isLate: shown.isLate === "yes",
      penalty: points(shown.penalty),
      price: kopecks(shown.price),
    },
  });
  if (!moved.ok && moved.refusal === "consequence_changed") return ask(ctx, shown, refusalText(words, moved));
  if (!moved.ok) return refused(ctx, booking.id, moved);
  await present(ctx, moved.value);
}

/** Done, or what is still to be paid; where nothing is, the tap on «Перенести» was the last word. */
async function present(ctx: BotContext, moved: BookingView): Promise<void> {
  const { app, words } = ctx.on;
  if (moved.state === "confirmed") return show(ctx, movedScreen(words));
  if (moved.payNow > 0) return show(ctx, await screenOf(ctx, moved));
  const confirmed = await confirmHold(app, { bookingId: moved.id, clientId: moved.clientId });
  if (!confirmed.ok) return presentBooking(ctx, moved.id, refusalText(words, confirmed));
  await show(ctx, movedScreen(words));
}

const OTHER_START = new Set<RescheduleBookingRefusal>([
  "slot_taken",
  "slot_gone",
  "too_late_to_book",
  "same_start",
  "overlaps_own_booking",
  "hot_needs_payment",
]);

/** A start that is not to be had leads to the others; whatever else stands in the way, to the booking as it is. */
async function refused(
  ctx: BotContext,
  bookingId: string,
  why: Refused<RescheduleBookingRefusal>,
): Promise<void> {
  const note = refusalText(ctx.on.words, why);
  if (OTHER_START.has(why.refusal)) return showDays(ctx, { bookingId, whose: "any" }, note);
  await presentBooking(ctx, bookingId, note);
}
