import { isUuid } from "../../../core/kernel/ids.ts";
import {
  dayOf,
  daysBetween,
  type LocalDay,
  parseLocalDay,
  type Zone,
} from "../../../core/kernel/local-day.ts";
import {
  type Days,
  daysOf,
  FATES,
  type Fate,
  type FinanceFilter,
  MONEY_KINDS,
  OPERATION_KINDS,
  type OperationKind,
  PERIODS,
  type PeriodName,
  POINT_OPERATIONS,
  TOTALS_BY,
  type TotalsBy,
} from "../../../core/reports/index.ts";
import type { Values } from "../../panel-action.ts";

/** Kinds are chosen one by one, or all of money, of points, of both. */
export type KindChoice = "money" | "points" | "all" | OperationKind;

/** What the page is asked for, read from its address. */
export type Asked = {
  readonly period: PeriodName | "own";
  readonly days: Days;
  readonly kind: KindChoice;
  readonly fate: Fate | undefined;
  readonly specialist: string | undefined;
  readonly service: string | undefined;
  readonly client: string | undefined;
  readonly by: TotalsBy;
  /** From 1 on. */
  readonly page: number;
  /** What of the address could not be read, in a sentence; the page shows what it can without it. */
  readonly problem: string | undefined;
};

const YEARS = { from: "2000-01-01", to: "2099-12-31" } as const;
const DAYS_MAX = 3_700;
const PAGE_MAX = 10_000;
const KIND_CHOICES = ["money", "points", "all", ...OPERATION_KINDS] as const;

/** Reads an address; what is not understood is left out and said, never an error. */
export function readAsked(values: Values, now: Date, zone: Zone): Asked {
  const today = dayOf(now, zone);
  const { days, period, problem } = readPeriod(values, today);
  const unread: string[] = [];
  const word = <T extends string>(name: string, words: readonly T[]): T | undefined => {
    const typed = values.optional(name);
    const known = words.find((one) => one === typed);
    if (typed !== undefined && known === undefined) unread.push(name);
    return known;
  };
  const id = (name: string): string | undefined => {
    const typed = values.optional(name);
    if (typed === undefined || isUuid(typed)) return typed;
    unread.push(name);
    return undefined;
  };
  const asked = {
    ...{ period, days },
    kind: word("kind", KIND_CHOICES) ?? "money",
    fate: word("fate", FATES),
    specialist: id("specialist"),
    service: id("service"),
    client: id("client"),
    by: word("by", TOTALS_BY) ?? "day",
    page: readPage(values),
  };
  const unreadable = unread.length === 0 ? undefined : "Часть фильтра не прочиталась: показано без неё.";
  return { ...asked, problem: problem ?? unreadable };
}

type ReadPeriod = Pick<Asked, "period" | "days" | "problem">;

function readPeriod(values: Values, today: LocalDay): ReadPeriod {
  const typed = values.optional("period");
  const isOwn = typed === "own" || (typed === undefined && values.optional("from") !== undefined);
  if (!isOwn) {
    const named = PERIODS.find((one) => one === typed);
    const period = named ?? "month";
    const isUnknown = typed !== undefined && named === undefined;
    return { period, days: daysOf(period, today), problem: isUnknown ? NO_SUCH_PERIOD : undefined };
  }
  const [from, to] = [dayIn(values, "from"), dayIn(values, "to")];
  const problem = problemOf(from, to);
  return problem === undefined && from && to
    ? { period: "own", days: { from, to }, problem: undefined }
    : { period: "month", days: daysOf("month", today), problem };
}

const NO_SUCH_PERIOD = "Такого периода нет: показан этот месяц.";

function dayIn(values: Values, name: string): LocalDay | undefined {
  const day = parseLocalDay(values.text(name));
  return day !== undefined && day >= YEARS.from && day <= YEARS.to ? day : undefined;
}

function problemOf(from: LocalDay | undefined, to: LocalDay | undefined): string | undefined {
  if (from === undefined || to === undefined)
    return "Укажите оба дня, с какого и по какой: показан этот месяц.";
  if (to < from) return "Последний день раньше первого: показан этот месяц.";
  return daysBetween({ from, to }) > DAYS_MAX ? "Период длиннее десяти лет: показан этот месяц." : undefined;
}

function readPage(values: Values): number {
  const page = values.whole("page");
  return page >= 1 ? Math.min(page, PAGE_MAX) : 1;
}

const KINDS_OF: Readonly<Record<"money" | "points" | "all", readonly OperationKind[] | undefined>> = {
  money: MONEY_KINDS,
  points: POINT_OPERATIONS,
  all: undefined,
};

const isGroup = (kind: KindChoice): kind is keyof typeof KINDS_OF => Object.hasOwn(KINDS_OF, kind);

/** Which operations the list and its file have. */
export const filterOf = (asked: Asked, zone: Zone): FinanceFilter => ({
  ...wholeOf(asked, zone),
  kinds: isGroup(asked.kind) ? KINDS_OF[asked.kind] : [asked.kind],
  fate: asked.fate,
});

/** What the figures above the list are of: the same people and services, whatever kind the list is narrowed to. */
export const wholeOf = ({ days, specialist, service, client }: Asked, zone: Zone): FinanceFilter => ({
  ...{ ...days, zone },
  ...{ specialistId: specialist, serviceId: service, clientId: client },
});
