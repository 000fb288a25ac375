import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Io } from "./desk.ts";

const COLUMNS_DEFAULT = 80;
const COLUMNS_MIN = 40;
/** 128 + SIGINT. */
const INTERRUPTED = 130;

/** The terminal, pipe or file that this process was started with. */
export function processIo(): Io {
  surviveClosedPipes();
  process.once("SIGINT", interrupt);
  const isAnyoneThere = process.stdin.isTTY && process.stderr.isTTY;
  return {
    env: process.env,
    out: (words) => void process.stdout.write(words),
    err: (words) => void process.stderr.write(words),
    columns: Math.max(COLUMNS_MIN, process.stdout.columns ?? COLUMNS_DEFAULT),
    hasColors: process.stdout.hasColors?.() === true && !process.env.NO_COLOR,
    readInput: () => text(process.stdin),
    askSecret: isAnyoneThere ? askSecret : undefined,
    ask: isAnyoneThere ? ask : undefined,
    bar: process.stderr.isTTY ? (line) => void process.stderr.write(`\r\x1b[K${line}`) : undefined,
  };
}

/** Whoever reads us may stop reading (`| head`): what was asked for is done all the same, and the code says so. */
function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

/** With the process goes its connection, and with that the transaction that was not committed. */
function interrupt(): void {
  process.stderr.write("\nПрервано.\n");
  process.exit(INTERRUPTED);
}

async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const dialogue = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  dialogue.on("SIGINT", interrupt);
  // The end of input (Ctrl-D) is no password.
  dialogue.on("close", interrupt);
  return new Promise((resolve) => {
    dialogue.question("", (answer) => {
      dialogue.off("close", interrupt);
      dialogue.close();
      process.stderr.write("\n");
      resolve(answer);
    });
  });
}

async function ask(question: string): Promise<string> {
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  dialogue.on("SIGINT", interrupt);
  dialogue.on("close", interrupt);
  return new Promise((resolve) => {
    dialogue.question(question, (answer) => {
      dialogue.off("close", interrupt);
      dialogue.close();
      resolve(answer);
    });
  });
}
