import { checkPayment } from "../../../src/core/booking/index.ts";
import { closeSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { passTo } from "../background.ts";
import { type Action, act, hearAll, inProcess, type Life, livingClients, type Step, short } from "../life.ts";
import { type Booking, clientOf, HOUR, MINUTE, type Payment } from "../model/state.ts";
import { payNow } from "./bank.ts";
import { bookNow } from "./staff-booking.ts";
import { blockNow } from "./standing.ts";

/**
 * PY-3: a hold has expired while its payment page is still open. Something happens that may stand in the way of making
 * it anew, or nothing does; then the client pays, and says so.
 */
export const payLate: Action = {
  name: "a client pays after the hold expired",
  weight: 6,
  plan: (life) => {
    const { chance, world } = life;
    const chosen = chance.some(
      [...world.bookings.values()].flatMap((booking) => {
        const { state, heldUntilMs = world.nowMs } = booking;
        const payment = booking.payments.find((one) => one.state === "pending" && !one.isAbandoned);
        // The bank's page is there for an hour.
        const isOpen =
          payment?.hasPage && payment.createdMs + HOUR > Math.max(world.nowMs, heldUntilMs) + MINUTE;
        return isOpen && (state === "expired" || state === "held") ? [{ booking, payment, heldUntilMs }] : [];
      }),
    );
    if (chosen === undefined) return undefined;
    const { booking, payment, heldUntilMs } = chosen;
    return async () => {
      const expiry = booking.state === "held" ? await passTo(life, heldUntilMs + chance.below(MINUTE)) : [];
      const before = await meddle({ ...life, mayDie: false }, booking);
      const paid = await payNow(life, booking, payment, { isGood: true });
      const said = await sayPaid(life, booking, payment);
      const what = [before?.what, paid.what, said.what].filter((one) => one !== undefined).join("; ");
      const differences = [...expiry, ...(before?.differences ?? []), ...said.differences];
      return { what, outcome: said.outcome, differences };
    };
  },
};

/** What may stand in the way: a block, the slot closed or booked by another. */
async function meddle(life: Life, booking: Booking): Promise<Step | undefined> {
  const { chance, world } = life;
  const slot = world.slots.get(booking.slotIds.at(-1) ?? "");
  switch (chance.below(4)) {
    case 0:
      return blockNow(life, clientOf(world, booking.clientId), { reason: "грубость", days: 2 });
    case 1: {
      if (slot === undefined || slot.ownerId !== undefined || !slot.isOpen) return undefined;
      const deed = {
        what: `staff close ${short(slot.id)}`,
        reasons: new Set<string>(),
        apply: () => {
          slot.isOpen = false;
          world.touched.slots.add(slot.id);
        },
      };
      return act(life, deed, (app) => closeSlot(app, { slotId: slot.id, reason: "ремонт", actor: OPERATOR }));
    }
    case 2: {
      const other = chance.some(livingClients(life).filter(({ id }) => id !== booking.clientId));
      if (other === undefined || slot === undefined) return undefined;
      const wish = { clientId: other.id, serviceId: booking.serviceId, slotId: slot.id };
      return bookNow(life, { ...wish, bookingId: chance.uuid() }, false);
    }
    default:
      return undefined;
  }
}

async function sayPaid(
  life: Life,
  { id: bookingId, clientId, ...booking }: Booking,
  payment: Payment,
): Promise<Step> {
  const { events, isDead } = await inProcess(life, (app) => checkPayment(app, { bookingId, clientId }));
  await hearAll(life, events, isDead);
  life.world.touched.bookings.add(bookingId);
  const outcome = isDead
    ? "died"
    : `${life.world.bookings.get(bookingId)?.state ?? booking.state}, ${payment.state}`;
  return { what: `${short(clientId)} says so`, outcome, differences: [] };
}
