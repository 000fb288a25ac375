import { once } from "node:events";
import { fstatSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileProblem } from "../core/runtime/file-problem.ts";
import type { Deed, Io } from "./desk.ts";
import { BROKEN, ENDED_BY, READER_GONE } from "./exit-codes.ts";

/** A file, a pipe or a search has no edge: a row stays one line. `COLUMNS`, exported, says otherwise. */
const COLUMNS_WITHOUT_TERMINAL = 200;
const COLUMNS_MIN = 40;
const COLUMNS_MAX = 1_000;
const WIPE = "\r\x1b[K";

/** How the process ends before its work does; files that were begun are removed as it exits. */
type Endings = { readonly end: (code: number, complaint?: Complaint) => never };
type Complaint = { readonly code: string; readonly message: string; readonly detail?: object };

/** The terminal, pipe or file that this process was started with. @param isJson complaints are read by a program */
export function processIo(isJson: boolean): Io {
  const { err, bar } = errorStream();
  const endings: Endings = {
    end: (exit, complaint) => {
      if (complaint !== undefined) {
        const { code, message, detail = {} } = complaint;
        err(isJson ? `${JSON.stringify({ error: { code, message, detail } })}\n` : `${message}\n`);
      }
      process.exit(exit);
    },
  };
  let deed: Deed | undefined;
  endWithPipes(endings, () => deed);
  endWithSignals(endings, process.stderr.isTTY ? WIPE : "");
  const isAnyoneThere = process.stdin.isTTY && process.stderr.isTTY;
  return {
    env: process.env,
    out,
    err,
    deed: (done) => {
      deed = done;
    },
    isOutSeen: process.stdout.isTTY === true,
    columns: columnsOf(process.stdout, process.env.COLUMNS),
    hasColors: process.stdout.hasColors?.() === true && !process.env.NO_COLOR,
    readInput: () => text(process.stdin),
    askSecret: isAnyoneThere ? (question) => ask(question, endings, { isSecret: true }) : undefined,
    ask: isAnyoneThere ? (question) => ask(question, endings, { isSecret: false }) : undefined,
    bar,
  };
}

/** @param said what the variable of the shell says; heeded where there is no terminal to ask */
export function columnsOf({ columns }: { readonly columns?: number }, said: string | undefined): number {
  const told = /^\d{1,4}$/.test(said ?? "") ? Number(said) : 0;
  const wanted = columns || told || COLUMNS_WITHOUT_TERMINAL;
  return Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, wanted));
}

/** Whoever reads slowly is waited for: what is not read yet is not made yet, and memory stays flat. */
async function out(words: string): Promise<void> {
  if (!process.stdout.write(words)) await once(process.stdout, "drain");
}

/** What is said on standard error stands on lines of its own: a bar gives way to it. */
function errorStream(): Pick<Io, "err" | "bar"> {
  const { stderr } = process;
  let hasBar = false;
  const bar = (line: string): void => {
    stderr.write(`${WIPE}${line}`);
    hasBar = line !== "";
  };
  const err = (words: string): void => {
    if (hasBar) bar("");
    stderr.write(words);
  };
  return { err, bar: stderr.isTTY && !isPiped() ? bar : undefined };
}

/** Whoever reads our pipe (`| less`) may be drawing on the terminal themselves. */
const isPiped = (): boolean => !process.stdout.isTTY && fstatSync(process.stdout.fd).isFIFO();

/**
 * A reader of the answer who stops reading (`| head`) has seen enough: we end at once and quietly, as other programs do.
 * An answer is told after the work is done, so that only reading is broken off. A disk that is full ends us with a word,
 * and whoever did something hears that it is done;
 * of what goes to standard error nothing depends.
 */
function endWithPipes({ end }: Endings, done: () => Deed | undefined): void {
  process.stdout.on("error", ({ code = "", message }: NodeJS.ErrnoException) => {
    if (code === "EPIPE") end(READER_GONE);
    const problem = fileProblem(code || message);
    const deed = done();
    end(
      BROKEN,
      deed === undefined
        ? { code: "file_unwritable", message: `Ответ не записать на стандартный вывод: ${problem}.` }
        : {
            code: "answer_unwritten",
            message: `Сделано, но ответ не записан на стандартный вывод: ${problem}.${deed.hint}`,
            detail: deed.id === undefined ? {} : { id: deed.id },
          },
    );
  });
  process.stderr.on("error", () => undefined);
}

/** With the process goes its connection, and with that the transaction that was not committed. */
function endWithSignals({ end }: Endings, before: string): void {
  for (const [signal, exit] of Object.entries(ENDED_BY)) {
    process.once(signal, () => {
      // The terminal has just shown ^C behind whatever stood in the line.
      process.stderr.write(before);
      end(exit, { code: "interrupted", message: INTERRUPTED });
    });
  }
}

const INTERRUPTED = "Прервано: что не успело записаться целиком, не записано.";

/** Asks for a line; one that is secret is not shown while it is typed. */
async function ask(
  question: string,
  { end }: Endings,
  { isSecret }: { readonly isSecret: boolean },
): Promise<string> {
  const interrupt = (): never => {
    process.stderr.write("\n");
    return end(ENDED_BY.SIGINT, { code: "interrupted", message: INTERRUPTED });
  };
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (isSecret) process.stderr.write(question);
  const output = isSecret ? nowhere : process.stderr;
  const dialogue = createInterface({ input: process.stdin, output, terminal: true });
  dialogue.on("SIGINT", interrupt);
  // The end of input (Ctrl-D) is no answer.
  dialogue.on("close", interrupt);
  return new Promise((resolve) => {
    dialogue.question(isSecret ? "" : question, (answer) => {
      dialogue.off("close", interrupt);
      dialogue.close();
      if (isSecret) process.stderr.write("\n");
      resolve(answer);
    });
  });
}
