import { cancelBooking, previewCancellation } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { type Action, act, type Life, type Step, short } from "../life.ts";
import { lateMoment } from "../model/booking.ts";
import { type Booking, MINUTE } from "../model/state.ts";
import { cancel, cancellation, cancelReason, isMoveBeingPaid } from "../model/visits.ts";
import { waitUntil } from "./hold.ts";

function someBooking({ chance, world }: Life): Booking | undefined {
  const bookings = [...world.bookings.values()];
  const confirmed = bookings.filter(({ state }) => state === "confirmed");
  return chance.once(15) ? chance.some(bookings.slice(-40)) : chance.some(confirmed);
}

/** CX-1, CX-2: in time, late, within the grace, at the very moment between them; and what was shown is what happens. */
export const cancelByClient: Action = {
  name: "a client cancels",
  weight: 5,
  plan: (life) => {
    const { chance } = life;
    const booking = someBooking(life);
    if (booking === undefined) return undefined;
    const isStranger = chance.once(25);
    return async () => {
      if (chance.once(2)) {
        const { confirmedMs = 0, terms, startMs } = booking;
        await waitUntil(life, [lateMoment(booking), confirmedMs + terms.graceMinutes * MINUTE, startMs]);
      }
      return cancelNow(life, booking, isStranger ? chance.uuid() : booking.clientId);
    };
  },
};

/** Cancels here and now, or only looks what that would mean. */
export function cancelNow(life: Life, booking: Booking, clientId: string): Promise<Step> {
  const { chance, world } = life;
  const isStranger = clientId !== booking.clientId;
  const by = { kind: "client", clientId } as const;
  const why = cancelReason(world, booking, { clientId });
  const reasons = new Set<string>(why === undefined ? [] : [why]);
  const seen =
    booking.state === "confirmed" && !isStranger ? cancellation(world, booking, "client") : undefined;
  if (seen !== undefined && why === undefined && chance.once(3)) return preview(life, booking, seen);
  // Sometimes the client was shown something else, which has changed since (CX-2).
  if (isMoveBeingPaid(world, booking)) reasons.add("payment_being_confirmed");
  const isOutdated = seen !== undefined && why === undefined && chance.once(10);
  if (isOutdated) reasons.add("consequence_changed");
  const shown =
    seen === undefined ? undefined : { isLate: seen.isLate !== isOutdated, penalty: seen.penalty };
  return act(
    life,
    {
      what: `${short(clientId)} cancels ${short(booking.id)}, ${seen?.isLate ? "late" : "in time"}`,
      reasons,
      apply: () => cancel(world, booking, "client"),
    },
    (app) => cancelBooking(app, { bookingId: booking.id, by, shown }),
  );
}

function preview(life: Life, booking: Booking, seen: ReturnType<typeof cancellation>): Promise<Step> {
  const by = { kind: "client", clientId: booking.clientId } as const;
  const what = `${short(booking.clientId)} looks what cancelling ${short(booking.id)} means`;
  const judge = (value: unknown) => {
    const product = JSON.stringify(value, Object.keys(seen).sort());
    const model = JSON.stringify(seen, Object.keys(seen).sort());
    return model === product ? [] : [{ about: `the consequence shown for ${booking.id}`, model, product }];
  };
  return act(life, { what, reasons: new Set(), apply: () => undefined, judge }, (app) =>
    previewCancellation(app, { bookingId: booking.id, by }),
  );
}

/** CX-6: everything comes back, whenever it is; a hold is taken away. */
export const cancelByBusiness: Action = {
  name: "the business cancels",
  weight: 2,
  plan: (life) => {
    const { chance, world } = life;
    const held = [...world.bookings.values()].filter(
      ({ state }) => state === "held" || state === "confirming",
    );
    const booking = chance.once(4) ? chance.some(held) : someBooking(life);
    if (booking === undefined) return undefined;
    const reason = chance.once(12) ? " " : "мастер заболел";
    return () => {
      const why = reason === " " ? "reason_missing" : cancelReason(world, booking, { clientId: undefined });
      const reasons = new Set<string>(why === undefined ? [] : [why]);
      if (isMoveBeingPaid(world, booking)) reasons.add("payment_being_confirmed");
      return act(
        life,
        {
          what: `the business cancels ${short(booking.id)}`,
          reasons,
          apply: () => cancel(world, booking, "business"),
        },
        (app) =>
          cancelBooking(app, { bookingId: booking.id, by: { kind: "business", actor: OPERATOR, reason } }),
      );
    };
  },
};
