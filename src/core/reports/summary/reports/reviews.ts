import { dayBounds } from "../../analytics/bounds.ts";
import type { Totals } from "../../analytics/model.ts";
import { total } from "../by-spans.ts";
import type { Asked, Gathered } from "../model.ts";
import { BY_SPANS, figure, report } from "../report.ts";
import { reviewsByRating } from "../statements.ts";
import { totalsOf } from "../totals.ts";

type RatingFigures = Pick<Totals, "reviews" | "averageRating">;

async function gatherReviews(asked: Asked): Promise<Gathered<RatingFigures>> {
  if (asked.by !== "rating") return totalsOf(asked, { withClients: false });
  const { app, period, zone } = asked;
  const rows = await reviewsByRating(app.db, dayBounds(period, zone));
  const reviews = total(rows, (row) => row.reviews);
  const stars = total(rows, (row) => row.reviews * row.rating);
  return {
    lines: rows.map((row) => ({
      ...{ key: String(row.rating), name: "★".repeat(row.rating), days: undefined },
      source: { reviews: row.reviews, averageRating: row.rating },
    })),
    sum: { reviews, averageRating: reviews === 0 ? undefined : stars / reviews },
  };
}

/** What clients thought, by the day on which they wrote it. */
export const reviews = report<RatingFigures>({
  about: "отзывы по дню, в который их написали; сами отзывы — reviews list",
  parts: [...BY_SPANS, "specialist", "rating"],
  gather: gatherReviews,
  figures: [
    figure(["reviews", "reviews", "Отзывов", "написано, штуки"], "count", (one) => one.reviews),
    figure(
      ["averageRating", "average_rating", "Средняя оценка", "звёзды от 1 до 5; пусто — отзывов не было"],
      "stars",
      (one) => one.averageRating,
    ),
  ],
});
