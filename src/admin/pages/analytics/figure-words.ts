import { formatRubles, kopecks } from "../../../core/kernel/money.ts";
import { formatWhole } from "../../../core/kernel/points.ts";
import type { Card, PictureRow, Series, Unit } from "./view.ts";

const SPACE = "\u00a0";
const MINUS = "\u2212";

/** Part of a whole in percent, with a tenth; null of nothing. */
export const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;

/** The same where the whole may be less than its part: time that was booked and is on offer no more. */
export const filledOf = (part: number, whole: number): number | null => {
  const share = shareOf(part, whole);
  return share === null ? null : Math.min(share, 100);
};

const decimal = (value: number): string =>
  formatWhole(Math.trunc(value)).replace(/^0$/, value < 0 ? `${MINUS}0` : "0") +
  (Number.isInteger(value) ? "" : `,${String(Math.round(Math.abs(value % 1) * 10))}`);

/** A figure as people read it; a dash where there is none. */
export function figureText(value: number | null, unit: Unit): string {
  if (value === null) return "—";
  switch (unit) {
    case "rubles":
      return formatRubles(kopecks(value));
    case "percent":
      return `${decimal(Math.round(value * 10) / 10)}${SPACE}%`;
    case "stars":
      return decimal(Math.round(value * 10) / 10);
    default:
      return formatWhole(value);
  }
}

/** A row of a picture: its figures, and the same in words. */
export const rowOf = (
  label: string,
  series: readonly Series[],
  values: readonly (number | null)[],
): PictureRow => ({
  label,
  values,
  texts: series.map(({ unit }, place) => figureText(values[place] ?? null, unit)),
});

/** What is told of a figure at a glance; `better` says which way is good. */
export function cardOf(
  card: {
    readonly title: string;
    readonly hint: string;
    readonly unit: Unit;
    readonly better: "more" | "less";
  },
  now: number | null,
  before: number | null,
): Card {
  const { title, hint, unit, better } = card;
  const told = { title, hint, value: figureText(now, unit), before: figureText(before, unit) };
  if (now === null || before === null) return { ...told, change: "", tone: "same" };
  const isPoints = unit === "percent" || unit === "stars";
  const difference = isPoints ? Math.round((now - before) * 10) / 10 : now - before;
  if (difference === 0) return { ...told, change: "без изменений", tone: "same" };
  const tone = difference > 0 === (better === "more") ? "good" : "bad";
  if (!isPoints && before <= 0) return { ...told, change: "", tone };
  if (!isPoints && percentOf(difference, before) === 0)
    return { ...told, change: "почти столько же", tone: "same" };
  const amount = isPoints ? decimal(Math.abs(difference)) : decimal(percentOf(difference, before));
  const words = unit === "percent" ? `${SPACE}п.${SPACE}п.` : unit === "stars" ? "" : `${SPACE}%`;
  return { ...told, change: `${difference > 0 ? "+" : MINUS}${amount}${words}`, tone };
}

const percentOf = (difference: number, before: number): number =>
  Math.round((Math.abs(difference) / before) * 100);
