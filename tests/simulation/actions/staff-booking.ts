import { bookForClient } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { type Action, act, type Life, livingClients, type Step, short } from "../life.ts";
import { paidNow } from "../model/arithmetic.ts";
import { insert, judgeStaffBooking, type Wish } from "../model/booking.ts";
import { confirm } from "../model/move.ts";
import { DAY, HOUR, touch } from "../model/state.ts";
import { wishFor } from "./hold.ts";

/** PY-8: staff book for somebody: on the spot, a hot prepayment waived or not, or with a pay link until some moment. */
export const bookByStaff: Action = {
  name: "staff book for a client",
  weight: 5,
  plan: (life) => {
    const { chance } = life;
    const client = chance.some(livingClients(life));
    const wish = client && wishFor(life, client);
    if (wish === undefined) return undefined;
    return () => bookNow(life, wish, life.chance.once(2));
  },
};

/** SL-4: somebody sits down in a slot that has begun, or is entered afterwards, now and then a day too late. */
export const bookWalkIn: Action = {
  name: "somebody walks in",
  weight: 4,
  plan: (life) => {
    const { chance, world } = life;
    const client = chance.some(livingClients(life));
    const service = chance.pick(world.services);
    const begun = [...world.slots.values()].filter(
      (one) =>
        one.startMs <= world.nowMs &&
        one.startMs > world.nowMs - (chance.once(8) ? 2 : 0.6) * DAY &&
        one.isOpen &&
        one.ownerId === undefined &&
        service.isOnline === (one.kind === "online") &&
        service.doers.has(one.specialistId),
    );
    // Where somebody was served the slot is free again: a visit is easily written down twice there.
    const served = new Set(
      [...world.bookings.values()].flatMap((one) => (one.state === "completed" ? one.slotIds : [])),
    );
    const again = begun.filter(({ id }) => served.has(id));
    const slot = chance.some(again.length > 0 && chance.once(2) ? again : begun);
    if (client === undefined || slot === undefined) return undefined;
    const wish = { bookingId: chance.uuid(), clientId: client.id, serviceId: service.id, slotId: slot.id };
    return () => bookNow(life, wish, chance.once(6));
  },
};

/** Books for somebody here and now. */
export async function bookNow(life: Life, wish: Wish, isLink: boolean): Promise<Step> {
  const { chance, world } = life;
  const waiverReason = chance.once(3) ? undefined : "постоянная клиентка";
  const hours = chance.pick([-1, 1, 3, 24, 24 * 20]);
  const startMs = world.slots.get(wish.slotId)?.startMs ?? 0;
  const untilMs = isLink ? (chance.once(4) ? startMs : world.nowMs + hours * HOUR) : undefined;
  const pay = { untilMs, hasReason: waiverReason !== undefined };
  const { reasons, start, terms } = judgeStaffBooking(world, wish, pay);
  const deed = {
    what: `staff book ${short(wish.slotId)} for ${short(wish.clientId)} as ${short(wish.bookingId)}, ${isLink ? "with a link" : "on the spot"}`,
    reasons,
    apply: () => {
      if (start === undefined || terms === undefined) return;
      const plan = isLink ? paidNow(terms, 0, "prepayment") : { payNow: 0, onSpot: terms.price };
      const heldUntilMs = untilMs ?? startMs;
      const booking = insert(world, wish, { start, terms, isByStaff: true, heldUntilMs, plan });
      if (!isLink) confirm(world, booking);
    },
  };
  const payment =
    untilMs === undefined
      ? ({ by: "on_spot", waiverReason } as const)
      : ({ by: "link", until: new Date(untilMs) } as const);
  const input = { ...wish, payment, actor: OPERATOR };
  const step = await act(life, deed, (app) => bookForClient(app, input));
  const made = world.bookings.get(wish.bookingId);
  if (step.outcome !== "done" || made === undefined || !chance.once(8)) return step;
  touch(world, made);
  return act(life, { ...deed, reasons: new Set(), apply: () => undefined }, (app) =>
    bookForClient(app, input),
  );
}
