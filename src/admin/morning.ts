import { type LocalDay, plusDays, weekdayOf } from "../core/kernel/local-day.ts";
import { formatRubles, NOTHING, sum } from "../core/kernel/money.ts";
import type { Fullness, Morning } from "../core/reports/index.ts";
import { PAGES_OF, type PageId, type PanelUser } from "./access.ts";
import { figureText, filledOf } from "./pages/analytics/figure-words.ts";
import { listOf } from "./pages/analytics/pictures.ts";
import { PAGES } from "./pages.ts";
import { formatDay, wordFor } from "./readable.ts";

/** The figures of the morning in words, with the ways to what is behind them. */
export type MorningView = {
  readonly figures: readonly {
    readonly title: string;
    readonly value: string;
    readonly before: string;
    readonly href: string;
  }[];
  readonly fullness: readonly {
    readonly title: string;
    /** Percent; null when nothing is on offer. */
    readonly share: number | null;
    readonly told: string;
    readonly free: string;
    readonly href: string;
  }[];
  /** Thirty days, today the last; undefined for those whose business money is not. */
  readonly revenue:
    | {
        readonly total: string;
        readonly days: readonly { readonly label: string; readonly kopecks: number; readonly told: string }[];
        readonly href: string;
      }
    | undefined;
};

/** Monday first; each in the case that goes with it. */
const WEEK_AGO = [
  "в прошлый понедельник",
  "в прошлый вторник",
  "в прошлую среду",
  "в прошлый четверг",
  "в прошлую пятницу",
  "в прошлую субботу",
  "в прошлое воскресенье",
] as const;

const FREE = ["окошко свободно", "окошка свободно", "окошек свободно"] as const;
const VISITS = ["запись", "записи", "записей"] as const;

/** Puts the morning into words; money only for whom it was gathered. */
export function tellMorning(morning: Morning, user: PanelUser): MorningView {
  const { today, visits, visitsWeekAgo, fullness, revenue } = morning;
  const weekAgo = WEEK_AGO[weekdayOf(today) - 1] ?? "";
  const all = (of: Morning["visits"]) => of.promised + of.completed;
  const was = all(visitsWeekAgo);
  const earned = (day: LocalDay) =>
    formatRubles(revenue?.find((one) => one.day === day)?.revenueKopecks ?? NOTHING);
  const month = { from: plusDays(today, -29), to: today };
  return {
    figures: [
      ...(revenue === undefined
        ? []
        : [
            {
              title: "Выручка сегодня",
              value: earned(today),
              before: `${weekAgo}\u00a0— ${earned(plusDays(today, -7))}`,
              href: moneyOf(user, { from: today, to: today }),
            },
          ]),
      {
        title: "Записи сегодня",
        value: figureText(all(visits), "count"),
        before: `${weekAgo}\u00a0— ${was}\u00a0${wordFor(was, VISITS)}`,
        href: listOf("Booking", { from: today, to: today }, { column: "startsAt" }),
      },
    ],
    fullness: [
      told("Сегодня", fullness.today, { user, from: today, to: today }),
      told("Завтра", fullness.tomorrow, { user, from: plusDays(today, 1), to: plusDays(today, 1) }),
      told("7 дней", fullness.week, { user, from: today, to: plusDays(today, 6) }),
    ],
    revenue: revenue && {
      total: formatRubles(sum(...revenue.map(({ revenueKopecks }) => revenueKopecks))),
      days: revenue.map(({ day, revenueKopecks }) => ({
        label: formatDay(day).replace(/\s\d{4}$/, ""),
        kopecks: revenueKopecks,
        told: formatRubles(revenueKopecks),
      })),
      href: opens(user, "analytics") ? `pages/analytics?${new URLSearchParams(month)}` : moneyOf(user, month),
    },
  };
}

function told(
  title: string,
  { bookedMinutes, offeredMinutes, free }: Fullness,
  { user, from, to }: { readonly user: PanelUser; readonly from: LocalDay; readonly to: LocalDay },
): MorningView["fullness"][number] {
  const share = filledOf(bookedMinutes, offeredMinutes);
  return {
    title,
    share,
    told: share === null ? "окошек нет" : `${figureText(share, "percent")} занято`,
    free: free === 0 ? "свободных нет" : `${free}\u00a0${wordFor(free, FREE)}`,
    href: opens(user, "calendar")
      ? `pages/calendar?${new URLSearchParams({ view: from === to ? "day" : "week", date: from })}`
      : listOf("Slot", { from, to }, { column: "startsAt", state: "open", bookingId: "none" }),
  };
}

const moneyOf = (user: PanelUser, days: { readonly from: LocalDay; readonly to: LocalDay }): string =>
  opens(user, "finance")
    ? `pages/finance?${new URLSearchParams(days)}`
    : listOf("Payment", days, { column: "createdAt" });

/** A page that is there, and open to them. */
const opens = (user: PanelUser, page: PageId): boolean =>
  PAGES_OF[user.role].includes(page) && PAGES.some(({ id }) => id === page);
