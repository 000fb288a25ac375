import type { IncomingMessage, ServerResponse } from "node:http";

/** What every part of the sandbox is given: where it is reached, and the time it is there. */
export type SandboxSurroundings = {
  /** The virtual clock; only `POST /sim/clock` moves it apart from the real one, and only forward. */
  readonly now: () => Date;
  /** Where this sandbox is reached from outside, without a trailing slash. */
  readonly baseUrl: string;
};

/** One emulated service: its protocol, its page for a person, its `/sim/…` calls. */
export type SandboxPart = {
  /** Answers a request that is this part's own; `false` leaves it to the next part. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
  /** Runs whatever has become due by the virtual clock; called after every move and once a second. */
  tick(): Promise<void>;
  /** Forgets everything, faults included. */
  reset(): void;
  /** The state as plain JSON, so that a restarted sandbox still knows its chats and payments. */
  snapshot(): unknown;
  restore(state: unknown): void;
  /** Stops what is under way; open connections are ended. */
  close(): Promise<void>;
};
