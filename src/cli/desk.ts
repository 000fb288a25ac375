import type { Command } from "commander";
import type { App } from "../core/app.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { type Done, done, type Outcome, type Refused } from "../core/kernel/outcome.ts";
import type { DoctorGround } from "../core/reports/index.ts";
import type { DatabaseAddress } from "../core/runtime/database.ts";
import type { MigrationError } from "../core/runtime/migrate.ts";
import type { Repair } from "../core/runtime/repair.ts";
import { loadSettings } from "../core/settings/index.ts";
import { readWhole } from "./arguments.ts";
import type { RefusedWith, Reply } from "./output.ts";
import type { CliRefusal } from "./refusals.ts";

/** Something that is done. @property hint how to hear of it again; @property id undefined: it has none */
export type Deed = { readonly id: string | undefined; readonly hint: string };

/** The shell that a command was typed into. */
export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output; a slow reader is waited for where the answer is. */
  readonly out: (text: string) => void | Promise<void>;
  readonly err: (text: string) => void;
  /** How many characters a line of the terminal holds. */
  readonly columns: number;
  /** Someone looks at it who sees colours; every word is there without them, too. */
  readonly hasColors?: boolean;
  /** What goes to standard output appears on the terminal, between whatever else is drawn there. */
  readonly isOutSeen?: boolean;
  /** All that stands on standard input. */
  readonly readInput: () => Promise<string>;
  /** What is to be said of the work should the answer that follows find no room. */
  readonly deed?: (done: Deed) => void;
  /** Asks at the terminal without showing the answer; undefined where there is nobody to ask. */
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  /** Asks at the terminal and waits for a line; undefined where there is nobody to ask. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Writes over the last line of the terminal; undefined where nobody looks. */
  readonly bar?: ((line: string) => void) | undefined;
  /** How long the command is waited for already, and whether a bar of its own is about to tell. */
  readonly waiting?: { readonly sinceMs: () => number; readonly hasBar: (hasBar: boolean) => void };
};

export type MigrationState = {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  readonly problems: readonly MigrationError[];
};

/** For the few commands with which an installation begins: all others refuse where there is none. */
export type MayCreate = { readonly mayCreate: true };

/** The database as the operator tends it. */
export type Ground = {
  readonly isEmbedded: boolean;
  /**
   * Where the database is; an embedded server is started when it does not run.
   *
   * @throws CannotOpen when there is none, unless it may be made
   */
  address(may?: MayCreate): Promise<DatabaseAddress>;
  /** Applies what is missing and says what it was. */
  migrate(): Promise<readonly string[]>;
  /** Puts back what the migrations made and is not there any more: all of it or nothing. */
  repair(): Promise<Repair>;
  /** Undefined: the embedded server does not run, and is not started just to be asked. */
  migrationState(): Promise<MigrationState | undefined>;
  /**
   * Where the embedded server is; undefined with an outside database.
   *
   * @throws CannotOpen when there is none
   */
  server(): Promise<
    | {
        readonly isRunning: boolean;
        readonly pid: number | undefined;
        readonly folder: string;
      }
    | undefined
  >;
  /** Stops the embedded server; false: it did not run. */
  stop(): Promise<boolean>;
  /**
   * All that a diagnosis looks at; an embedded server that does not run is left so.
   *
   * @throws ConfigError when the environment cannot be read
   */
  examined(): Promise<DoctorGround>;
};

/** What came of a command. */
export type Answer = Done<Reply> | RefusedWith<CliRefusal>;

/** All that a command may reach. */
export type Desk = {
  readonly io: Io;
  readonly ground: Ground;
  /**
   * The product, opened at the first call.
   *
   * @throws CannotOpen when there is no installation, unless it may be made, and when its schema is not this program's
   */
  openApp(may?: MayCreate): Promise<App>;
  /** The gateway that money goes through; undefined: online payment is off. Commands about money alone ask it. */
  openTill(): App["payments"];
  /** Where the gateway's page sends whoever has paid. */
  openReturn(): Promise<App["returnUrl"]>;
  /** Prints what came of a command and keeps its exit code. */
  answer(answer: Answer): void;
};

/** The product and the zone in which people read its times. */
export async function openShop(desk: Desk): Promise<{ readonly app: App; readonly zone: Zone }> {
  const app = await desk.openApp();
  const settings = await loadSettings(app.db);
  return { app, zone: settings["business.timeZone"] };
}

/**
 * The product with its gateway: for commands about money, and for those that make a booking, whose terms depend on
 * whether cards are taken at all. Nothing but the commands about money speaks to it.
 */
export const withTill = (desk: Desk, app: App): App => ({ ...app, payments: desk.openTill() });

type Handler<Args extends readonly unknown[]> = (...args: Args) => Promise<Answer>;

export type CannotOpenRefusal =
  | "database_behind"
  | "database_not_ours"
  | "installation_empty"
  | "installation_missing";

/** The product cannot be opened: a refusal that may come in the middle of any command. */
export class CannotOpen extends Error {
  override readonly name = "CannotOpen";
  readonly refused: Refused<CannotOpenRefusal>;
  constructor(refused: Refused<CannotOpenRefusal>) {
    super(refused.refusal);
    this.refused = refused;
  }
}

/** What commander calls: does the work, then answers. */
export const answering =
  <Args extends readonly unknown[]>(desk: Desk, handler: Handler<Args>) =>
  async (...args: Args): Promise<void> =>
    desk.answer(await handler(...args));

/** @param text not made when a program asked */
export const reply = (json: unknown, text: string | (() => string)): Outcome<Reply, never> =>
  done({ json, text: typeof text === "string" ? () => text : text });

/** The same, of something that was done to a file or to the database as a whole. */
export const replyOfDeed = (json: unknown, text: string): Outcome<Reply, never> =>
  done({ json, text: () => text, isDeed: true });

const ROWS_DEFAULT = 1_000;
const ROWS_MAX = 100_000;
const OFFSET_MAX = 100_000_000;

export type Paging = { readonly limit: number; readonly offset: number };

/** The flags of every list that may be long. @param where continues «сколько строк показать», where that is not always */
export const withPaging = (command: Command, where = ""): Command =>
  command
    .option(
      "--limit <n>",
      `сколько строк показать${where}`,
      readWhole({ min: 1, max: ROWS_MAX, of: "строк" }),
      ROWS_DEFAULT,
    )
    .option(
      "--offset <n>",
      `сколько строк пропустить${where}`,
      readWhole({ min: 0, max: OFFSET_MAX, of: "строк" }),
      0,
    );
