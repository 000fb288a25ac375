import { listRatings } from "../core/feedback/index.ts";
import type { Params, Telling } from "./table-list.ts";

const PLURALS = new Intl.PluralRules("ru");
const REVIEWS: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  ...{ zero: "отзывов", one: "отзыв", two: "отзыва", few: "отзыва" },
  ...{ many: "отзывов", other: "отзыва" },
};

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
    return { rating: `${average} · ${rating.reviews} ${REVIEWS[PLURALS.select(rating.reviews)]}` };
  });
}
