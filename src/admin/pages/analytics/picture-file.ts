import type { Zone } from "../../../core/kernel/local-day.ts";
import { type Kopecks, kopecks } from "../../../core/kernel/money.ts";
import { type CsvColumn, csvStream } from "../../../core/reports/index.ts";
import { Download } from "../../panel-page.ts";
import type { Picture, PictureRow, Unit } from "./view.ts";

/** The rows behind a picture as a file that Excel opens by a double click; one unit a column. */
export function fileOf(
  picture: Picture,
  { from, to, zone }: { readonly from: string; readonly to: string; readonly zone: Zone },
): Download {
  const { heads, lines } = picture.look === "pairs" ? turned(picture) : straight(picture);
  const columns = heads.map((head, place): CsvColumn<Line> => columnOf(head, place));
  return new Download({
    name: `${picture.id}-${from}-${to}.csv`,
    type: "text/csv; charset=utf-8",
    body: csvStream([LABEL, ...columns], batch(lines), { dialect: "excel", zone }),
  });
}

type Line = { readonly label: string; readonly values: readonly (number | null)[] };
type Head = { readonly key: string; readonly label: string; readonly unit: Unit };
type Sheet = { readonly heads: readonly Head[]; readonly lines: readonly Line[] };

const straight = ({ series, rows }: Picture): Sheet => ({ heads: series, lines: rows });

/** Where each row is counted in something of its own, rows become columns. */
function turned({ series, rows }: Picture): Sheet {
  const unitOf = ({ unit }: PictureRow): Unit => unit ?? "count";
  return {
    heads: rows.map((row, place) => ({ key: `figure${place + 1}`, label: row.label, unit: unitOf(row) })),
    lines: series.map(({ label }, place) => ({
      label,
      values: rows.map(({ values }) => values[place] ?? null),
    })),
  };
}

const LABEL: CsvColumn<Line> = {
  key: "label",
  title: "Строка",
  about: "О чём строка: дни, час, специалист или период.",
  as: "text",
  of: ({ label }) => label.replaceAll("\u00a0", " "),
};

const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  rubles: "₽",
  percent: "%",
  points: "баллы",
  stars: "из 5",
  count: "шт.",
};

function columnOf({ key, label, unit }: Head, place: number): CsvColumn<Line> {
  const words = UNIT_WORDS[unit];
  const head = { key, title: `${label}, ${words}`, about: `${label}, ${words}` };
  const of = ({ values }: Line): number | undefined => values[place] ?? undefined;
  const money = (line: Line): Kopecks | undefined => {
    const value = of(line);
    return value === undefined ? undefined : kopecks(value);
  };
  if (unit === "rubles") return { ...head, as: "rubles", of: money };
  if (unit === "count" || unit === "points") return { ...head, as: "whole", of };
  // A share or a mean has a tenth, and is never below zero.
  return { ...head, as: "text", of: (line) => of(line)?.toFixed(1).replace(".", ",") };
}

async function* batch(lines: readonly Line[]): AsyncGenerator<readonly Line[]> {
  yield lines;
}
