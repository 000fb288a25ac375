import type { Percent } from "../kernel/money.ts";

/** `regular` 🟢, `hot` 🔴, `online` 🔵 (SL-1). */
export type SlotKind = "regular" | "hot" | "online";

export const SLOT_KINDS: readonly SlotKind[] = ["regular", "hot", "online"];

export type Slot = {
  readonly id: string;
  readonly specialistId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly kind: SlotKind;
  /** A hot slot's own percentage; undefined means the setting's. */
  readonly discountPercent: Percent | undefined;
  readonly state: "open" | "closed";
  readonly closedReason: string | undefined;
  /** The live booking that claims it. */
  readonly bookingId: string | undefined;
};

/** A place where a service can begin: the chain of slots it would claim (SL-2). */
export type FreeStart = {
  readonly specialistId: string;
  readonly slotIds: readonly string[];
  readonly startsAt: Date;
  /** When the visit ends: its duration after the start, even when the last slot ends later. */
  readonly endsAt: Date;
  readonly kind: SlotKind;
  readonly discountPercent: Percent | undefined;
};

/** What a day of the unified calendar looks like; `undefined` where there is nothing (SL-3). */
export type DayMark = "hot" | "regular" | "online" | "full";
