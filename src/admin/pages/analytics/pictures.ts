import type { LocalDay } from "../../../core/kernel/local-day.ts";
import type { Analytics, DayFigures, Totals } from "../../../core/reports/index.ts";
import { wordFor } from "../../readable.ts";
import { figureText, filledOf, rowOf, shareOf } from "./figure-words.ts";
import { type Step, stepsOf } from "./steps.ts";
import type { Picture, PictureRow, Series, Unit } from "./view.ts";

type Days = { readonly from: LocalDay; readonly to: LocalDay };

/** A list of the panel with the filter under which it holds what a picture counts. */
export function listOf(
  resource: string,
  { from, to }: Days,
  by: { readonly column: string } & Readonly<Record<string, string>>,
): string {
  const { column, ...rest } = by;
  const filters = { [`${column}~~from`]: from, [`${column}~~to`]: to, ...rest };
  return `resources/${resource}?${new URLSearchParams(Object.entries(filters).map(([name, value]) => [`filters.${name}`, value]))}`;
}

const sumOf = (days: readonly DayFigures[], of: (day: DayFigures) => number): number =>
  days.reduce((total, day) => total + of(day), 0);

/** Everything there is to see of a period, in the order of the page. */
export function picturesOf(analytics: Analytics): readonly Picture[] {
  const steps = stepsOf(analytics.days, analytics.daysBefore);
  return [
    revenue(analytics, steps),
    visits(analytics, steps),
    occupancy(analytics, steps),
    hours(analytics),
    specialists(analytics),
    misses(analytics, steps),
    clients(analytics),
    hotWindows(analytics),
    points(analytics),
    friends(analytics),
    reviews(analytics),
  ];
}

/** A figure a step, and what it was at the same place of the period before. */
function overTime(steps: readonly Step[], unit: Unit, of: (days: readonly DayFigures[]) => number | null) {
  const series: readonly Series[] = [
    { key: "now", label: "Этот период", unit },
    { key: "before", label: "Период до него", unit, isBefore: true },
  ];
  const rows = steps.map((step) => rowOf(step.label, series, [of(step.days), of(step.daysBefore)]));
  return { look: "steps", series, rows } as const;
}

const against = (now: string, before: string): string => `${now}; за период до этого ${before}.`;

function revenue({ period, totals, totalsBefore }: Analytics, steps: readonly Step[]): Picture {
  const money = (of: Totals) => figureText(of.revenueKopecks, "rubles");
  const tips = figureText(totals.tipsKopecks, "rubles");
  return {
    id: "revenue",
    question: "Сколько денег пришло?",
    about:
      "Рубли. Оплата онлайн и на месте минус возвраты, по дню, когда деньги пришли или вернулись. Чаевые отдельно.",
    answer: `${against(`Пришло ${money(totals)}`, money(totalsBefore))} Чаевые: ${tips}.`,
    ...overTime(steps, "rubles", (days) => sumOf(days, (day) => day.revenueKopecks)),
    way: { label: "Деньги", href: `pages/finance?${new URLSearchParams(period)}` },
  };
}

const VISITS = ["визит", "визита", "визитов"] as const;

function visits({ period, totals, totalsBefore }: Analytics, steps: readonly Step[]): Picture {
  const price = figureText(averagePrice(totals), "rubles");
  return {
    id: "visits",
    question: "Сколько было визитов?",
    about: "Состоявшиеся визиты, по дню визита.",
    answer: `${against(`${count(totals.visits)} ${wordFor(totals.visits, VISITS)}`, count(totalsBefore.visits))} Средняя цена визита: ${price}.`,
    ...overTime(steps, "count", (days) => sumOf(days, (day) => day.visits)),
    way: { label: "Записи", href: listOf("Booking", period, { column: "startsAt", state: "completed" }) },
  };
}

const count = (value: number): string => figureText(value, "count");

/** What a completed visit costs on average; null without visits. */
export const averagePrice = ({
  priceKopecks,
  visits,
}: Pick<Totals, "priceKopecks" | "visits">): number | null =>
  visits === 0 ? null : Math.round(priceKopecks / visits);

export const occupancyOf = (of: Pick<Totals, "bookedMinutes" | "offeredMinutes">): number | null =>
  filledOf(of.bookedMinutes, of.offeredMinutes);

function occupancy({ period, totals, totalsBefore }: Analytics, steps: readonly Step[]): Picture {
  const share = (of: Totals) => figureText(occupancyOf(of), "percent");
  return {
    id: "occupancy",
    question: "Насколько занято время?",
    about: "Проценты: минуты записей из минут открытых окошек. Отмены и закрытые окошки не считаются.",
    answer: against(`Занято ${share(totals)}`, share(totalsBefore)),
    ...overTime(steps, "percent", (days) =>
      filledOf(
        sumOf(days, (day) => day.bookedMinutes),
        sumOf(days, (day) => day.offeredMinutes),
      ),
    ),
    way: { label: "Окошки", href: listOf("Slot", period, { column: "startsAt", state: "open" }) },
  };
}

const WEEKDAYS = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"] as const;

function hours({ period, hours: all }: Analytics): Picture {
  const series: readonly Series[] = WEEKDAYS.map((label, place) => ({
    key: `day${place + 1}`,
    label,
    unit: "percent",
  }));
  const told = new Map(
    all.map((one) => [`${one.weekday} ${one.hour}`, filledOf(one.bookedMinutes, one.offeredMinutes)]),
  );
  const known = all.filter(({ offeredMinutes }) => offeredMinutes > 0).map(({ hour }) => hour);
  const first = Math.min(...known);
  const span = known.length === 0 ? 0 : Math.max(...known) - first + 1;
  const rows = Array.from({ length: span }, (_, place) => {
    const hour = first + place;
    const values = WEEKDAYS.map((_day, weekday) => told.get(`${weekday + 1} ${hour}`) ?? null);
    return rowOf(`${String(hour).padStart(2, "0")}:00`, series, values);
  });
  return {
    id: "hours",
    question: "В какие часы недели пусто?",
    about: "Проценты занятого времени по часам недели. Прочерк: в этот час окошек не было.",
    answer: emptiest(all),
    look: "hours",
    series,
    rows,
    way: { label: "Окошки", href: listOf("Slot", period, { column: "startsAt", state: "open" }) },
  };
}

function emptiest(hours: Analytics["hours"]): string {
  const offered = hours.filter(({ offeredMinutes }) => offeredMinutes > 0);
  if (offered.length === 0) return "Открытых окошек в этом периоде не было.";
  const share = (one: (typeof offered)[number]) => filledOf(one.bookedMinutes, one.offeredMinutes) ?? 0;
  const [least] = offered.toSorted((a, b) => share(a) - share(b) || b.offeredMinutes - a.offeredMinutes);
  const most = offered.toSorted((a, b) => share(b) - share(a) || b.offeredMinutes - a.offeredMinutes)[0];
  const name = (one: typeof least) =>
    one === undefined
      ? ""
      : `${WEEKDAYS[one.weekday - 1]} ${one.hour}:00 (${figureText(share(one), "percent")})`;
  return `Свободнее всего: ${name(least)}, плотнее всего: ${name(most)}.`;
}

function specialists({ period, specialists: all }: Analytics): Picture {
  const series: readonly Series[] = [
    { key: "occupancy", label: "Занято времени", unit: "percent" },
    { key: "visits", label: "Визиты", unit: "count", isAside: true },
    { key: "price", label: "Цена визитов", unit: "rubles", isAside: true },
    { key: "average", label: "Средняя цена", unit: "rubles", isAside: true },
    { key: "noShows", label: "Неявки", unit: "count", isAside: true },
    { key: "lateCancels", label: "Поздние отмены", unit: "count", isAside: true },
    { key: "rating", label: "Оценка", unit: "stars", isAside: true },
    { key: "reviews", label: "Отзывы", unit: "count", isAside: true },
  ];
  const rows = all.map((one) =>
    rowOf(one.name, series, [
      filledOf(one.bookedMinutes, one.offeredMinutes),
      one.visits,
      one.priceKopecks,
      averagePrice(one),
      one.noShows,
      one.lateCancels,
      one.averageRating ?? null,
      one.reviews,
    ]),
  );
  const busiest = all.toSorted((a, b) => (occupancyOf(b) ?? -1) - (occupancyOf(a) ?? -1))[0];
  return {
    id: "specialists",
    question: "Как загружены специалисты?",
    about: "Проценты занятого времени каждого. В таблице ещё визиты, их цена, неявки и отзывы.",
    answer:
      busiest === undefined
        ? "В этом периоде никто не принимал."
        : `Больше всех занято время: ${busiest.name}, ${figureText(occupancyOf(busiest), "percent")}.`,
    look: "ranks",
    series,
    rows,
    way: { label: "Записи", href: listOf("Booking", period, { column: "startsAt" }) },
  };
}

/** Of those that were expected to the end: completed, missed, cancelled too late. */
export const expected = (of: Pick<Totals, "visits" | "noShows" | "lateCancels">): number =>
  of.visits + of.noShows + of.lateCancels;

function misses({ period, totals, totalsBefore }: Analytics, steps: readonly Step[]): Picture {
  const series: readonly Series[] = [
    { key: "noShows", label: "Неявки", unit: "count" },
    { key: "lateCancels", label: "Поздние отмены", unit: "count" },
    { key: "noShowShare", label: "Доля неявок", unit: "percent", isAside: true },
    { key: "lateShare", label: "Доля поздних отмен", unit: "percent", isAside: true },
  ];
  const rows = steps.map(({ label, days }) => {
    const [noShows, lateCancels] = [sumOf(days, (day) => day.noShows), sumOf(days, (day) => day.lateCancels)];
    const all = sumOf(days, expected);
    return rowOf(label, series, [noShows, lateCancels, shareOf(noShows, all), shareOf(lateCancels, all)]);
  });
  const told = (of: Totals) =>
    `неявки ${figureText(shareOf(of.noShows, expected(of)), "percent")}, поздние отмены ${figureText(shareOf(of.lateCancels, expected(of)), "percent")}`;
  return {
    id: "misses",
    question: "Сколько визитов сорвалось?",
    about: "Неявки и поздние отмены клиентов; доли — от визитов, которых ждали: состоявшихся и этих двух.",
    answer: against(capital(told(totals)), told(totalsBefore)),
    look: "stacks",
    series,
    rows,
    way: { label: "Неявки", href: listOf("Booking", period, { column: "startsAt", state: "no_show" }) },
  };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

type Line = readonly [label: string, unit: Unit, of: (totals: Totals) => number | null];

/** A few figures of the period beside those of the one before; each row in a unit of its own. */
function beside({ totals, totalsBefore }: Analytics, lines: readonly Line[]) {
  const series: readonly Series[] = [
    { key: "now", label: "Этот период", unit: "count" },
    { key: "before", label: "Период до него", unit: "count", isBefore: true },
  ];
  const rows = lines.map(([label, unit, of]): PictureRow => {
    const values = [of(totals), of(totalsBefore)];
    return { label, unit, values, texts: values.map((value) => figureText(value, unit)) };
  });
  return { look: "pairs", series, rows } as const;
}

function clients(analytics: Analytics): Picture {
  const { totals, period } = analytics;
  const all = totals.newClients + totals.returningClients;
  const people = ["клиент", "клиента", "клиентов"] as const;
  return {
    id: "clients",
    question: "Новые приходят, прежние возвращаются?",
    about: "Клиенты с состоявшимся визитом за период: новый — если раньше визитов не было.",
    answer: `${wordFor(all, ["Пришёл", "Пришли", "Пришли"])} ${count(all)} ${wordFor(all, people)}, из них новых ${count(totals.newClients)} (${figureText(shareOf(totals.newClients, all), "percent")}).`,
    ...beside(analytics, [
      ["Новые", "count", (of) => of.newClients],
      ["Вернулись", "count", (of) => of.returningClients],
    ]),
    way: { label: "Кто появился за период", href: listOf("Client", period, { column: "createdAt" }) },
  };
}

function hotWindows(analytics: Analytics): Picture {
  const { hot } = analytics.totals;
  return {
    id: "hot",
    question: "Окупаются ли горящие окна?",
    about: "Сбережено — цена состоявшихся визитов в горящих окнах: эти часы могли остаться пустыми.",
    answer:
      hot.offered === 0
        ? "Горящих окон в этом периоде не было."
        : `Сбережено ${figureText(hot.savedKopecks, "rubles")}, скидок на ${figureText(hot.discountKopecks, "rubles")}.`,
    ...beside(analytics, [
      ["Предложено окон", "count", (of) => of.hot.offered],
      [
        "Занято из предложенного времени",
        "percent",
        (of) => filledOf(of.hot.bookedMinutes, of.hot.offeredMinutes),
      ],
      ["Визиты", "count", (of) => of.hot.visits],
      ["Сбережено", "rubles", (of) => of.hot.savedKopecks],
      ["Скидки", "rubles", (of) => of.hot.discountKopecks],
    ]),
    way: {
      label: "Горящие окна",
      href: listOf("Slot", analytics.period, { column: "startsAt", kind: "hot" }),
    },
  };
}

function points(analytics: Analytics): Picture {
  const { totals, pointsOwed } = analytics;
  return {
    id: "points",
    question: "Работают ли баллы?",
    about: "Баллы; один балл — рубль. Начислено за визиты, друзей и вручную, за вычетом отменённого.",
    answer: `Начислено ${count(totals.issued)}, потрачено ${count(totals.redeemed)}. Сейчас у клиентов на счетах ${count(pointsOwed)}.`,
    ...beside(analytics, [
      ["Начислено", "points", (of) => of.issued],
      ["Потрачено", "points", (of) => of.redeemed],
      ["Штрафы", "points", (of) => of.penalties],
    ]),
    way: { label: "Движение баллов", href: listOf("PointEntry", analytics.period, { column: "createdAt" }) },
  };
}

function friends(analytics: Analytics): Picture {
  const { totals } = analytics;
  return {
    id: "friends",
    question: "Приводят ли клиенты друзей?",
    about: "Пришли по ссылке друга; первый визит друга приносит пригласившему награду баллами.",
    answer: `По ссылкам друзей пришли ${count(totals.invited)}, впервые побывали ${count(totals.friendsCame)}.`,
    ...beside(analytics, [
      ["Пришли по ссылке", "count", (of) => of.invited],
      ["Из них с первым визитом за период", "count", (of) => of.friendsCame],
      ["Награды пригласившим", "count", (of) => of.rewards],
      ["Баллов за друзей", "points", (of) => of.rewardPoints],
    ]),
    way: {
      label: "Баллы за друзей",
      href: listOf("PointEntry", analytics.period, { column: "createdAt", kind: "referral" }),
    },
  };
}

function reviews(analytics: Analytics): Picture {
  const { totals, totalsBefore } = analytics;
  const told = (of: Totals) => figureText(of.averageRating ?? null, "stars");
  const words = ["отзыв", "отзыва", "отзывов"] as const;
  return {
    id: "reviews",
    question: "Довольны ли клиенты?",
    about: "Средняя оценка от 1 до 5 по отзывам, оставленным за период. По специалистам — в их таблице.",
    answer:
      totals.reviews === 0
        ? "Отзывов за этот период нет."
        : against(
            `Средняя оценка ${told(totals)} (${count(totals.reviews)} ${wordFor(totals.reviews, words)})`,
            told(totalsBefore),
          ),
    ...beside(analytics, [
      ["Средняя оценка", "stars", (of) => of.averageRating ?? null],
      ["Отзывы", "count", (of) => of.reviews],
    ]),
    way: { label: "Отзывы", href: listOf("Review", analytics.period, { column: "createdAt" }) },
  };
}
