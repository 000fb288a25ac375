import { performance } from "node:perf_hooks";
import type { Io } from "./desk.ts";
import { SHOWN_AFTER_MS, timeText } from "./progress.ts";

const REDRAWN_EVERY_MS = 500;

/**
 * A shell that says «Выполняется…» and for how long, while a command that takes more than two seconds says nothing
 * itself: on a terminal alone, and neither over its own bar, nor between the lines of an answer that people read, nor
 * while somebody types.
 */
export function patientIo(
  io: Io,
  nowMs: () => number = () => performance.now(),
): { readonly io: Io; readonly tick: () => void; readonly end: () => void } {
  const { bar } = io;
  if (bar === undefined) return { io, tick: () => undefined, end: () => undefined };
  const startedMs = nowMs();
  let ownMs = Number.NEGATIVE_INFINITY;
  let isShown = false;
  let isSilent = false;
  let hasBar = false;
  const wipe = (): void => {
    if (isShown) bar("");
    isShown = false;
  };
  const tick = (): void => {
    const now = nowMs();
    if (isSilent || hasBar || now - startedMs < SHOWN_AFTER_MS || now - ownMs < SHOWN_AFTER_MS) return;
    bar(`Выполняется… ${timeText(now - startedMs)}`);
    isShown = true;
  };
  const whileSilent = async <T>(work: () => Promise<T>): Promise<T> => {
    wipe();
    isSilent = true;
    return work().finally(() => {
      isSilent = false;
    });
  };
  const { ask, askSecret } = io;
  const timer = setInterval(tick, REDRAWN_EVERY_MS).unref();
  const end = (): void => {
    clearInterval(timer);
    wipe();
  };
  const patient: Io = {
    ...io,
    out: (words) => {
      wipe();
      isSilent ||= io.isOutSeen === true;
      return io.out(words);
    },
    bar: (line) => {
      ownMs = line === "" ? Number.NEGATIVE_INFINITY : nowMs();
      isShown = false;
      bar(line);
    },
    waiting: {
      sinceMs: () => nowMs() - startedMs,
      hasBar: (has) => {
        hasBar = has;
      },
    },
    readInput: () => whileSilent(io.readInput),
    ask: ask && ((question) => whileSilent(() => ask(question))),
    askSecret: askSecret && ((question) => whileSilent(() => askSecret(question))),
  };
  return { io: patient, tick, end };
}
