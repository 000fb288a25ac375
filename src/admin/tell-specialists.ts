import { listRatings } from "../core/feedback/index.ts";
import { wordFor } from "./readable.ts";
import type { Params, Telling } from "./table-list.ts";

const REVIEWS = ["отзыв", "отзыва", "отзывов"] as const;

/** How each specialist is rated on the average, and by how many (MS-2). */
export async function tellSpecialists(
  rows: readonly Params[],
  { app }: Pick<Telling, "app">,
): Promise<readonly Params[]> {
  const ratings = new Map((await listRatings(app.db)).map((one) => [one.specialistId, one]));
  return rows.map(({ id }) => {
    const rating = ratings.get(String(id));
    if (rating === undefined) return { rating: "отзывов нет" };
    const average = rating.average.toFixed(1).replace(".", ",");
    return { rating: `${average} · ${rating.reviews} ${wordFor(rating.reviews, REVIEWS)}` };
  });
}
