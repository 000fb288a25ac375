import type { LocalDay } from "../kernel/local-day.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { POINTS_MAX } from "../loyalty/index.ts";
import { readBirthday, readEmail, readName, readNote, readPhone, readTags } from "../people/index.ts";
import type { Field, RejectedCell, RowProblem, TableRow } from "./model.ts";
import type { Table } from "./read-table.ts";
import { readPointsCell, typedDay } from "./rules/cell.ts";

export type ClientKey = "name" | "phone" | "email" | "birthday" | "note" | "tags" | "points";

/** The documented form of a file of clients; an export has the same columns. */
export const CLIENT_FIELDS = [
  { key: "name", title: "Имя", isRequired: true },
  { key: "phone", title: "Телефон", isRequired: true },
  { key: "email", title: "E-mail", isRequired: false },
  { key: "birthday", title: "День рождения", isRequired: false },
  { key: "note", title: "Заметка", isRequired: false },
  { key: "tags", title: "Метки", isRequired: false },
  { key: "points", title: "Баллы", isRequired: false },
] as const satisfies readonly Field<ClientKey>[];

/** What a row says of a client, by the rules of people. */
export type ReadClient = {
  readonly line: number;
  readonly name: string;
  readonly phone: string;
  readonly email: string | undefined;
  readonly birthday: LocalDay | undefined;
  readonly note: string;
  readonly tags: readonly string[];
  readonly points: number;
};

/** A cell of a row as a rejected one. */
export function rejectCell<Key extends string>(
  table: Table<Key>,
  { line, cells }: TableRow<Key>,
  wrong: { readonly key: Key; readonly problem: RowProblem; readonly detail?: string | number | undefined },
): RejectedCell {
  const column = table.headings[table.columns.places[wrong.key] ?? -1];
  return { line, column, given: cells[wrong.key], problem: wrong.problem, detail: wrong.detail };
}

/** Reads one row of the form: the client, or every cell of it that is wrong. */
export function readClientRow(
  table: Table<ClientKey>,
  row: TableRow<ClientKey>,
  today: LocalDay,
): ReadClient | readonly RejectedCell[] {
  const { cells, line } = row;
  const wrong: RejectedCell[] = [];
  const take = <T, R extends RowProblem>(key: ClientKey, read: Outcome<T, R>): T | undefined => {
    if (read.ok) return read.value;
    const { refusal: problem, detail } = read;
    const told = detail.charactersMax ?? detail.max;
    wrong.push(rejectCell(table, row, { key, problem, detail: told instanceof Date ? undefined : told }));
    return undefined;
  };
  const ifGiven = <T, R extends string>(text: string, read: (text: string) => Outcome<T, R>) =>
    text === "" ? done(undefined) : read(text);

  const name = take("name", readName(cells.name));
  const phone = take("phone", cells.phone === "" ? missingPhone : readPhone(cells.phone));
  const email = take("email", ifGiven(cells.email, readEmail));
  const birthday = take(
    "birthday",
    ifGiven(typedDay(cells.birthday), (day) => readBirthday(day, today)),
  );
  const note = take("note", cells.note === "" ? done("") : readLong(cells.note));
  const tags = take("tags", readTags(cells.tags.split(/[,;|]/), { before: 0 }));
  const points = take("points", readPoints(cells.points));
  if (name === undefined || phone === undefined || wrong.length > 0) return wrong;
  return { line, name, phone, email, birthday, note: note ?? "", tags: tags ?? [], points: points ?? 0 };
}

const missingPhone: Outcome<string, "phone_missing"> = refuse("phone_missing");

/** Nothing but too long can be wrong with a note that is not empty. */
function readLong(text: string): Outcome<string, "note_too_long"> {
  const read = readNote(text);
  if (read.ok || read.refusal === "note_empty") return done(read.ok ? read.value : "");
  return refuse("note_too_long", read.detail);
}

/** Whole points within what one adjustment may add or take; an empty cell is none. */
export function readPoints(cell: string): Outcome<number, "points_unreadable" | "points_out_of_range"> {
  if (cell === "") return done(0);
  const points = readPointsCell(cell);
  if (points === undefined) return refuse("points_unreadable");
  if (Math.abs(points) <= POINTS_MAX) return done(points);
  return refuse("points_out_of_range", { max: POINTS_MAX });
}
