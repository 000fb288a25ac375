import type { App } from "../../core/app.ts";
import { LIVE_STATES, listBookings } from "../../core/booking/index.ts";
import type { Slot, SlotKind } from "../../core/calendar/index.ts";
import { hoursAfter } from "../../core/kernel/instant.ts";
import { dayOf, type Zone } from "../../core/kernel/local-day.ts";
import { readWhole } from "../arguments.ts";
import { dayTitle, type Row, stretchOf, table } from "../output.ts";
import { beginOf } from "./id-of.ts";

const LENGTH_MAX = 100_000;

/** How long a slot is to be; what it may be is the calendar's to say. */
export const readLength = readWhole({ min: 1, max: LENGTH_MAX, of: "минут" });

export type SlotState = "free" | "booked" | "closed";

export const SLOT_STATES: readonly SlotState[] = ["free", "booked", "closed"];

/** What a slot's row says by name instead of by id. */
export type Names = {
  readonly specialists: ReadonlyMap<string, string>;
  readonly bookings: ReadonlyMap<string, number>;
};

const KIND_WORDS = { regular: "обычное", hot: "горящее", online: "онлайн" } as const satisfies Record<
  SlotKind,
  string
>;

export function stateOf(slot: Slot): SlotState {
  if (slot.bookingId !== undefined) return "booked";
  return slot.state === "closed" ? "closed" : "free";
}

/** The numbers of the live bookings that claim these slots, which are in order; a chain may begin before the first. */
export async function bookingNumbers(app: App, slots: readonly Slot[]): Promise<ReadonlyMap<string, number>> {
  const booked = slots.filter(({ bookingId }) => bookingId !== undefined);
  const [first] = booked;
  const last = booked.at(-1);
  if (first === undefined || last === undefined) return new Map();
  const bookings = await listBookings(app.db, {
    states: LIVE_STATES,
    from: hoursAfter(first.startsAt, -CHAIN_HOURS_MAX),
    to: last.endsAt,
    rowsMax: BOOKINGS_READ_MAX,
  });
  return new Map(bookings.map(({ id, number }) => [id, number]));
}

const CHAIN_HOURS_MAX = 24;
const BOOKINGS_READ_MAX = 100_000;

export const slotJson = (slot: Slot, { specialists, bookings }: Names, zone: Zone) => ({
  id: slot.id,
  specialistId: slot.specialistId,
  specialistName: specialists.get(slot.specialistId) ?? null,
  day: dayOf(slot.startsAt, zone),
  startsAt: slot.startsAt,
  endsAt: slot.endsAt,
  kind: slot.kind,
  discountPercent: slot.discountPercent ?? null,
  state: stateOf(slot),
  closedReason: slot.closedReason ?? null,
  bookingId: slot.bookingId ?? null,
  bookingNumber: bookings.get(slot.bookingId ?? "") ?? null,
});

/** A heading for each day and specialist, and the beginning of each id, which the other commands take. */
export function slotTable(
  slots: readonly Slot[],
  names: Names,
  { zone, columns }: { readonly zone: Zone; readonly columns: number },
): string {
  const groups = Map.groupBy(slots, (slot) => headingOf(slot, names, zone));
  const rows = [...groups].flatMap(([heading, group]): readonly Row[] => [
    "",
    heading,
    ...group.map((slot) => [
      `  ${stretchOf(slot.startsAt, slot.endsAt, zone)}`,
      kindWord(slot),
      stateWord(slot, names),
      beginOf(slot.id),
    ]),
  ]);
  return table(
    [{ title: "  Время" }, { title: "Вид" }, { title: "Состояние", isFlexible: true }, { title: "id" }],
    rows,
    columns,
  );
}

const headingOf = (slot: Slot, { specialists }: Names, zone: Zone): string =>
  `${dayTitle(dayOf(slot.startsAt, zone))}, ${specialists.get(slot.specialistId) ?? slot.specialistId}`;

const kindWord = (slot: Slot): string =>
  slot.discountPercent === undefined
    ? KIND_WORDS[slot.kind]
    : `${KIND_WORDS[slot.kind]} −${slot.discountPercent}\u00a0%`;

function stateWord(slot: Slot, { bookings }: Names): string {
  const state = stateOf(slot);
  if (state === "free") return "свободно";
  if (state === "closed") return `закрыто: ${slot.closedReason ?? "без причины"}`;
  return `запись №${bookings.get(slot.bookingId ?? "") ?? "?"}`;
}

/** One slot in one line. */
export const slotLine = (slot: Slot, names: Names, zone: Zone): string =>
  `${headingOf(slot, names, zone)}, ${stretchOf(slot.startsAt, slot.endsAt, zone)}, ${kindWord(slot)}, ${stateWord(slot, names)}.`;
