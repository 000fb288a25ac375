import type { BookingView, WaitlistView } from "../../core/booking/index.ts";
import { type Place, visitLines } from "../book-visit/summary.ts";
import { leaveWait, toCalendar } from "../buttons.ts";
import { toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

export type OfferOver = {
  readonly booking: BookingView;
  readonly place: Place;
  readonly entry: WaitlistView;
  /** Whether the client came back to it or is told of it. */
  readonly title: "offer-over" | "offer-missed";
};

/** An offer ran out: whether the client waits on, and the way to another start (MS-9). */
export function offerOverScreen(words: Words, { booking, place, entry, title }: OfferOver): Screen {
  const isWaiting = entry.endedAt === undefined;
  const isLast = entry.endedReason === "unanswered";
  return {
    text: lines(
      words.t(title),
      "",
      visitLines(words, booking, place),
      isWaiting || isLast ? "" : undefined,
      isWaiting ? words.t("offer-missed-waiting") : undefined,
      isLast ? words.t("offer-missed-last") : undefined,
      booking.openPayment && "",
      booking.openPayment && words.t("over-money"),
    ),
    buttons: [
      ...(isWaiting ? [[button(words.c("button-wait-leave"), leaveWait.pack({ entryId: entry.id }))]] : []),
      [button(words.c("button-choose-again"), toCalendar.pack(entry))],
      [toMenuButton(words)],
    ],
    // Still this booking's screen, so that the message about its end changes it instead of repeating it.
    expects: { what: "payment", subject: booking.id },
  };
}
