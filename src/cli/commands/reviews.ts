import type { Command } from "commander";
import { RATING_MAX } from "../../core/feedback/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { listReviews, type ReviewView } from "../../core/reports/index.ts";
import { readWhole } from "../arguments.ts";
import { answering, type Desk, openShop, type Paging, reply, withPaging } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { counted, momentOf, moreBelow, pageOf, table } from "../output.ts";

/** What clients said of their visits (MS-2). */
export function addReviewCommands(reviews: Command, desk: Desk): void {
  withExamples(
    withPaging(
      reviews
        .command("list")
        .description("показать отзывы о визитах, новые сверху")
        .option(
          "--max <звёзд>",
          "только не выше стольких звёзд",
          readWhole({ min: 1, max: RATING_MAX, of: "звёзд" }),
        ),
    ).action(answering(desk, (flags: Flags) => list(desk, flags))),
    "reviews list",
    "reviews list --max 3 --json",
  );
}

type Flags = Paging & { readonly max?: number };

async function list(desk: Desk, { max, limit, offset }: Flags) {
  const { app, zone } = await openShop(desk);
  const found = await listReviews(app.db, { ratingMax: max, rowsMax: limit + 1, offset });
  const page = pageOf(found, limit);
  const text = () =>
    page.items.length === 0
      ? "Отзывов не найдено."
      : `${drawn(page.items, zone, desk.io.columns)}\n\n${counted(page.items.length, REVIEWS)} (время ${zone})${moreBelow(page, offset)}`;
  return reply({ items: page.items, hasMore: page.hasMore }, text);
}

const REVIEWS = ["отзыв", "отзыва", "отзывов"] as const;

const drawn = (reviews: readonly ReviewView[], zone: Zone, columns: number): string =>
  table(
    [
      { title: "Когда" },
      { title: "Оценка" },
      { title: "Клиент", isFlexible: true },
      { title: "Специалист", isFlexible: true },
      { title: "Запись", align: "right" },
      { title: "Отзыв", isFlexible: true },
    ],
    reviews.map((review) => [
      momentOf(review.createdAt, zone),
      `${review.rating} из ${RATING_MAX}`,
      review.clientName,
      review.specialistName,
      `№${review.bookingNumber}`,
      review.words || "—",
    ]),
    columns,
  );
