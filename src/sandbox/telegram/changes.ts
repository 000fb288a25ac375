/** Tells whoever waits that something happened here: pollers, the webhook, the chat page, tests. */
export type Changes = {
  announce(): void;
  subscribe(listener: () => void): () => void;
  /** Resolves when `isDone` holds, when the wait is over, or when the one who waits has gone. */
  until(isDone: () => boolean, waitMs: number, signal: AbortSignal): Promise<void>;
};

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    announce: () => {
      for (const listener of [...listeners]) listener();
    },
    subscribe,
    until: (isDone, waitMs, signal) => {
      if (isDone() || waitMs <= 0 || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          unsubscribe();
          signal.removeEventListener("abort", finish);
          resolve();
        };
        const timer = setTimeout(finish, waitMs);
        const unsubscribe = subscribe(() => {
          if (isDone()) finish();
        });
        signal.addEventListener("abort", finish);
      });
    },
  };
}
