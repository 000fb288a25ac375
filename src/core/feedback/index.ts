/**
 * Feedback: what clients say of their visits (MS-2): one review per visit, changeable for a day, and the average of a
 * specialist. Whether there was a visit, and who is told, is not known here.
 */
export type { Rating, Review } from "./model.ts";
export {
  isChangeable,
  isLow,
  RATING_MAX,
  type ReviewRefusal,
  readRating,
  readWords,
} from "./rules/review.ts";
export { eraseWords, findReview, listRatings, moveReviews, writeReview } from "./store.ts";
