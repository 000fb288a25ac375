import { dayOf, type LocalDay, localDay, plusDays } from "../../../core/kernel/local-day.ts";
import {
  type Analytics,
  gatherAnalytics,
  gatherCohorts,
  gatherReminderEffect,
  type Period,
  type PeriodProblem,
  readPeriod,
} from "../../../core/reports/index.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall, PanelPage } from "../../panel-page.ts";
import { formatDay } from "../../readable.ts";
import { cohortPicture, reminderPicture } from "./apart.ts";
import { cardOf, shareOf } from "./figure-words.ts";
import { fileOf } from "./picture-file.ts";
import { averagePrice, expected, occupancyOf, picturesOf } from "./pictures.ts";
import type { AnalyticsAnswer, AnalyticsView, Card, Picture, Preset } from "./view.ts";

/** «Аналитика»: the figures of a period beside those of the one before it, each with the rows behind it. */
export const ANALYTICS: PanelPage = {
  id: "analytics",
  label: "Аналитика",
  icon: "BarChart2",
  component: "analytics",
  read: async (call, asked) => {
    const today = dayOf(call.app.clock.now(), call.zone);
    const period = periodOf(asked, today);
    if (typeof period === "string") {
      const refused = { kind: "refused", message: PROBLEMS[period], presets: presetsOf(today) } as const;
      return refused satisfies AnalyticsAnswer;
    }
    const question = { period, today };
    return asked.text("part") === "csv"
      ? file(call, asked.text("picture"), question)
      : answer(call, asked.text("part"), question);
  },
};

const PROBLEMS = {
  no_such_day: "Укажите обе даты периода.",
  ends_before_it_begins: "Период кончается раньше, чем начинается. Поменяйте даты местами.",
  period_too_long: "Слишком длинный период: покажем не больше года за раз.",
} as const satisfies Record<PeriodProblem, string>;

const USUAL_DAYS = 30;

function periodOf(asked: Values, today: LocalDay): Period | PeriodProblem {
  const [from, to] = [asked.optional("from"), asked.optional("to")];
  return from === undefined && to === undefined
    ? lastDays(today, USUAL_DAYS)
    : readPeriod({ from: from ?? "", to: to ?? "" });
}

const lastDays = (today: LocalDay, days: number): Period => ({ from: plusDays(today, 1 - days), to: today });

type Question = { readonly period: Period; readonly today: LocalDay };

async function answer(
  { app }: PageCall,
  part: string,
  { period, today }: Question,
): Promise<AnalyticsAnswer> {
  if (part === "cohorts") return { kind: "picture", picture: await cohorts(app) };
  if (part === "reminders") return { kind: "picture", picture: await reminders(app, period) };
  return { kind: "figures", view: viewOf(await gatherAnalytics(app, period), today) };
}

const cohorts = async (app: PageCall["app"]): Promise<Picture> => cohortPicture(await gatherCohorts(app));

const reminders = async (app: PageCall["app"], period: Period): Promise<Picture> =>
  reminderPicture(await gatherReminderEffect(app, period), period);

/** The file of one picture: the same rows that the page shows. */
async function file({ app, zone }: PageCall, id: string, { period, today }: Question) {
  const picture = await pictureNamed(app, id, period);
  if (picture !== undefined) return fileOf(picture, { ...period, zone });
  const message = "Такой картинки нет. Откройте страницу заново.";
  return { kind: "refused", message, presets: presetsOf(today) } as const satisfies AnalyticsAnswer;
}

async function pictureNamed(app: PageCall["app"], id: string, period: Period): Promise<Picture | undefined> {
  if (id === "cohorts") return cohorts(app);
  if (id === "reminders") return reminders(app, period);
  return picturesOf(await gatherAnalytics(app, period)).find((one) => one.id === id);
}

function viewOf(analytics: Analytics, today: LocalDay): AnalyticsView {
  const { period, before } = analytics;
  return {
    ...period,
    title: titleOf(period),
    beforeTitle: titleOf(before),
    presets: presetsOf(today),
    cards: cardsOf(analytics),
    pictures: picturesOf(analytics),
  };
}

/** «1 ноя 2026», «1 ноя – 30 ноя 2026», «20 дек 2025 – 3 янв 2026». */
function titleOf({ from, to }: Period): string {
  if (from === to) return formatDay(from);
  const begin =
    from.slice(0, 4) === to.slice(0, 4) ? formatDay(from).replace(/\s\d{4}$/, "") : formatDay(from);
  return `${begin}\u00a0– ${formatDay(to)}`;
}

function presetsOf(today: LocalDay): readonly Preset[] {
  const month = localDay(`${today.slice(0, 8)}01`);
  const lastOfPast = plusDays(month, -1);
  return [
    { label: "7 дней", ...lastDays(today, 7) },
    { label: "30 дней", ...lastDays(today, USUAL_DAYS) },
    { label: "90 дней", ...lastDays(today, 90) },
    { label: "Год", ...lastDays(today, 365) },
    { label: "Этот месяц", from: month, to: today },
    { label: "Прошлый месяц", from: `${lastOfPast.slice(0, 8)}01`, to: lastOfPast },
  ];
}

function cardsOf({ totals, totalsBefore }: Analytics): readonly Card[] {
  type Told = readonly [
    card: Parameters<typeof cardOf>[0],
    of: (totals: Analytics["totals"]) => number | null,
  ];
  const cards: readonly Told[] = [
    [
      { title: "Выручка", hint: "без чаевых, за вычетом возвратов", unit: "rubles", better: "more" },
      (of) => of.revenueKopecks,
    ],
    [{ title: "Визиты", hint: "состоялись", unit: "count", better: "more" }, (of) => of.visits],
    [{ title: "Средняя цена", hint: "состоявшегося визита", unit: "rubles", better: "more" }, averagePrice],
    [{ title: "Занято времени", hint: "из открытых окошек", unit: "percent", better: "more" }, occupancyOf],
    [
      { title: "Неявки", hint: "из визитов, которых ждали", unit: "percent", better: "less" },
      (of) => shareOf(of.noShows, expected(of)),
    ],
    [
      { title: "Новые клиенты", hint: "первый визит за период", unit: "count", better: "more" },
      (of) => of.newClients,
    ],
  ];
  return cards.map(([card, of]) => cardOf(card, of(totals), of(totalsBefore)));
}
