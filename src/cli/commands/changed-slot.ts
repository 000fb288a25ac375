import type { Slot } from "../../core/calendar/index.ts";
import { listSpecialists } from "../../core/catalog/index.ts";
import { type Desk, openShop, reply } from "../desk.ts";
import { bookingNumbers, slotJson, slotLine } from "./slot-view.ts";

/** A slot that was changed, told in a line. */
export async function changedSlot(desk: Desk, slot: Slot, what: string) {
  const { app, zone } = await openShop(desk);
  const specialists = new Map((await listSpecialists(app.db)).map(({ id, name }) => [id, name]));
  const names = { specialists, bookings: await bookingNumbers(app, [slot]) };
  return reply(slotJson(slot, names, zone), `${what}: ${slotLine(slot, names, zone)}`);
}

/** The core does not repeat the id that it does not know; the operator wants to see it. */
export const withSlot = <R extends { readonly refusal: string; readonly detail: object }>(
  refused: R,
  slotId: string,
): R =>
  refused.refusal === "unknown_slot" ? { ...refused, detail: { ...refused.detail, given: slotId } } : refused;
