import type { Zone } from "../kernel/local-day.ts";

/** Something that is done at certain times. */
export type Schedule = {
  /** A plain word, `backup`, or one with an id behind it, `export:0f8f…`. */
  readonly name: string;
  readonly cron: string;
  readonly timeZone: Zone;
  /** Undefined: it never comes due again. */
  readonly nextDueAt: Date | undefined;
  readonly lastRun:
    | {
        /** Which due time it was for: the latest one that had passed when it began. */
        readonly dueAt: Date;
        readonly beganAt: Date;
        readonly endedAt: Date;
        readonly outcome: "done" | "failed";
        /** What came of it, or why it failed. */
        readonly words: string;
      }
    | undefined;
};
