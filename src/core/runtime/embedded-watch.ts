import { embeddedPostgresStatus, startEmbeddedPostgres } from "./embedded-postgres.ts";
import type { Log } from "./log.ts";

const LOOK_MS = 2_000;

/**
 * Starts the shared server again when it crashed under the product; one that was stopped on purpose stays stopped.
 *
 * @returns how to stop watching
 */
export function watchEmbeddedPostgres(dataDir: string, { log }: { readonly log: Log }): () => void {
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      if ((await embeddedPostgresStatus(dataDir)).hasCrashed) {
        log.warn({}, "the embedded database crashed and is started again");
        await startEmbeddedPostgres(dataDir, { log });
      }
    } catch (error) {
      log.error({ err: error }, "the embedded database could not be started again");
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return () => clearInterval(timer);
}
