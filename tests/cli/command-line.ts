import { runCli } from "../../src/cli/main.ts";
import type { App } from "../../src/core/app.ts";
import type { Outcome } from "../../src/core/kernel/outcome.ts";

export type Answer = {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** What standard output holds, read as JSON. */
  readonly json: () => Json;
  /** The complaint of `--json` on standard error. */
  readonly error: () => {
    readonly code: string;
    readonly message: string;
    readonly detail: Json;
    readonly rejected?: unknown;
  };
};

/** Whatever a program's answer holds: a test says what it expects of it. */
type Json = Readonly<Record<string, never>> & { readonly items: readonly Readonly<Record<string, never>>[] };

export type CommandLine = (argv: readonly string[], typed?: Typed) => Promise<Answer>;

type Typed = {
  /** On standard input. */
  readonly input?: string;
  /** At the terminal, one after another; without it nobody sits there. */
  readonly secrets?: readonly string[];
  /** What is answered when a command asks; without it nobody sits there. */
  readonly answers?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** The program run in this process on an App's database, with its clock. */
export function commandLine(app: Pick<App, "db" | "clock">, columns = 80): CommandLine {
  return async (argv, { input = "", secrets, answers, env = {} } = {}) => {
    let out = "";
    let err = "";
    const asking = (said: string) => async (question: string) => {
      err += `${question}${said}\n`;
      return said;
    };
    const left = [...(secrets ?? [])];
    const io = {
      env: { DATABASE_URL: app.db.connection.connectionString, ...env },
      out: (words: string) => {
        out += words;
      },
      err: (words: string) => {
        err += words;
      },
      columns,
      readInput: async () => input,
      askSecret: secrets && (async () => left.shift() ?? ""),
      ...(answers === undefined ? {} : { ask: asking(answers) }),
    };
    const exit = await runCli(argv, io, app.clock);
    return { exit, out, err, json: () => JSON.parse(out), error: () => JSON.parse(err).error };
  };
}

/** The value of an outcome that has to be one. */
export function granted<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal}`);
  return outcome.value;
}
