import type { Actor } from "../kernel/actor.ts";
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
  /** The time off that closed it. */
  readonly timeOffId: string | undefined;
};

/** What staff do to slots; each can be undone once. */
export type SlotChangeAction =
  | "add_slot"
  | "generate_slots"
  | "move_slot"
  | "close_slot"
  | "reopen_slot"
  | "delete_slot"
  | "make_hot"
  | "make_regular"
  | "take_time_off"
  | "lift_time_off";

/** A change of slots as it was made. */
export type SlotChange = {
  readonly id: string;
  readonly action: SlotChangeAction;
  readonly actor: Actor;
  readonly specialistIds: readonly string[];
  /** Where its slots stand since. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** How many slots it made, changed or deleted. */
  readonly slots: number;
  readonly createdAt: Date;
  readonly undoneAt: Date | undefined;
};

/** A stretch in which a specialist does not work: no slot in it is offered. */
export type TimeOff = {
  readonly id: string;
  readonly specialistId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly reason: string;
  /** Who took it; undefined: the operator. */
  readonly staffId: string | undefined;
  readonly createdAt: Date;
  readonly liftedAt: Date | undefined;
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
