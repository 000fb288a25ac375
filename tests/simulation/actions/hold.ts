import { giveUpHold, holdSlot } from "../../../src/core/booking/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { goBy } from "../background.ts";
import { type Action, act, type Life, livingClients, type Step, short } from "../life.ts";
import { giveUp, hold, judgeHold, sameHold, type Wish } from "../model/booking.ts";
import { endHold } from "../model/points.ts";
import {
  type Booking,
  type Client,
  DAY,
  isPaidLate,
  type Service,
  type Slot,
  touch,
} from "../model/state.ts";

/** A start that somebody may wish for: mostly a free one that fits, sometimes any. */
export function wishFor(life: Life, client: Client): Wish | undefined {
  const { chance, world } = life;
  const service: Service = chance.pick(world.services);
  const slots = [...world.slots.values()].filter((one) => one.startMs > world.nowMs - DAY / 12);
  const isFine = (one: Slot) =>
    one.isOpen &&
    one.ownerId === undefined &&
    service.isOnline === (one.kind === "online") &&
    service.doers.has(one.specialistId) &&
    one.startMs > world.nowMs;
  const fine = slots.filter(isFine);
  const near = fine.filter((one) => one.startMs < world.nowMs + 2 * DAY);
  const late = chance.once(8) ? chance.some([...world.bookings.values()].filter(isPaidLate)) : undefined;
  const lateSlotId = late?.slotIds[0];
  if (late !== undefined && lateSlotId !== undefined)
    return { bookingId: chance.uuid(), clientId: client.id, serviceId: late.serviceId, slotId: lateSlotId };
  const slot = chance.once(12)
    ? chance.some(slots)
    : chance.some(chance.once(2) && near.length > 0 ? near : fine);
  if (slot === undefined) return undefined;
  return { bookingId: chance.uuid(), clientId: client.id, serviceId: service.id, slotId: slot.id };
}

/** PY-1, PR, SL-7: a client chooses a start. Sometimes at the very moment until which a quick rebooking counts. */
export const holdStart: Action = {
  name: "a client holds a start",
  weight: 22,
  plan: (life) => {
    const { chance } = life;
    const living = livingClients(life);
    const client = chance.some(chance.once(15) ? living : living.filter(({ hasConsent }) => hasConsent));
    const wish = client && wishFor(life, client);
    if (client === undefined || wish === undefined) return undefined;
    return async () => {
      await waitForTurn(life, client, wish);
      return holdNow(life, wish);
    };
  },
};

/** Holds a start here and now. */
export async function holdNow(life: Life, wish: Wish): Promise<Step> {
  const { chance, world } = life;
  const same = sameHold(world, wish);
  const { reasons, start, terms } = judgeHold(world, wish);
  const isRepeated = chance.once(15);
  const deed = {
    what: `${short(wish.clientId)} holds ${short(wish.slotId)} for ${short(wish.serviceId)} as ${short(wish.bookingId)}`,
    reasons: same === undefined ? reasons : new Set<string>(),
    apply: () => {
      if (same !== undefined) touch(world, same);
      else if (start !== undefined && terms !== undefined) hold(world, wish, start, terms);
    },
  };
  const step = await act(life, deed, (app) => holdSlot(app, wish));
  if (!isRepeated || step.outcome !== "done") return step;
  // The button was pressed twice: the same id is the same booking (PY-1).
  return act(life, { ...deed, reasons: new Set(), apply: () => undefined }, (app) => holdSlot(app, wish));
}

/** A moment at which this very wish turns: the lead time of its slot, the end of a block, the last of the seven days. */
async function waitForTurn(life: Life, client: Client, wish: Wish): Promise<void> {
  const { chance, world } = life;
  if (!chance.once(6)) return;
  const slot = world.slots.get(wish.slotId);
  const lead = world.settings["calendar.minLeadMinutes"] * 60_000;
  const visits = client.bookings.filter(({ state }) => state === "completed");
  const moments = [
    ...visits.flatMap(({ startMs, endMs, terms }) => [endMs + terms.rebookDays * DAY, startMs]),
    ...client.blocks.flatMap(({ untilMs, isLifted }) => (untilMs === undefined || isLifted ? [] : [untilMs])),
    ...(slot === undefined ? [] : [slot.kind === "hot" ? slot.startMs : slot.startMs - lead]),
  ];
  await waitUntil(life, moments);
}

/**
 * Waits for one of some moments, or for the breath before or after it, when one is near and nobody's hold ends
 * meanwhile; with `last` for the end of the very hold that ends first.
 */
export async function waitUntil(life: Life, moments: readonly number[], last?: number): Promise<void> {
  const { chance, world } = life;
  if (last !== undefined) {
    const others = [...world.bookings.values()].filter(
      ({ state, heldUntilMs }) => state === "held" && heldUntilMs !== last,
    );
    const isFirst = others.every(({ heldUntilMs = 0 }) => heldUntilMs > last + 1);
    if (isFirst && last > world.nowMs + 1) await goBy(life, last - world.nowMs + chance.between(-1, 1));
    return;
  }
  const holdsEnd = [...world.bookings.values()].flatMap(({ state, heldUntilMs }) =>
    state === "held" && heldUntilMs !== undefined ? [heldUntilMs] : [],
  );
  const end = Math.min(world.nowMs + 2 * DAY, ...holdsEnd);
  const moment = chance.some(moments.filter((at) => at > world.nowMs + 1 && at < end - 1));
  if (moment !== undefined) await goBy(life, moment - world.nowMs + chance.between(-1, 1));
}

/** PY-1: a client thinks better of it. */
export const giveUpStart: Action = {
  name: "a client gives a hold up",
  weight: 2,
  plan: (life) => {
    const { chance, world } = life;
    const bookings = [...world.bookings.values()];
    const booking =
      chance.some(bookings.filter(({ state }) => state === "held" || state === "confirming")) ??
      chance.some(bookings.slice(-20));
    if (booking === undefined) return undefined;
    const isStranger = chance.once(12);
    return () => {
      const clientId = isStranger ? chance.uuid() : booking.clientId;
      const { state, reason } = booking;
      const isGivenUp = state === "expired" && reason === "given_up";
      const why = isStranger
        ? "unknown_booking"
        : isGivenUp || state === "held"
          ? undefined
          : state === "confirming"
            ? "payment_being_confirmed"
            : state === "cancelled"
              ? "booking_cancelled"
              : "hold_over";
      return act(
        life,
        {
          what: `${short(clientId)} gives up ${short(booking.id)}`,
          reasons: new Set(why === undefined ? [] : [why]),
          apply: () => {
            if (booking.state === "held") giveUp(world, booking);
          },
        },
        (app) => giveUpHold(app, { bookingId: booking.id, clientId }),
      );
    };
  },
};

/** PY-1: an unpaid hold's slots are free again at once, whether or not anybody has written it down yet. */
export const takeOver = {
  name: "a client wants what another's hold gives free",
  weight: 1,
  plan: (life: Life) => {
    const { chance, world } = life;
    const held = chance.some([...world.bookings.values()].filter(({ state }) => state === "held"));
    const others = livingClients(life).filter(({ id }) => id !== held?.clientId);
    const client = chance.some(others.filter(({ hasConsent }) => hasConsent));
    const slotId = held?.slotIds[0];
    if (held?.heldUntilMs === undefined || client === undefined || slotId === undefined) return undefined;
    const untilMs = held.heldUntilMs;
    const wish = { bookingId: chance.uuid(), clientId: client.id, serviceId: held.serviceId, slotId };
    return async () => {
      await waitUntil(life, [], untilMs);
      const { reasons, start, terms } = judgeHold(world, wish);
      const deed = {
        what: `${short(client.id)} holds ${short(slotId)}, which ${short(held.id)} holds until ${untilMs - world.nowMs} ms from now`,
        reasons,
        apply: () => {
          if (start !== undefined && terms !== undefined) hold(world, wish, start, terms);
        },
      };
      const step = await act({ ...life, mayDie: false }, deed, (app) => holdSlot(app, wish));
      // An overdue hold that stood in the way was ended, even if the wish then failed for another reason.
      const isEnded = held.state === "held" && (await stateOf(life, held)) === "expired";
      if (isEnded) endHold(world, held, "unpaid");
      return step;
    };
  },
} satisfies Action;

async function stateOf(life: Life, { id }: Booking): Promise<string | undefined> {
  const row = await life.product.db.first<{ state: string }>(
    sql`SELECT state FROM bookings WHERE id = ${id}::uuid`,
  );
  return row?.state;
}
