import { Composer } from "grammy";
import { listClientBookings } from "../../core/booking/index.ts";
import { ownBooking, presentBooking } from "../book-visit/present.ts";
import { sendCalendarFile, toMyBookings } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { show } from "../show.ts";
import { openWaits } from "../waitlist/flow.ts";
import { calendarFile } from "./calendar-file.ts";
import { BOOKINGS_PER_PAGE, myBookingsScreen } from "./screens.ts";

type Kind = "upcoming" | "past";

/** What a client has booked. */
export function myBookings(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toMyBookings, (ctx, { kind, page }) => showMyBookings(ctx, kind, page)),
      onTap(sendCalendarFile, (ctx, { bookingId }) => sendFile(ctx, bookingId)),
    ),
  );
  flow.command("my", (ctx) => showMyBookings(ctx, "upcoming", 0));
  return flow;
}

async function showMyBookings(ctx: BotContext, kind: Kind, page: number): Promise<void> {
  const { app, words } = ctx.on;
  const rows = await listClientBookings(app.db, {
    clientId: clientOf(ctx).id,
    kind,
    now: app.clock.now(),
    rowsMax: BOOKINGS_PER_PAGE + 1,
    offset: page * BOOKINGS_PER_PAGE,
  });
  if (rows.length === 0 && page > 0) return showMyBookings(ctx, kind, 0);
  const bookings = rows.slice(0, BOOKINGS_PER_PAGE);
  const hasMore = rows.length > bookings.length;
  const clientZone = clientOf(ctx).timeZone;
  const waits = kind === "upcoming" ? (await openWaits(ctx)).length : 0;
  await show(ctx, myBookingsScreen(words, { kind, page, bookings, hasMore, waits, clientZone }));
}

/** The file is a message of its own; the card stays where it is. */
async function sendFile(ctx: BotContext, bookingId: string): Promise<void> {
  const { settings, personId } = ctx.on;
  const booking = await ownBooking(ctx, bookingId);
  if (booking?.state !== "confirmed")
    return presentBooking(ctx, bookingId, ctx.on.words.t("refused-booking-over"));
  const file = calendarFile({
    booking,
    business: settings["business.name"],
    address: settings["business.address"],
  });
  await ctx.api.sendDocument(personId, file);
}
