import { formatRubles, kopecks } from "../../core/kernel/money.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import {
  type Days,
  type Figure,
  type FigureValues,
  SUMMARY_PART_WORDS,
  type Summary,
  type SummaryLine,
  type SummaryPart,
  type SummaryReport,
} from "../../core/reports/index.ts";
import { dayTitle, fields, table } from "../output.ts";

const NOTHING = "—";

/** A figure as people read it. */
function shown({ name, unit }: Figure, values: FigureValues): string {
  const value = values[name];
  if (value === undefined) return NOTHING;
  switch (unit) {
    case "kopecks":
      return formatRubles(kopecks(value));
    case "percent":
      return `${value.toFixed(1).replace(".", ",")}\u00a0%`;
    case "stars":
      return value.toFixed(2).replace(".", ",");
    default:
      return formatWhole(value);
  }
}

/** The money of a table has its sign already, and so does a share. */
const headOf = ({ title }: Figure): string => title.replace(/, [₽%]$/, "");

const valuesJson = (figures: readonly Figure[], values: FigureValues) =>
  Object.fromEntries(figures.map(({ name }) => [name, values[name] ?? null]));

export const summaryJson = (
  { figures, standing }: SummaryReport,
  { lines, sum, standing: now }: Summary,
  { by, days }: { readonly by: SummaryPart; readonly days: Days },
) => ({
  ...{ from: days.from, to: days.to, by },
  sum: valuesJson(figures, sum),
  ...(standing.length === 0 ? {} : { standing: valuesJson(standing, now) }),
  items: lines.map((line) => ({
    ...{ key: line.key, name: line.name },
    ...(line.days === undefined ? {} : { from: line.days.from, to: line.days.to }),
    ...valuesJson(figures, line.values),
  })),
});

const lineTitle = ({ days, name }: SummaryLine): string =>
  days !== undefined && days.from === days.to ? dayTitle(days.from) : name;

/** Lines in a narrow table of the main figures, then the period with all of them. */
export function summaryText(
  report: SummaryReport,
  { lines, sum, standing }: Summary,
  { by, days, columns }: { readonly by: SummaryPart; readonly days: Days; readonly columns: number },
): string {
  const main = report.figures.filter(({ isMain }) => isMain);
  const drawn = table(
    [
      { title: SUMMARY_PART_WORDS[by], isFlexible: true },
      ...main.map((one) => ({ title: headOf(one), align: "right", isFlexible: true }) as const),
    ],
    lines.map((line) => [lineTitle(line), ...main.map((one) => shown(one, line.values))]),
    columns,
  );
  const whole = fields(
    [
      ...report.figures.map((one) => [headOf(one), shown(one, sum)] as const),
      ...report.standing.map((one) => [headOf(one), shown(one, standing)] as const),
    ],
    columns,
  );
  return `${lines.length === 0 ? "" : `${drawn}\n\n`}${periodText(days)}\n${whole}`;
}

const periodText = ({ from, to }: Days): string =>
  from === to ? `За ${dayTitle(from)}` : `С ${dayTitle(from)} по ${dayTitle(to)}`;
