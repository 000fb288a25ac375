import type { BookingView } from "../../core/booking/index.ts";
import { RATING_MAX, type Review } from "../../core/feedback/index.ts";
import { rate } from "../buttons.ts";
import { dateOf } from "../format.ts";
import { toMenuButton } from "../navigation.ts";
import { type Button, button, lines, linkButton, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

const STAR = "⭐";

/** One button for each rating, worst first; nothing is chosen beforehand. */
export const starsRow = (bookingId: string): readonly Button[] =>
  Array.from({ length: RATING_MAX }, (_, index) =>
    button(`${index + 1} ${STAR}`, rate.pack({ bookingId, rating: index + 1 })),
  );

export const askRatingScreen = (words: Words, booking: BookingView): Screen => ({
  text: words.t("review-ask", {
    service: booking.serviceName,
    specialist: booking.specialistName,
    date: dateOf(booking.startsAt, words.zone),
  }),
  buttons: [starsRow(booking.id), [toMenuButton(words)]],
});

export type RatedFacts = {
  readonly review: Review;
  readonly mayChange: boolean;
  readonly publicUrl: string;
  readonly note?: string | undefined;
};

/** Thanks for the stars, and room for a few words; for a day both may be changed. */
export function ratedScreen(words: Words, { review, mayChange, publicUrl, note }: RatedFacts): Screen {
  const { bookingId, rating, words: said } = review;
  return {
    text: lines(
      note,
      note && "",
      words.t("review-thanks", { stars: STAR.repeat(rating) }),
      said === "" ? undefined : words.t("review-words", { words: said }),
      mayChange ? "" : undefined,
      mayChange ? words.t(said === "" ? "review-add-words" : "review-change-words") : undefined,
    ),
    buttons: [
      ...(mayChange ? [starsRow(bookingId)] : []),
      ...publicRow(words, publicUrl),
      [toMenuButton(words)],
    ],
    ...(mayChange ? { expects: { what: "review", subject: bookingId } } : {}),
  };
}

export const reviewedScreen = (words: Words, publicUrl: string): Screen => ({
  text: words.t("review-words-thanks"),
  buttons: [...publicRow(words, publicUrl), [toMenuButton(words)]],
});

const publicRow = (words: Words, publicUrl: string): readonly (readonly Button[])[] =>
  publicUrl === "" ? [] : [[linkButton(words.c("button-public-review"), publicUrl)]];
