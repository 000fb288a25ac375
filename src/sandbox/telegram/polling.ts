import { conflict } from "./bot-error.ts";
import { integerParam, type Params } from "./params.ts";
import { confirmUpdates, deliverable, setAllowedUpdates } from "./update-queue.ts";
import type { World } from "./world.ts";

const LIMIT_MAX = 100;
const TIMEOUT_SECONDS_MAX = 50;

export type Polling = {
  getUpdates(params: Params, signal: AbortSignal): Promise<unknown[]>;
  /** Ends the poll under way, if there is one, with a 409 that says why. */
  endPoll(reason: string): void;
};

type Poll = { endedBy: string | undefined };

/** Long polling, one poller at a time: a second one ends the first. */
export function createPolling(world: World): Polling {
  let current: Poll | undefined;
  const endPoll = (reason: string): void => {
    if (!current) return;
    current.endedBy = reason;
    current = undefined;
    world.changes.announce();
  };

  return {
    endPoll,
    getUpdates: async (params, signal) => {
      if (world.state.webhook) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      endPoll("terminated by other getUpdates request; make sure that only one bot instance is running");
      const poll: Poll = { endedBy: undefined };
      current = poll;
      setAllowedUpdates(world, params.values.get("allowed_updates"));
      const offset = integerParam(params, "offset");
      if (offset !== undefined && offset !== 0) confirmUpdates(world, offset);

      const isDone = (): boolean => poll.endedBy !== undefined || deliverable(world).length > 0;
      await world.changes.until(isDone, timeoutSeconds(params) * 1000, signal);
      if (current === poll) current = undefined;
      if (poll.endedBy !== undefined) throw conflict(poll.endedBy);
      return signal.aborted ? [] : take(world, limit(params));
    },
  };
}

const timeoutSeconds = (params: Params): number =>
  Math.min(TIMEOUT_SECONDS_MAX, Math.max(0, integerParam(params, "timeout") ?? 0));

function limit(params: Params): number {
  const given = integerParam(params, "limit") ?? LIMIT_MAX;
  return given < 1 || given > LIMIT_MAX ? LIMIT_MAX : given;
}

/** They stay queued until an offset confirms them; a doubled one comes twice in this batch, then once. */
function take(world: World, limit: number): unknown[] {
  return deliverable(world)
    .slice(0, limit)
    .flatMap((pending) => {
      const copies = pending.isDoubled ? 2 : 1;
      pending.isDoubled = false;
      return Array.from({ length: copies }, () => pending.update);
    });
}
