import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Rating, Review } from "./model.ts";

export async function findReview(via: Queryable, bookingId: string): Promise<Review | undefined> {
  return via.first<Review>(sql`
    SELECT booking_id, client_id, specialist_id, rating, words, created_at FROM reviews
    WHERE booking_id = ${bookingId}::uuid`);
}

/** Writes a review, or what of it changed: one per visit. */
export async function writeReview(tx: Tx, review: Omit<Review, "createdAt">, now: Date): Promise<void> {
  const { bookingId, clientId, specialistId, rating, words } = review;
  await tx.run(sql`
    INSERT INTO reviews (booking_id, client_id, specialist_id, rating, words, created_at, changed_at)
    VALUES (${bookingId}::uuid, ${clientId}::uuid, ${specialistId}::uuid, ${rating}, ${words}, ${now}, ${now})
    ON CONFLICT (booking_id) DO UPDATE SET rating = excluded.rating, words = excluded.words, changed_at = excluded.changed_at`);
}

/** Hands a client's reviews over to the one they turned out to be (PE-4). */
export async function moveReviews(
  tx: Tx,
  { fromId, intoId }: { readonly fromId: string; readonly intoId: string },
): Promise<void> {
  await tx.run(sql`UPDATE reviews SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
}

/** Empties what a client said; how many stars they gave stays (PE-2). */
export async function eraseWords(tx: Tx, clientId: string): Promise<void> {
  await tx.run(sql`UPDATE reviews SET words = '' WHERE client_id = ${clientId}::uuid AND words <> ''`);
}

/** The average rating of each specialist who has one, in hundredths rounded to nearest (MS-2). */
export async function listRatings(via: Queryable): Promise<readonly Rating[]> {
  return via.many<Rating>(sql`
    SELECT specialist_id, round(avg(rating), 2)::float8 AS average, count(*)::int AS reviews
    FROM reviews GROUP BY specialist_id`);
}
