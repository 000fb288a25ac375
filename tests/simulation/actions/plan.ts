import { choosePayment, choosePoints, confirmHold, pointsOffer } from "../../../src/core/booking/index.ts";
import { type Action, act, type Life, type Step, short } from "../life.ts";
import { paidNow } from "../model/arithmetic.ts";
import { holdReason } from "../model/booking.ts";
import { confirm } from "../model/move.ts";
import { abandonPayment, pointsFor, setAside } from "../model/points.ts";
import { type Booking, clientOf, DAY, touch, type World } from "../model/state.ts";
import { waitUntil } from "./hold.ts";

/** A hold to do something with; sometimes another booking, for which it is too late. */
export function someHold(life: Life): Booking | undefined {
  const { chance, world } = life;
  const bookings = [...world.bookings.values()];
  const held = bookings.filter(({ state }) => state === "held");
  return chance.once(15) ? chance.some(bookings.slice(-30)) : chance.some(held);
}

function replan(world: World, booking: Booking, points: number, choice: "prepayment" | "all"): void {
  Object.assign(booking, { points, choice, ...paidNow(booking.terms, points, choice) });
  touch(world, booking);
}

/** PT-1, PT-2, PT-3: other points than before; sometimes at the very moment from which they may be spent again. */
export const pointsOfHold: Action = {
  name: "a client chooses points",
  weight: 8,
  plan: (life) => {
    const { chance, world } = life;
    const booking = someHold(life);
    if (booking === undefined) return undefined;
    return async () => {
      if (chance.once(4))
        await waitUntil(life, againMoments(world, booking), chance.once(4) ? booking.heldUntilMs : undefined);
      return payWithPoints(life, booking);
    };
  },
};

/** Chooses points for a hold here and now: as many as may be, one more, fewer, none. */
export function payWithPoints(life: Life, booking: Booking): Promise<Step> {
  const { chance, world } = life;
  const { most, isTooSoon } = pointsFor(world, booking);
  const points = chance.weighted([
    [4, most],
    [2, most + 1],
    [1, chance.between(0, Math.max(1, most))],
    [1, 0],
    [1, booking.points],
  ]);
  const why = holdReason(world, booking, booking.clientId);
  const reasons = new Set<string>(why === undefined ? [] : [why]);
  if (why === undefined && points !== booking.points && points > most) {
    reasons.add("points_above_limit");
    if (isTooSoon) reasons.add("points_too_soon");
  }
  return act(
    life,
    {
      what: `${short(booking.clientId)} pays ${short(booking.id)} with ${points} points of at most ${most}`,
      reasons,
      apply: () => {
        if (points === booking.points) return;
        setAside(world, booking, points);
        replan(world, booking, points, booking.choice);
        abandonPayment(world, booking);
      },
    },
    (app) => choosePoints(app, { bookingId: booking.id, clientId: booking.clientId, points }),
  );
}

function againMoments(world: World, booking: Booking): readonly number[] {
  const days = world.settings["points.redeemEveryDays"];
  return clientOf(world, booking.clientId).bookings.flatMap(({ hold }) =>
    hold === undefined ? [] : [hold.heldMs + days * DAY],
  );
}

/** PT-1: what is offered is what is admitted. */
export const seeOffer: Action = {
  name: "a client looks what points may pay",
  weight: 1,
  plan: (life) => {
    const { world } = life;
    const booking = someHold(life);
    if (booking === undefined) return undefined;
    return () => {
      const { most } = pointsFor(world, booking);
      return act(
        life,
        {
          what: `${short(booking.clientId)} looks what points may pay ${short(booking.id)}`,
          reasons: new Set(),
          apply: () => undefined,
          judge: (value) => {
            const { max } = value as { max: number };
            return max === most
              ? []
              : [{ about: `points offered for ${booking.id}`, model: most, product: max }];
          },
        },
        (app) => pointsOffer(app, { bookingId: booking.id, clientId: booking.clientId }),
      );
    };
  },
};

/** PY-2: the prepayment of a hot start, or everything at once. */
export const payChoice: Action = {
  name: "a client chooses what to pay now",
  weight: 3,
  plan: (life) => {
    const { chance, world } = life;
    const hot = [...world.bookings.values()].filter(({ state, kind }) => state === "held" && kind === "hot");
    const booking = chance.once(4) ? someHold(life) : chance.some(hot);
    if (booking === undefined) return undefined;
    const choice = chance.pick(["prepayment", "all"] as const);
    return () => {
      const why = holdReason(world, booking, booking.clientId);
      return act(
        life,
        {
          what: `${short(booking.clientId)} pays ${choice} of ${short(booking.id)} now`,
          reasons: new Set(why === undefined ? [] : [why]),
          apply: () => {
            if (choice === booking.choice || booking.terms.policy !== "hot") return;
            replan(world, booking, booking.points, choice);
            abandonPayment(world, booking);
          },
        },
        (app) => choosePayment(app, { bookingId: booking.id, clientId: booking.clientId, choice }),
      );
    };
  },
};

/** PY-2: nothing to pay now, so it is confirmed at once. */
export const confirmFree: Action = {
  name: "a client confirms a hold",
  weight: 7,
  plan: (life) => {
    const { chance, world } = life;
    const free = [...world.bookings.values()].filter(({ state, payNow }) => state === "held" && payNow === 0);
    const booking = chance.once(8) ? someHold(life) : chance.some(free);
    if (booking === undefined) return undefined;
    return async () => {
      if (chance.once(8)) await waitUntil(life, [], booking.heldUntilMs);
      const why = booking.state === "confirmed" ? undefined : holdReason(world, booking, booking.clientId);
      const reasons = new Set<string>(why === undefined ? [] : [why]);
      if (booking.state === "held" && booking.payNow > 0) reasons.add("payment_needed");
      return act(
        life,
        {
          what: `${short(booking.clientId)} confirms ${short(booking.id)}`,
          reasons,
          apply: () => {
            if (booking.state === "held") confirm(world, booking);
          },
        },
        (app) => confirmHold(app, { bookingId: booking.id, clientId: booking.clientId }),
      );
    };
  },
};
