import type { BookingView } from "../../core/booking/index.ts";
import { RATING_MAX, type Review } from "../../core/feedback/index.ts";
import { rate, toReview, toTip } from "../buttons.ts";
import { dateOf } from "../format.ts";
import { toMenuButton } from "../navigation.ts";
import { type Button, button, lines, linkButton, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

const STAR = "⭐";

export const starsText = (rating: number): string => STAR.repeat(rating);

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
  readonly isTipOffered: boolean;
  readonly publicUrl: string;
  readonly note?: string | undefined;
};

/** Thanks for the stars, and room for a few words; for a day both may be changed. */
export function ratedScreen(words: Words, facts: RatedFacts): Screen {
  const { review, mayChange, note } = facts;
  const { bookingId, rating, words: said } = review;
  return {
    text: lines(
      note,
      note && "",
      words.t("review-thanks", { stars: starsText(rating) }),
      said === "" ? undefined : words.t("review-words", { words: said }),
      mayChange ? "" : undefined,
      mayChange ? words.t(said === "" ? "review-add-words" : "review-change-words") : undefined,
    ),
    buttons: [
      ...(mayChange ? [starsRow(bookingId)] : []),
      ...thanksRows(words, facts),
      [toMenuButton(words)],
    ],
    ...(mayChange ? { expects: { what: "review", subject: bookingId } } : {}),
  };
}

/** Thanks for the words; they, and the stars, may still be changed. */
export const reviewedScreen = (words: Words, facts: Omit<RatedFacts, "note">): Screen => ({
  text: words.t("review-words-thanks"),
  buttons: [
    ...thanksRows(words, facts),
    ...(facts.mayChange ? [[changeReviewButton(words, facts.review)]] : []),
    [toMenuButton(words)],
  ],
});

const changeReviewButton = (words: Words, { bookingId }: Pick<Review, "bookingId">): Button =>
  button(words.c("button-review-change"), toReview.pack({ bookingId }));

/** How else a content client may thank: with a tip, or in public. */
const thanksRows = (
  words: Words,
  { review, isTipOffered, publicUrl }: Omit<RatedFacts, "note">,
): readonly (readonly Button[])[] => [
  ...(isTipOffered ? [[button(words.c("button-tip"), toTip.pack({ bookingId: review.bookingId }))]] : []),
  ...(publicUrl === "" ? [] : [[linkButton(words.c("button-public-review"), publicUrl)]]),
];
