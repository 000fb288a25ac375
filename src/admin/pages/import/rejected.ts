import { expectedOf, type RejectedCell } from "../../../core/import/index.ts";
import { type CsvColumn, csvChunks } from "../../../core/reports/index.ts";

const SHOWN_MAX = 20;
/** Of more than these nobody mends one after another: something is wrong with the file. */
const REPORTED_MAX = 20_000;
const GIVEN_MAX = 200;

type Reported = Pick<RejectedCell, "line"> & {
  readonly column: string;
  readonly given: string;
  readonly expected: string;
};

/** What cannot be taken: the first cells, and a file of all. */
export type RejectedView = {
  readonly lines: number;
  readonly rows: number;
  readonly cells: number;
  readonly first: readonly Reported[];
  /** Fewer than all of them. */
  readonly isCut: boolean;
  readonly csv: string;
};

const COLUMNS: readonly CsvColumn<Reported>[] = [
  { key: "line", title: "Строка", about: "номер строки в файле", as: "whole", of: ({ line }) => line },
  { key: "column", title: "Столбец", about: "заголовок столбца", as: "text", of: ({ column }) => column },
  { key: "given", title: "Дано", about: "что стоит в ячейке", as: "text", of: ({ given }) => given },
  { key: "expected", title: "Ожидается", about: "что нужно", as: "text", of: ({ expected }) => expected },
];

/** Gathers the cells of a file that cannot be taken, with the reason of each. */
export function rejectedReport() {
  const kept: Reported[] = [];
  let cells = 0;
  return {
    add: (cell: RejectedCell): void => {
      cells += 1;
      if (kept.length >= REPORTED_MAX) return;
      const given = cell.given.length > GIVEN_MAX ? `${cell.given.slice(0, GIVEN_MAX)}…` : cell.given;
      kept.push({ line: cell.line, column: cell.column ?? "", given, expected: expectedOf(cell) });
    },
    view: async (lines: number, rows: number): Promise<RejectedView> => {
      const style = { dialect: "excel", zone: "UTC" } as const;
      const parts: string[] = [];
      for await (const part of csvChunks(COLUMNS, oneBatch(kept), style)) parts.push(part);
      const first = kept.slice(0, SHOWN_MAX);
      return { lines, rows, cells, first, isCut: cells > kept.length, csv: parts.join("") };
    },
  };
}

async function* oneBatch<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield rows;
}
