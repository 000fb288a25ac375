import type { Life } from "./life.ts";
import { type Client, DAY, isLive } from "./model/state.ts";

const STAYS_MS = 70 * DAY;

/** Whether nothing about a client can change any more but by their coming again. */
function isThrough(life: Life, client: Client): boolean {
  const { world } = life;
  const latest = Math.max(0, ...client.bookings.map(({ createdMs }) => createdMs));
  const first = Math.min(world.nowMs, ...client.bookings.map(({ createdMs }) => createdMs));
  return (
    client.bookings.length > 0 &&
    first < world.nowMs - STAYS_MS &&
    latest < world.nowMs - 3 * DAY &&
    client.bookings.every(
      (one) =>
        !isLive(one) &&
        one.payments.every(({ state }) => ["captured", "cancelled", "rejected"].includes(state)) &&
        one.refunds.every(({ isOver }) => isOver),
    )
  );
}

/**
 * Clients who have been here long enough do not come again, and slots of days gone by are forgotten: what there is to
 * remember stays as much as it is, however long the run. Their rows have just been compared and stay in the database.
 */
export async function letGo(life: Life): Promise<void> {
  const { world, chance } = life;
  for (const client of [...world.clients.values()]) {
    if (!isThrough(life, client) || chance.once(4)) continue;
    world.clients.delete(client.id);
    for (const booking of client.bookings) world.bookings.delete(booking.id);
    world.gone.set(client.id, { ...client, bookings: [] });
  }
  for (const slot of [...world.slots.values()])
    if (slot.endMs < world.nowMs - DAY && slot.ownerId === undefined) world.slots.delete(slot.id);
  forgetAtTheBank(life);
}

/** The bank looks through all of its payments at every call: those of people gone are taken out of its books. */
function forgetAtTheBank({ world, product }: Life): void {
  const { part } = product.bank;
  const state = part.snapshot() as BankState;
  const kept = new Set(
    state.payments
      .filter(({ metadata }) => world.bookings.has(metadata?.booking_id ?? ""))
      .map(({ id }) => id),
  );
  part.restore({
    ...state,
    payments: state.payments.filter(({ id }) => kept.has(id)),
    refunds: state.refunds.filter(({ paymentId }) => kept.has(paymentId)),
  });
}

type BankState = {
  readonly payments: readonly { readonly id: string; readonly metadata?: Readonly<Record<string, string>> }[];
  readonly refunds: readonly { readonly paymentId: string }[];
};
