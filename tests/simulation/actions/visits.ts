import { markVisit, refundBooking } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { goBy, runJobs } from "../background.ts";
import { type Action, act, type Life, type Step, short } from "../life.ts";
import { type Booking, DAY, MINUTE } from "../model/state.ts";
import { keptOnline, mark, markReason, refundByStaff } from "../model/visits.ts";

/** EP-1…EP-4, CX-3, CX-4: the client came, or did not. When no visit has begun, the next one is waited for. */
export const markVisits: Action = {
  name: "staff mark a visit",
  weight: 14,
  plan: (life) => {
    const { chance, world } = life;
    const confirmed = [...world.bookings.values()]
      .filter(
        ({ state, startMs }) => state === "confirmed" && startMs < world.nowMs + chance.pick([1, 1, 3]) * DAY,
      )
      .sort((a, b) => a.startMs - b.startMs);
    const begun = confirmed.filter(({ startMs }) => startMs <= world.nowMs);
    const booking = chance.once(12) ? chance.some(confirmed) : (chance.some(begun) ?? confirmed[0]);
    if (booking === undefined) return undefined;
    const as = chance.weighted([
      [7, "completed"],
      [3, "no_show"],
    ] as const);
    const afterMs = chance.weighted([
      [1, -1],
      [1, 0],
      [5, chance.between(1, 150) * MINUTE],
    ]);
    const waits = !chance.once(10);
    return async () => {
      const waitMs = booking.startMs + afterMs - world.nowMs;
      if (waits && waitMs > 0) await goBy(life, waitMs);
      const differences = waits && waitMs > 0 ? await runJobs(life) : [];
      const step = await markNow(life, booking, as);
      return { ...step, differences: [...differences, ...step.differences] };
    };
  },
};

export const markNow = (life: Life, booking: Booking, as: "completed" | "no_show"): Promise<Step> =>
  act(
    life,
    {
      what: `staff mark ${short(booking.id)} as ${as}`,
      reasons: markReason(life.world, booking, as, false),
      apply: () => mark(life.world, booking, as),
    },
    (app) => markVisit(app, { bookingId: booking.id, mark: as, actor: OPERATOR }),
  );

/** CX-8: the mark was wrong. */
export const correctMark: Action = {
  name: "staff correct a mark",
  weight: 3,
  plan: (life) => {
    const { chance, world } = life;
    const marked = [...world.bookings.values()].filter(
      ({ state, startMs }) =>
        (state === "completed" || state === "no_show" || chance.once(80)) && startMs > world.nowMs - 20 * DAY,
    );
    const booking = chance.some(marked);
    if (booking === undefined) return undefined;
    const as = chance.once(6) ? "completed" : booking.state === "completed" ? "no_show" : "completed";
    const reason = chance.once(10) ? "" : "ошибка администратора";
    return () =>
      act(
        life,
        {
          what: `staff correct ${short(booking.id)} from ${booking.state} to ${as}`,
          reasons: markReason(world, booking, as, reason !== ""),
          apply: () => mark(world, booking, as),
        },
        (app) => markVisit(app, { bookingId: booking.id, mark: as, actor: OPERATOR, reason }),
      );
  },
};

/** CX-3, EP-6: staff give money back, all of it or a part. */
export const refund: Action = {
  name: "staff give money back",
  weight: 3,
  plan: (life) => {
    const { chance, world } = life;
    const paid = [...world.bookings.values()].filter(
      (one) => keptOnline(one) > 0 && one.state !== "confirming",
    );
    const booking = chance.some(paid);
    if (booking === undefined) return undefined;
    const kept = keptOnline(booking);
    const amount = chance.weighted([
      [3, kept],
      [4, chance.between(1, kept)],
      [2, Math.floor(kept / 2)],
      [1, kept + 1],
      [1, 0],
    ]);
    const reason = chance.once(15) ? " " : "не понравилось";
    const requestId = chance.uuid();
    return async () => {
      const reasons = new Set<string>(reason === " " ? ["reason_missing"] : []);
      if (amount <= 0 || amount > kept) reasons.add("refund_out_of_range");
      const deed = {
        what: `staff give ${amount} of ${kept} back of ${short(booking.id)}, which is ${booking.state}`,
        reasons,
        apply: () => refundByStaff(world, booking, amount),
      };
      const input = { requestId, bookingId: booking.id, amount: kopecks(amount), reason, actor: OPERATOR };
      const step = await act(life, deed, (app) => refundBooking(app, input));
      if (step.outcome !== "done" || !chance.once(4)) return step;
      return act(life, { ...deed, apply: () => undefined }, (app) => refundBooking(app, input));
    };
  },
};
