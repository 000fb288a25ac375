import type { Totals } from "../../analytics/model.ts";
import { BY_SPANS, figure, report, share } from "../report.ts";
import { totalsOf } from "../totals.ts";

/** What hot windows brought and what they cost. */
export const hotWindows = report<Totals["hot"]>({
  about: "горящие окна: сколько их было, сколько заняли и что это принесло",
  parts: [...BY_SPANS, "specialist"],
  gather: async (asked) => {
    const { lines, sum } = await totalsOf(asked, { withClients: false });
    return { lines: lines.map((line) => ({ ...line, source: line.source.hot })), sum: sum.hot };
  },
  figures: [
    figure(
      ["offered", "offered", "Окон", "открытые горящие окна, занятые и нет, штуки"],
      "count",
      (one) => one.offered,
    ),
    figure(
      ["offeredMinutes", "offered_minutes", "Предложено, мин", "время этих окон, минуты"],
      "minutes",
      (one) => one.offeredMinutes,
      false,
    ),
    figure(
      ["bookedMinutes", "booked_minutes", "Занято, мин", "записи в горящих окнах, минуты"],
      "minutes",
      (one) => one.bookedMinutes,
      false,
    ),
    figure(
      [
        "occupancyPercent",
        "occupancy_percent",
        "Загрузка, %",
        "занятое от предложенного, проценты; пусто — окон не было",
      ],
      "percent",
      (one) => share(one.bookedMinutes, one.offeredMinutes),
    ),
    figure(
      ["visits", "visits", "Визитов", "состоялись в горящих окнах, штуки"],
      "count",
      (one) => one.visits,
    ),
    figure(
      ["savedKopecks", "saved_rubles", "Выручено, ₽", "цена этих визитов, рубли"],
      "kopecks",
      (one) => one.savedKopecks,
    ),
    figure(
      ["discountKopecks", "discount_rubles", "Скидки, ₽", "сколько уступили от обычной цены, рубли"],
      "kopecks",
      (one) => one.discountKopecks,
    ),
  ],
});
