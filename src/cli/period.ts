import { type Command, Option } from "commander";
import { dayOf, type LocalDay, type Zone } from "../core/kernel/local-day.ts";
import { type Days, daysOf, type PeriodName } from "../core/reports/index.ts";
import { inOrder, oneOf, readDay } from "./arguments.ts";

/** How the command line spells them. */
const PERIOD_WORDS = ["today", "yesterday", "week", "month", "last-week", "last-month"] as const;
type PeriodWord = (typeof PERIOD_WORDS)[number];

export type PeriodFlags = {
  readonly from?: LocalDay;
  readonly to?: LocalDay;
  readonly period?: PeriodWord;
};

/** The flags that say for which days a report is; without any it is for today. */
export const withPeriod = (command: Command): Command =>
  command
    .option("--from <день>", "первый день, ГГГГ-ММ-ДД; без флага — сегодня", readDay)
    .option("--to <день>", "последний день, ГГГГ-ММ-ДД; без флага — сегодня", readDay)
    .addOption(
      new Option(
        "--period <период>",
        `вместо --from и --to: ${PERIOD_WORDS.join(", ")}; week и month — с их начала по сегодня, last-week и last-month — прошлые целиком (неделя — пн–вс)`,
      )
        .argParser(oneOf(PERIOD_WORDS))
        .conflicts(["from", "to"]),
    );

const NAMES: Readonly<Record<PeriodWord, PeriodName>> = {
  ...{ today: "today", yesterday: "yesterday", week: "week", month: "month" },
  "last-week": "lastWeek",
  "last-month": "lastMonth",
};

/** The days that are asked for, by the clocks of the business. */
export function periodOf(
  { from, to, period }: PeriodFlags,
  { now, zone }: { readonly now: Date; readonly zone: Zone },
): Days {
  const today = dayOf(now, zone);
  if (period !== undefined) return daysOf(NAMES[period], today);
  return inOrder({ from: from ?? today, to: to ?? today });
}
