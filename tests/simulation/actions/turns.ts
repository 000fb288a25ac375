import { goBy, passTo } from "../background.ts";
import { type Action, livingClients } from "../life.ts";
import { monthOf } from "../model/arithmetic.ts";
import { lateMoment } from "../model/booking.ts";
import { DAY, MINUTE } from "../model/state.ts";
import { cancelNow } from "./cancel.ts";
import { holdNow, wishFor } from "./hold.ts";
import { payWithPoints } from "./plan.ts";
import { setNow } from "./settings.ts";
import { bookNow } from "./staff-booking.ts";
import { markNow } from "./visits.ts";

const SOON = 4 * DAY;
/** Points may be spent again after two weeks: who waits for that waits longer. */
const WAITED_FOR = 12 * DAY;
/** For how long before the moment everything is made ready. */
const READY = 2 * MINUTE;

/** PT-2: somebody who has spent points waits for the very moment from which they may again, and tries there. */
export const spendAgain: Action = {
  name: "a client spends points again as soon as possible",
  weight: 8,
  plan: (life) => {
    const { chance, world } = life;
    const waiting = livingClients(life).flatMap((client) =>
      client.bookings.flatMap(({ hold }) => {
        const atMs = (hold?.heldMs ?? 0) + world.settings["points.redeemEveryDays"] * DAY;
        const isSpent = hold?.state === "posted" && client.hasConsent && client.balance > 0;
        return isSpent && atMs > world.nowMs + READY && atMs < world.nowMs + WAITED_FOR
          ? [{ client, atMs }]
          : [];
      }),
    );
    const chosen = chance.some(waiting);
    if (chosen === undefined) return undefined;
    return async () => {
      const before = await passTo(life, chosen.atMs - READY);
      const wish = wishFor(life, chosen.client);
      if (wish === undefined) return { what: "nothing is free", outcome: "done", differences: before };
      const held = await holdNow({ ...life, mayDie: false }, wish);
      const booking = world.bookings.get(wish.bookingId);
      if (booking === undefined) return { ...held, differences: [...before, ...held.differences] };
      await goBy(life, chosen.atMs - world.nowMs + chance.between(-1, 1));
      const paid = await payWithPoints(life, booking);
      return { ...paid, differences: [...before, ...held.differences, ...paid.differences] };
    };
  },
};

/** EP-2: somebody books again at the last moment that counts as quickly, or at the first that does not. */
export const bookAgain: Action = {
  name: "a client books again at the last moment",
  weight: 3,
  plan: (life) => {
    const { chance, world } = life;
    const waiting = livingClients(life).flatMap((client) => {
      const visits = client.bookings.filter(({ state }) => state === "completed");
      const latest = visits.sort((a, b) => b.startMs - a.startMs)[0];
      const atMs = latest === undefined ? 0 : latest.endMs + world.settings["points.rebookDays"] * DAY;
      return atMs > world.nowMs + MINUTE && atMs < world.nowMs + SOON ? [{ client, atMs }] : [];
    });
    const chosen = chance.some(waiting);
    if (chosen === undefined) return undefined;
    const lateMs = chance.pick([-1, 0, 0, 1, chance.between(1, 20) * 60 * MINUTE]);
    return async () => {
      const before = await passTo(life, chosen.atMs + lateMs);
      const wish = wishFor(life, chosen.client);
      if (wish === undefined) return { what: "nothing is free", outcome: "done", differences: before };
      const step = await bookNow(life, wish, false);
      return { ...step, differences: [...before, ...step.differences] };
    };
  },
};

/** CX-1: somebody cancels at the very moment between in time and late. */
export const cancelAtLimit: Action = {
  name: "a client cancels at the last moment that is in time",
  weight: 2,
  plan: (life) => {
    const { chance, world } = life;
    const booking = chance.some(
      [...world.bookings.values()].filter((one) => {
        const atMs = lateMoment(one);
        return one.state === "confirmed" && atMs > world.nowMs + READY && atMs < world.nowMs + SOON;
      }),
    );
    if (booking === undefined) return undefined;
    return async () => {
      const before = await passTo(life, lateMoment(booking) - READY);
      await goBy(life, lateMoment(booking) - world.nowMs + chance.pick([-1, 0, 0, 1]));
      const step = await cancelNow(life, booking, booking.clientId);
      return { ...step, differences: [...before, ...step.differences] };
    };
  },
};

/** EP-4: a friend's first visit takes place when their inviter has just as many rewards as a month may bring. */
export const friendAtLimit: Action = {
  name: "a friend comes when the month is full",
  weight: 2,
  plan: (life) => {
    const { chance, world } = life;
    const booking = chance.some(
      [...world.bookings.values()].filter(({ state, startMs, clientId }) => {
        const friend = world.clients.get(clientId);
        const isFirst = friend?.bookings.every((one) => one.state !== "completed");
        return state === "confirmed" && startMs < world.nowMs + SOON && friend?.inviterId && isFirst;
      }),
    );
    const inviter = world.clients.get(world.clients.get(booking?.clientId ?? "")?.inviterId ?? "");
    if (booking === undefined || inviter === undefined) return undefined;
    return async () => {
      const isAhead = booking.startMs > world.nowMs;
      const before = isAhead ? await passTo(life, booking.startMs) : [];
      const month = monthOf(world.nowMs, world.settings["business.timeZone"]);
      const value = inviter.rewards.filter(
        ({ atMs, undoneAtMs }) =>
          undoneAtMs === undefined && monthOf(atMs, world.settings["business.timeZone"]) === month,
      ).length;
      const set = await setNow({ ...life, mayDie: false }, "referral.maxPerMonth", {
        typed: String(value),
        value,
      });
      const marked = await markNow(life, booking, "completed");
      return { ...marked, differences: [...before, ...set.differences, ...marked.differences] };
    };
  },
};
