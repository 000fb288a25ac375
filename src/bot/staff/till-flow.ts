import {
  type BookingView,
  checkOnSpot,
  findStaffVisit,
  type RecordOnSpotRefusal,
  recordOnSpot,
} from "../../core/booking/index.ts";
import { formatRubles, kopecks, readRubles } from "../../core/kernel/money.ts";
import type { Refused } from "../../core/kernel/outcome.ts";
import type { OnSpotMethod } from "../../core/payments/index.ts";
import type { StaffMember } from "../../core/people/index.ts";
import { askOnSpot, takeOnSpot } from "../buttons.ts";
import type { BotContext } from "../context.ts";
import { onTap } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { stableId } from "../stable-id.ts";
import { actorOf, showToday, showVisit } from "./present.ts";
import { howPaidScreen, isTakingOffered, otherAmountScreen } from "./till-screens.ts";

export const TILL_BUTTONS = [takeOnSpot, askOnSpot] as const;

/** Money taken on the spot, recorded from a visit's card (PY-7). */
export const tillTaps = (member: StaffMember) => [
  onTap(takeOnSpot, (ctx, taken) => take(ctx, member, taken)),
  onTap(askOnSpot, (ctx, { bookingId }) => askAmount(ctx, member, bookingId)),
];

type Taken = {
  readonly bookingId: string;
  readonly amount: number;
  readonly received: number;
  readonly method: OnSpotMethod;
};

const TAKEN = {
  cash: "staff-taken-cash",
  terminal: "staff-taken-card",
  transfer: "staff-taken-transfer",
} as const;

/** Whoever taps, and however often: the same sum on top of the same money is taken once. */
async function take(ctx: BotContext, member: StaffMember, taken: Taken): Promise<void> {
  const { app, words } = ctx.on;
  const { bookingId, received, method } = taken;
  const amount = kopecks(taken.amount);
  const paymentId = stableId("on_spot", bookingId, received, amount, method);
  const outcome = await recordOnSpot(app, { paymentId, bookingId, amount, method, actor: actorOf(member) });
  const note = outcome.ok ? words.t(TAKEN[method], { amount: formatRubles(amount) }) : whyNot(ctx, outcome);
  await showVisit(ctx, member, bookingId, note);
}

/** When nothing at all is left, no limit is named. */
function whyNot({ on: { words } }: BotContext, refused: Refused<RecordOnSpotRefusal>): string {
  const isAllTaken = refused.refusal === "on_spot_above_owed" && refused.detail.max === 0;
  return isAllTaken ? words.t("staff-all-taken") : refusalText(words, refused);
}

/** The visit, if money may be taken for it now; else its card is shown, which says how things are. */
async function payable(
  ctx: BotContext,
  member: StaffMember,
  bookingId: string,
): Promise<BookingView | undefined> {
  const { app } = ctx.on;
  const found = await findStaffVisit(app, { bookingId, actor: actorOf(member) });
  if (found.ok && isTakingOffered(found.value.booking, app.clock.now())) return found.value.booking;
  await showVisit(ctx, member, bookingId);
  return undefined;
}

async function askAmount(
  ctx: BotContext,
  member: StaffMember,
  bookingId: string,
  note?: string,
): Promise<void> {
  const booking = await payable(ctx, member, bookingId);
  if (booking) await show(ctx, otherAmountScreen(ctx.on.words, booking, note));
}

/** What cannot be read or taken is answered in words, and the question stays. */
export async function takeTypedAmount(ctx: BotContext, member: StaffMember): Promise<void> {
  const { chat, words } = ctx.on;
  const bookingId = chat?.expectsSubject;
  if (bookingId === undefined) return showToday(ctx, member);
  const amount = readRubles(ctx.message?.text ?? ctx.message?.caption ?? "");
  if (amount === undefined) return askAmount(ctx, member, bookingId, words.t("staff-take-unreadable"));
  const booking = await payable(ctx, member, bookingId);
  if (booking === undefined) return;
  const checked = checkOnSpot(amount, booking.takableOnSpot);
  await show(
    ctx,
    checked.ok
      ? howPaidScreen(words, booking, amount)
      : otherAmountScreen(words, booking, refusalText(words, checked)),
  );
}
