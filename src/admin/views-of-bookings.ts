import type { App } from "../core/app.ts";
import { dayOf, startOfDay } from "../core/kernel/local-day.ts";
import { loadSettings } from "../core/settings/index.ts";
import type { Where } from "./prisma-filter.ts";
import type { ListView } from "./table-list.ts";

/** What the list of bookings is looked at by: the filter, its values in words, and the buttons above the list. */
export const WHEN_WORDS = { ahead: "сегодня и дальше", past: "прошедшие", all: "все" } as const;

export const BOOKING_VIEWS: readonly ListView[] = [
  {
    ...{ text: "Сегодня и дальше", filter: "when", value: "ahead" },
    whenEmpty: {
      title: "На сегодня и дальше записей нет",
      hint: "Запись появится, как только клиент запишется через бота или вы запишете его сами.",
    },
  },
  {
    ...{ text: "Прошедшие", filter: "when", value: "past" },
    whenEmpty: { title: "Прошедших записей нет", hint: "Сюда переходят записи, когда их время началось." },
  },
  { text: "Все", filter: "when", value: "all" },
];

/** What never took place is no visit ahead: an unpaid hold that ran out, one that was cancelled, one that moved. */
const GONE = ["expired", "cancelled", "moved"];

/**
 * Bookings from today on that stand, or those that have begun; undefined: all of them. Today begins with the day of the
 * business, since this morning is still to be marked: what has begun of it is in both.
 */
export function whenOnly(value: string, app: App): Promise<Where> | undefined {
  if (value === "past") return begun(app);
  return value === "ahead" ? standingSinceToday(app) : undefined;
}

/** What has begun by now, today's included. */
export const begun = async ({ clock }: App): Promise<Where> => ({ startsAt: { lte: clock.now() } });

async function standingSinceToday(app: App): Promise<Where> {
  return { startsAt: { gte: await beginningOfToday(app) }, state: { notIn: GONE } };
}

/** When the day began that it is by the clocks of the business. */
export async function beginningOfToday({ db, clock }: App): Promise<Date> {
  const zone = (await loadSettings(db))["business.timeZone"];
  return startOfDay(dayOf(clock.now(), zone), zone);
}

type Query = Readonly<Record<string, unknown>>;

/** Who asks for nothing sees what is ahead, the nearest first; whoever filters by something else, all that fits. */
export function aheadFirst(query: Query): Query {
  const isFiltered = Object.keys(query).some((name) => name.startsWith("filters."));
  const asked = isFiltered ? query : { ...query, "filters.when": "ahead" };
  if (query.sortBy !== undefined) return asked;
  const direction = asked["filters.when"] === "ahead" ? "asc" : "desc";
  return { ...asked, sortBy: "startsAt", direction };
}
