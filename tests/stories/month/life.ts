/*
 * What happened in the month, written down by those who made it happen. Nothing in here was asked of the product, save
 * the numbers that it gave to bookings.
 */

export type Step = {
  readonly atMs: number;
  /** Whether anybody works at this moment; in a standstill nobody does. */
  readonly isAlive: boolean;
};

/** Values that hold from a step on, earliest first. */
export type Timeline<T> = { readonly step: number; readonly value: T }[];

export type Quiet = { readonly fromMinute: number; readonly toMinute: number };

export type Visit = {
  readonly id: string;
  readonly number: number;
  /** Telegram ids. */
  readonly client: number;
  /** Of the specialists by their number. */
  readonly specialist: number;
  readonly startsAtMs: number;
  readonly bookedStep: number;
  readonly made: "booked" | "moved_by_client" | "moved_by_staff";
  readonly movedFrom: Visit | undefined;
  ended: { readonly step: number; readonly how: "by_client" | "by_staff" | "moved" } | undefined;
  marked: { readonly step: number; readonly mark: "completed" | "no_show" } | undefined;
  /** The first rating, and the first low one. */
  ratedStep: number | undefined;
  lowStep: number | undefined;
  /** A low rating became better. */
  betterStep: number | undefined;
  isLowNow: boolean;
};

export type Words = {
  readonly step: number;
  readonly client: number;
  readonly from: "client" | "staff";
  readonly text: string;
};

export type StaffGroup = "new_booking" | "cancellation" | "move" | "low_rating" | "client_words";

export type Hearer = {
  readonly telegramId: number;
  /** Whose calendar it is that they hear of; undefined: everybody's, and what clients say. */
  readonly specialist: number | undefined;
  readonly muted: Timeline<readonly StaffGroup[]>;
};

export type Life = {
  readonly zone: string;
  readonly steps: Step[];
  readonly visits: Visit[];
  readonly words: Words[];
  readonly hearers: readonly Hearer[];
  readonly hours: Timeline<readonly number[]>;
  readonly quiet: Timeline<Quiet>;
  readonly reviewDelayMinutes: Timeline<number>;
  /** Who had blocked the bot from which step on. */
  readonly blocked: Timeline<readonly number[]>;
};

/** What held at a step. @throws RangeError before the beginning */
export function valueAt<T>(timeline: Timeline<T>, step: number): T {
  const found = timeline.findLast((one) => one.step <= step);
  if (found === undefined) throw new RangeError(`nothing holds at step ${step}`);
  return found.value;
}
