import { PassThrough, type Readable } from "node:stream";
import type { App } from "../../../core/app.ts";

/**
 * Work that takes long, as lines of JSON: how many hundredths are done, each once, then what came of it. Whoever stops
 * listening does not stop the work.
 */
export function tellProgress(
  log: App["log"],
  work: (onProgress: (share: number) => void) => Promise<object>,
): Readable {
  const lines = new PassThrough();
  const say = (line: object): void => {
    if (!lines.destroyed) lines.write(`${JSON.stringify(line)}\n`);
  };
  let told = -1;
  const onProgress = (share: number): void => {
    const percent = Math.floor(Math.min(1, share) * 100);
    if (percent > told) say({ percent });
    told = Math.max(told, percent);
  };
  work(onProgress)
    .then(say, (error: unknown) => {
      log.error({ err: error }, "an import failed");
      say({ refused: "Что-то пошло не так, ничего не записано. Подробности — в журнале сервера." });
    })
    .finally(() => lines.end());
  return lines;
}
