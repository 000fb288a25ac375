import { previewReschedule, rescheduleBooking } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { points } from "../../../src/core/kernel/points.ts";
import type { Difference } from "../compare.ts";
import { type Action, act, type Life, type Step, short } from "../life.ts";
import { lateMoment, type Wish } from "../model/booking.ts";
import { judgeMove, type Move, moveTo, sameMove } from "../model/move.ts";
import { type Booking, clientOf, DAY, MINUTE, serviceOf, touch } from "../model/state.ts";
import { waitUntil, wishFor } from "./hold.ts";

function someVisit({ chance, world }: Life): Booking | undefined {
  const bookings = [...world.bookings.values()];
  const confirmed = bookings.filter(({ state }) => state === "confirmed");
  const ahead = confirmed.filter(({ startMs }) => startMs > world.nowMs);
  if (chance.once(15)) return chance.some(bookings.slice(-40));
  const soon = ahead.filter((one) => lateMoment(one) < world.nowMs);
  return chance.some(chance.once(5) ? confirmed : chance.once(3) ? soon : ahead);
}

/** Where to: mostly another start of the same service; a start that overlaps the old one, the very same, or any wish. */
function whereTo(life: Life, old: Booking): Wish | undefined {
  const { chance, world } = life;
  const wish = { bookingId: chance.uuid(), clientId: old.clientId, serviceId: old.serviceId };
  const service = serviceOf(world, old.serviceId);
  const slots = [...world.slots.values()];
  const fits = slots.filter(
    (one) =>
      one.isOpen &&
      one.ownerId === undefined &&
      one.startMs > world.nowMs &&
      service.isOnline === (one.kind === "online") &&
      service.doers.has(one.specialistId),
  );
  const alike = fits.filter(({ kind }) => kind === old.kind);
  const near = slots.filter(
    (one) => one.specialistId === old.specialistId && Math.abs(one.startMs - old.startMs) < DAY / 12,
  );
  const late = slots.filter(({ startMs }) => startMs > world.nowMs - DAY / 12);
  const hold = [...world.bookings.values()].find(
    ({ replacesId, state }) => replacesId === old.id && state === "held",
  );
  if (hold !== undefined && chance.once(4))
    return { ...wish, serviceId: hold.serviceId, slotId: hold.slotIds[0] ?? "" };
  const slot = chance.some(
    chance.weighted([
      [5, alike],
      [3, fits],
      [4, near],
      [1, late],
      [3, undefined],
    ] as const) ?? [],
  );
  if (slot !== undefined) return { ...wish, slotId: slot.id };
  return wishFor(life, clientOf(world, old.clientId));
}

/** CX-7: by the client: in time or late, at once or by a hold; what was shown is what happens. */
export const moveByClient: Action = {
  name: "a client moves a booking",
  weight: 9,
  plan: (life) => {
    const { chance } = life;
    const old = someVisit(life);
    if (old === undefined) return undefined;
    const isStranger = chance.once(30);
    return async () => {
      if (chance.once(3)) {
        const { confirmedMs = 0, terms, startMs } = old;
        await waitUntil(life, [lateMoment(old), confirmedMs + terms.graceMinutes * MINUTE, startMs]);
      }
      const wish = whereTo(life, old);
      if (wish === undefined) return { what: "nothing is free", outcome: "nothing free", differences: [] };
      return moveNow(life, old, isStranger ? { ...wish, clientId: chance.uuid() } : wish);
    };
  },
};

async function moveNow(life: Life, old: Booking, wish: Wish): Promise<Step> {
  const { chance, world } = life;
  const by = { kind: "client", clientId: wish.clientId } as const;
  const { slotId, serviceId, bookingId } = wish;
  const wanted = { replacesId: old.id, serviceId, slotId, by };
  const { reasons, move } = judgeMove(world, old, wish, "client");
  if (chance.once(4)) return preview(life, { old, reasons, move }, (app) => previewReschedule(app, wanted));
  const same = wish.clientId === old.clientId ? sameMove(world, old, wish, "client") : undefined;
  // Sometimes the client was shown something else, which has changed since.
  const isOutdated = chance.once(10) && same === undefined && move !== undefined;
  if (isOutdated) reasons.add("consequence_changed");
  const shown = move && {
    price: kopecks(move.terms.price),
    penalty: points(move.consequence.penalty),
    isLate: move.consequence.isLate !== isOutdated,
  };
  const how = move === undefined ? "somehow" : howOf(move);
  const deed = {
    what: `${short(wish.clientId)} moves ${short(old.id)} to ${short(slotId)} as ${short(bookingId)}, ${how}`,
    reasons: same === undefined ? reasons : new Set<string>(),
    apply: () => {
      if (same !== undefined) touch(world, same);
      else if (move !== undefined) moveTo(world, wish, move);
    },
  };
  const step = await act(life, deed, (app) => rescheduleBooking(app, { ...wanted, bookingId, shown }));
  if (step.outcome !== "done") return step;
  const outcome = same === undefined ? `done ${how}` : "the same again";
  if (!chance.once(8)) return { ...step, outcome };
  const again = same === undefined ? bookingId : chance.uuid();
  const repeated = { ...deed, reasons: new Set<string>(), apply: () => undefined };
  const second = await act(life, repeated, (app) => rescheduleBooking(app, { ...wanted, bookingId: again }));
  return { ...second, outcome };
}

const howOf = ({ isAtOnce, consequence: { isLate } }: Move): string =>
  isAtOnce ? "at once" : `by a hold, ${isLate ? "late" : "in time"}`;

function preview(
  life: Life,
  what: { readonly old: Booking; readonly reasons: Set<string>; readonly move: Move | undefined },
  work: Parameters<typeof act>[2],
): Promise<Step> {
  const { old, reasons, move } = what;
  const seen = move && {
    ...{ isAtOnce: move.isAtOnce, price: move.terms.price, startsAt: new Date(move.start.startMs) },
    ...{ points: move.plan.points, payNow: move.plan.payNow, onSpot: move.plan.onSpot },
    ...move.consequence,
  };
  const judge = (value: unknown): readonly Difference[] => {
    const names = Object.keys(seen ?? {}).sort();
    const [model, product] = [JSON.stringify(seen, names), JSON.stringify(value, names)];
    return model === product ? [] : [{ about: `the move shown for ${old.id}`, model, product }];
  };
  const looks = `${short(old.clientId)} looks what moving ${short(old.id)} means`;
  return act(life, { what: looks, reasons, apply: () => undefined, judge }, work).then((step) =>
    step.outcome === "done" ? { ...step, outcome: "looked" } : step,
  );
}

/** CX-7, PY-8: by staff: at once whatever the price, for a reason; neither a block nor a number stands in the way. */
export const moveByStaff: Action = {
  name: "staff move a booking",
  weight: 4,
  plan: (life) => {
    const { chance, world } = life;
    const old = someVisit(life);
    const wish = old && whereTo(life, old);
    if (old === undefined || wish === undefined) return undefined;
    const reason = chance.once(12) ? " " : "мастер заболел";
    return async () => {
      const { reasons, move } = judgeMove(world, old, wish, "business");
      if (reason === " ") reasons.add("reason_missing");
      const deed = {
        what: `staff move ${short(old.id)} to ${short(wish.slotId)} as ${short(wish.bookingId)}`,
        reasons,
        apply: () => {
          if (move !== undefined) moveTo(world, wish, move);
        },
      };
      const { slotId, serviceId, bookingId } = wish;
      const by = { kind: "business", actor: OPERATOR, reason } as const;
      const input = { bookingId, replacesId: old.id, serviceId, slotId, by };
      const step = await act(life, deed, (app) => rescheduleBooking(app, input));
      if (step.outcome !== "done" || !chance.once(6)) return step;
      const repeated = { ...deed, reasons: new Set<string>(), apply: () => undefined };
      return act(life, repeated, (app) => rescheduleBooking(app, input));
    };
  },
};
