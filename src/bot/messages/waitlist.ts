import { findOffered, findWaitlistEntry, type WaitlistView } from "../../core/booking/index.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { overScreen, untilText } from "../book-visit/hold-screens.ts";
import { visitLines } from "../book-visit/summary.ts";
import { leaveWait, toCalendar } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { button, lines, type Screen } from "../screen.ts";
import { offerOverScreen } from "../waitlist/offer-screens.ts";
import { offerButtons, wishLines } from "../waitlist/screens.ts";
import { type AboutBooking, type Composing, menuAnew, type Outgoing, type Unwanted } from "./composing.ts";

/** Something became free for one who waited, and is held for them (MS-9). */
export function waitlistOffer({ app, words, message, booking, place }: AboutBooking): Outgoing | Unwanted {
  const { heldUntil } = booking;
  if (booking.state !== "held" || heldUntil === undefined || heldUntil <= app.clock.now())
    return { unwanted: "hold_over" };
  const until = untilText(words, { booking, place }, heldUntil);
  return {
    text: lines(
      words.t("offer-title"),
      "",
      visitLines(words, booking, place),
      words.t("booking-price", { amount: formatRubles(booking.price) }),
      booking.payNow > 0 ? words.t("pay-now", { amount: formatRubles(booking.payNow) }) : undefined,
      "",
      words.t("offer-until", { until }),
    ),
    buttons: offerButtons(words, { bookingId: booking.id, entryId: String(message.payload.entryId) }),
  };
}

/** A hold ran out, or staff took it away: one that was offered runs out in other words than one that the client chose. */
export async function holdExpired(from: AboutBooking): Promise<Outgoing | Unwanted> {
  const { app, words, booking, place, message } = from;
  if (booking.state !== "expired") return { unwanted: "hold_lives" };
  if (message.payload.by === "business")
    return instead(overScreen(words, booking, place, "over-by-business"));
  const entry = await findOffered(app.db, booking.id);
  const over =
    entry === undefined
      ? overScreen(words, booking, place)
      : asMessage(offerOverScreen(words, { booking, place, entry, title: "offer-missed" }));
  return instead(over);
}

const instead = (over: Screen): Outgoing => ({ ...over, screenBecomes: over, instead: true });

/** The same words as a message of their own, whose buttons leave it where it is. */
const asMessage = (screen: Screen): Outgoing => ({
  ...screen,
  buttons: screen.buttons.map((row) =>
    row.map((one) => ("data" in one ? { ...one, data: anew(one.data) } : one)),
  ),
});

const entryIn = async ({ app, message }: Composing): Promise<WaitlistView | undefined> =>
  findWaitlistEntry(app.db, String(message.payload.entryId));

/** Staff put the client on the list (MS-8). */
export async function waitlistJoined(from: Composing): Promise<Outgoing | Unwanted> {
  const { words } = from;
  const entry = await entryIn(from);
  if (entry === undefined || entry.endedAt !== undefined) return { unwanted: "wait_over" };
  const leave = button(words.c("button-wait-leave"), anew(leaveWait.pack({ entryId: entry.id })));
  return {
    text: lines(words.t("sent-wait-joined"), "", wishLines(words, entry)),
    buttons: [[leave], [menuAnew(words)]],
  };
}

/** Nobody waits any more, and it was not the client who ended it: the days are over, or staff took them off the list. */
export async function waitlistEnded(from: Composing): Promise<Outgoing | Unwanted> {
  const { words } = from;
  const entry = await entryIn(from);
  if (entry?.endedAt === undefined) return { unwanted: "still_waits" };
  const isPassed = entry.endedReason === "days_passed";
  return {
    text: lines(
      words.t(isPassed ? "sent-wait-passed" : "sent-wait-removed"),
      "",
      wishLines(words, entry),
      "",
      isPassed ? words.t("sent-wait-passed-help") : undefined,
      entry.note === undefined ? undefined : words.t("sent-wait-removed-why", { reason: entry.note }),
    ),
    buttons: [
      [button(words.c("button-choose-again"), anew(toCalendar.pack(entry)), "success")],
      [menuAnew(words)],
    ],
  };
}
