import { Composer } from "grammy";
import { cancelBooking, previewCancellation } from "../../core/booking/index.ts";
import { findInChat } from "../../core/notifications/index.ts";
import { ownBooking, placeOf, presentBooking } from "../book-visit/present.ts";
import { askCancel, cancelNow } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { askScreen, cancelledScreen } from "./screens.ts";

/** Cancelling a booking: what it means is shown exactly before the last tap, and that is what happens (CX-2). */
export function cancelling(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(askCancel, (ctx, { bookingId }) => ask(ctx, bookingId)),
      onTap(cancelNow, carryOut),
    ),
  );
  return flow;
}

async function ask(ctx: BotContext, bookingId: string, note?: string): Promise<void> {
  const { app, words } = ctx.on;
  const by = { kind: "client", clientId: clientOf(ctx).id } as const;
  const preview = await previewCancellation(app, { bookingId, by });
  const booking = await ownBooking(ctx, bookingId);
  if (!preview.ok) return presentBooking(ctx, bookingId, refusalText(words, preview));
  if (booking === undefined) return presentBooking(ctx, bookingId);
  await show(ctx, askScreen(words, { booking, place: placeOf(ctx), consequence: preview.value, note }));
}

async function carryOut(
  ctx: BotContext,
  shown: { readonly bookingId: string; readonly isLate: "yes" | "no"; readonly penalty: number },
): Promise<void> {
  const { app, words } = ctx.on;
  const { bookingId } = shown;
  const by = { kind: "client", clientId: clientOf(ctx).id } as const;
  const preview = await previewCancellation(app, { bookingId, by });
  const cancelled = await cancelBooking(app, {
    bookingId,
    by,
    shown: { isLate: shown.isLate === "yes", penalty: shown.penalty },
  });
  if (!cancelled.ok && cancelled.refusal === "consequence_changed") {
    return ask(ctx, bookingId, refusalText(words, cancelled));
  }
  if (!cancelled.ok) return presentBooking(ctx, bookingId, refusalText(words, cancelled));
  const consequence = preview.ok ? preview.value : undefined;
  await show(ctx, cancelledScreen(words, cancelled.value, placeOf(ctx), consequence));
  await takeReminderAway(ctx, bookingId);
}

/** What it reminds of is off; a reminder that became the screen says so already (MS-1). */
async function takeReminderAway(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, chat, personId } = ctx.on;
  const reminderId = await findInChat(app.db, { bookingId, kind: "reminder" });
  if (reminderId === undefined || reminderId === chat?.screenMessageId) return;
  await ctx.api.deleteMessage(personId, reminderId).catch(() => undefined);
}
