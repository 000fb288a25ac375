import { type LocalDay, weekdayOf } from "../core/kernel/local-day.ts";
import { noop } from "./buttons.ts";
import { WEEK } from "./format.ts";
import { type Button, button, inRows } from "./screen.ts";

const DAYS_PER_WEEK = WEEK.length;

/** Days in weeks under the names of weekdays, one cell for each day from the first on; `blank` says why the rest is empty. */
export function weekGrid(
  first: LocalDay | undefined,
  days: readonly Button[],
  { blank: why }: { readonly blank: "empty" | "label" },
): readonly (readonly Button[])[] {
  const blanks = (count: number) => Array<Button>(count).fill(button("·", noop.pack({ why })));
  const cells = [...blanks(first === undefined ? 0 : weekdayOf(first) - 1), ...days];
  const after = (DAYS_PER_WEEK - (cells.length % DAYS_PER_WEEK)) % DAYS_PER_WEEK;
  const header = WEEK.map((name) => button(name, noop.pack({ why: "label" })));
  return [header, ...inRows([...cells, ...blanks(after)], DAYS_PER_WEEK)];
}
