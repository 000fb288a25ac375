import type { Log } from "./log.ts";

export type Shutdown = {
  /** To be closed at the end; what was opened last is closed first. */
  register(name: string, close: () => Promise<void> | void): void;
  /** Closes everything, once; later calls get the same promise. True: all of it, and in time. */
  run(reason: string): Promise<boolean>;
  /** Runs at SIGTERM and SIGINT and ends the process; a second signal ends it at once. */
  listen(): void;
};

const TIMEOUT_MS = 30_000;
const SIGNALS = ["SIGTERM", "SIGINT"] as const;
/** Exit codes: all closed; something was not; the operator did not want to wait (128 + SIGINT). */
const CLEAN = 0;
const UNCLEAN = 1;
const FORCED = 130;

/**
 * Ends a process in order: what is running finishes, what was opened is closed from the last to the
 * first, one at a time, whatever one of them throws. What is not closed in time is named and left.
 */
export function createShutdown({
  log,
  timeoutMs = TIMEOUT_MS,
  exit = process.exit,
}: {
  readonly log: Log;
  readonly timeoutMs?: number;
  readonly exit?: (code: number) => void;
}): Shutdown {
  const closers: { readonly name: string; readonly close: () => Promise<void> | void }[] = [];
  let running: Promise<boolean> | undefined;
  let current = "";

  const closeAll = async (): Promise<boolean> => {
    let isClean = true;
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
      current = closer.name;
      try {
        await closer.close();
      } catch (error) {
        isClean = false;
        log.error({ err: error, name: closer.name }, "did not close well");
      }
    }
    return isClean;
  };

  const runOnce = async (reason: string): Promise<boolean> => {
    log.info({ reason }, "shutting down");
    const began = performance.now();
    const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    const isClean = await Promise.race([closeAll(), tooLate]);
    clearTimeout(timer);
    if (isClean === undefined) {
      const left = closers.map(({ name }) => name).reverse();
      log.error({ waitingFor: current, left, timeoutMs }, "shutting down takes too long: left as it is");
      return false;
    }
    log.info({ tookMs: Math.round(performance.now() - began) }, "shut down");
    return isClean;
  };

  const run = (reason: string): Promise<boolean> => {
    running ??= runOnce(reason);
    return running;
  };

  return {
    register: (name, close) => {
      closers.push({ name, close });
    },
    run,
    listen: () => {
      for (const signal of SIGNALS) {
        process.on(signal, () => {
          if (running !== undefined) {
            log.warn({ signal, waitingFor: current }, "told twice to stop: ended at once");
            return exit(FORCED);
          }
          run(signal).then((isClean) => exit(isClean ? CLEAN : UNCLEAN));
        });
      }
    },
  };
}
