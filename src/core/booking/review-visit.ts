import type { App } from "../app.ts";
import {
  findReview,
  isChangeable,
  isLow,
  type Review,
  type ReviewRefusal,
  readRating,
  readWords,
  writeReview,
} from "../feedback/index.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { enqueueMessages } from "../notifications/index.ts";
import { lockClient, managersToTell } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { Booking } from "./model.ts";
import { lockBooking } from "./store.ts";

export type ReviewVisitRefusal = ReviewRefusal | "unknown_booking" | "visit_not_completed" | "not_rated_yet";

type OfVisit = { readonly bookingId: string; readonly clientId: string };

/**
 * Keeps a client's rating of their completed visit; for a day it may be changed. One of three or less is told to those
 * who run the business at once, and once; so is that it became better than that.
 *
 * @source MS-2
 */
export async function rateVisit(
  app: App,
  input: OfVisit & { readonly rating: number },
): Promise<Outcome<Review, ReviewVisitRefusal>> {
  const rating = readRating(input.rating);
  if (!rating.ok) return rating;
  return review(app, input, async (tx, booking, earlier, now) => {
    const words = earlier?.words ?? "";
    await keep(tx, booking, { rating: rating.value, words }, now);
    const stars = { rating: rating.value };
    if (isLow(rating.value)) await tellOfRating(app, tx, booking, { what: "rating", ...stars }, now);
    else if (earlier !== undefined && isLow(earlier.rating))
      await tellOfRating(app, tx, booking, { what: "better", ...stars, was: earlier.rating }, now);
    return done(null);
  });
}

/** Adds a client's words to the rating they gave; words to a low one are told to those who run the business (MS-2). */
export async function describeVisit(
  app: App,
  input: OfVisit & { readonly words: string },
): Promise<Outcome<Review, ReviewVisitRefusal>> {
  const words = readWords(input.words);
  if (!words.ok) return words;
  return review(app, input, async (tx, booking, earlier, now) => {
    if (earlier === undefined) return refuse("not_rated_yet");
    await keep(tx, booking, { rating: earlier.rating, words: words.value }, now);
    if (isLow(earlier.rating))
      await tellOfRating(app, tx, booking, { what: "words", rating: earlier.rating }, now);
    return done(null);
  });
}

type Change = (
  tx: Tx,
  booking: Booking,
  earlier: Review | undefined,
  now: Date,
) => Promise<Outcome<null, ReviewVisitRefusal>>;

async function review(
  app: App,
  { bookingId, clientId }: OfVisit,
  change: Change,
): Promise<Outcome<Review, ReviewVisitRefusal>> {
  const now = app.clock.now();
  const written = await inTransaction<null, ReviewVisitRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, clientId);
    const booking = await lockBooking(tx, bookingId);
    if (booking?.clientId !== clientId) return refuse("unknown_booking");
    if (booking.state !== "completed") return refuse("visit_not_completed");
    const earlier = await findReview(tx, bookingId);
    if (earlier !== undefined && !isChangeable(earlier, now)) return refuse("review_closed");
    return change(tx, booking, earlier, now);
  });
  if (!written.ok) return written;
  return done(present(await findReview(app.db, bookingId), "the review just written"));
}

const keep = (
  tx: Tx,
  { id: bookingId, clientId, specialistId }: Booking,
  said: { readonly rating: number; readonly words: string },
  now: Date,
): Promise<void> => writeReview(tx, { bookingId, clientId, specialistId, ...said }, now);

async function tellOfRating(
  app: App,
  tx: Tx,
  { id: bookingId }: Booking,
  said: { readonly what: "rating" | "words" | "better"; readonly rating: number; readonly was?: number },
  now: Date,
): Promise<void> {
  const messages = (await managersToTell(tx)).map(({ id: staffId }) => ({
    id: app.newId(),
    key: `staff_low_rating:${bookingId}:${said.what}:${staffId}`,
    kind: said.what === "better" ? ("staff_rating_better" as const) : ("staff_low_rating" as const),
    to: { staffId },
    bookingId,
    payload: said,
    dueAt: now,
  }));
  await enqueueMessages(tx, messages, now);
}
