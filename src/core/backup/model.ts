import type { Refused } from "../kernel/outcome.ts";
import { refuse } from "../kernel/outcome.ts";

/** What a backup file says of itself before its tables. */
export type BackupHead = {
  /** The version of the program that made it. */
  readonly product: string;
  readonly createdAt: Date;
  /** What the database is for; undefined: nobody has started the product on it yet. */
  readonly mode: "sandbox" | "live" | undefined;
  readonly source: { readonly host: string; readonly database: string; readonly postgres: string };
  readonly migrations: readonly { readonly name: string; readonly checksum: string }[];
};

export type TableCount = { readonly name: string; readonly rows: number; readonly bytes: number };

/** What is in a file whose every checksum was found right. */
export type BackupSummary = BackupHead & {
  readonly isEncrypted: boolean;
  /** The file itself, compressed. */
  readonly fileBytes: number;
  readonly tables: readonly TableCount[];
  readonly rows: number;
};

/** How far along something long is: a share from 0 to 1. */
export type OnProgress = (share: number) => void;

export type FileRefusal =
  | "backup_unreadable"
  | "not_a_backup"
  | "backup_damaged"
  | "backup_newer"
  | "passphrase_needed"
  | "passphrase_not_needed"
  | "passphrase_wrong"
  | "passphrase_unreadable";

/** A refusal from deep inside of streams; a use case turns it into its outcome. */
export class CannotUse<R extends string> extends Error {
  override readonly name = "CannotUse";
  readonly refused: Refused<R>;
  constructor(refusal: R, detail: Refused<R>["detail"] = {}) {
    super(`${refusal} ${JSON.stringify(detail)}`);
    this.refused = refuse(refusal, detail);
  }
}

export const damaged = (problem: string): CannotUse<"backup_damaged"> =>
  new CannotUse("backup_damaged", { problem });

/** The system's own word for what went wrong with a file: ENOSPC, EACCES. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);
