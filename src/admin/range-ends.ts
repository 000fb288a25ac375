import type { App } from "../core/app.ts";
import { dayOf, parseLocalDay, plusDays, startOfDay } from "../core/kernel/local-day.ts";
import { readRubles } from "../core/kernel/money.ts";
import { loadSettings } from "../core/settings/index.ts";
import type { ReadRangeEnd } from "./prisma-filter.ts";
import type { TableList } from "./table-list.ts";

const DAY_LENGTH = "2026-12-01".length;

/**
 * How the ends of a range are read: a day is the business's own, from its first moment to its last, `today` among
 * them, unless it comes as a moment; a sum is in rubles.
 */
export async function rangeEnds(table: TableList, app: App): Promise<ReadRangeEnd> {
  const zone = (await loadSettings(app.db))["business.timeZone"];
  return (path, end, typed) => {
    const as = table.columns[path]?.as;
    if (as === "rubles") return readRubles(typed);
    if (as !== "instant") return typed;
    const exact = typed.length > DAY_LENGTH ? new Date(typed) : undefined;
    if (exact !== undefined && !Number.isNaN(exact.getTime())) return exact;
    const day = typed === "today" ? dayOf(app.clock.now(), zone) : parseLocalDay(typed.slice(0, 10));
    if (day === undefined) return undefined;
    return end === "from"
      ? startOfDay(day, zone)
      : new Date(startOfDay(plusDays(day, 1), zone).getTime() - 1);
  };
}
