import type { BookForClientRefusal } from "../booking/index.ts";
import type { AddSlotRefusal } from "../calendar/index.ts";

/** A file as the use cases read it: from its beginning, as often as they need to. */
export type ImportFile = {
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly bytes: number;
};

/** One column of a documented form: its key for programs, its title for people. */
export type Field<Key extends string> = {
  readonly key: Key;
  readonly title: string;
  readonly isRequired: boolean;
};

/** Whose columns are called otherwise: key of ours → headings of theirs, the first that is there counts. */
export type Mapping<Key extends string> = Readonly<Partial<Record<Key, readonly string[]>>>;

/** A row of the file: what it holds by the keys of the form, the heading of each, and where it begins. */
export type TableRow<Key extends string> = {
  readonly line: number;
  readonly cells: Readonly<Record<Key, string>>;
};

/** Why the file as a whole cannot be read. */
export type FileRefusal =
  | "import_file_empty"
  | "import_file_not_text"
  | "import_file_changed"
  | "import_columns_missing"
  | "import_separator_unknown"
  | "import_encoding_unknown"
  | "import_column_twice";

/** Why a row cannot be taken; each face has its sentence for what is expected instead. */
export type RowProblem =
  | "cells_too_many"
  | "quotes_not_closed"
  | "name_empty"
  | "name_too_long"
  | "phone_missing"
  | "phone_unreadable"
  | "phone_repeated"
  | "email_unreadable"
  | "birthday_unreadable"
  | "birthday_out_of_range"
  | "note_too_long"
  | "tag_too_long"
  | "tags_too_many"
  | "points_unreadable"
  | "points_out_of_range"
  | "points_zero"
  | "opening_is_another"
  | "unknown_client"
  | "entry_is_another"
  | "start_unreadable"
  | "price_unreadable"
  | "price_out_of_range"
  | "booking_note_too_long"
  | "slot_missing"
  | StaffBookingProblem;

/** A booking by staff, or the slot that is made for it, says no. */
type StaffBookingProblem =
  | Exclude<BookForClientRefusal, "unknown_client">
  | AddSlotRefusal
  | "unknown_specialist"
  | "ambiguous_specialist";

/** One cell that is wrong: where it stands, what it holds and why it cannot be taken. */
export type RejectedCell = {
  readonly line: number;
  /** The heading as it stands in the file; undefined: the row as a whole. */
  readonly column: string | undefined;
  readonly given: string;
  readonly problem: RowProblem;
  /** Another line, a number that is allowed: what the sentence needs. */
  readonly detail?: string | number | undefined;
};

/** How an import is run. */
export type ImportRun = {
  readonly file: ImportFile;
  /** Checks all and writes nothing. */
  readonly isDryRun: boolean;
  /** Of all the work, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** Hears of every cell that cannot be taken, in the order of the lines. */
  readonly onRejected?: ((cell: RejectedCell) => void) | undefined;
};
