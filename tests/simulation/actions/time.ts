import { goBy, runJobs } from "../background.ts";
import type { Action, Life } from "../life.ts";
import { DAY, HOUR, isLive, MINUTE } from "../model/state.ts";

const SECOND = 1000;

/** Moments at which something of the rulebook turns, soon enough to be waited for. */
function turningPoints({ world }: Life): readonly number[] {
  const moments: number[] = [];
  for (const booking of world.bookings.values()) {
    const { state, heldUntilMs, startMs, endMs, terms } = booking;
    if (state === "held" && heldUntilMs !== undefined) moments.push(heldUntilMs);
    if (isLive(booking)) moments.push(startMs, startMs - terms.lateHours * HOUR);
    if (state === "confirmed") moments.push(endMs + world.settings["visit.autoCompleteHours"] * HOUR);
  }
  return moments.filter((at) => at > world.nowMs && at < world.nowMs + 2 * DAY);
}

/** While somebody is about to pay, minutes; otherwise hours and sometimes days. */
function lengthOf({ chance, world }: Life): number {
  const isAwaited = [...world.bookings.values()].some(
    ({ state, isByStaff }) => state === "held" && !isByStaff,
  );
  return chance.weighted([
    [isAwaited ? 60 : 10, chance.between(1, 60) * SECOND],
    [isAwaited ? 20 : 30, chance.between(1, 15) * MINUTE],
    [isAwaited ? 6 : 40, chance.between(15, 180) * MINUTE],
    [isAwaited ? 1 : 7, chance.between(3, 12) * HOUR],
    [isAwaited ? 0 : 2, chance.between(12, 48) * HOUR],
  ]);
}

export const passTime: Action = {
  name: "time goes by",
  weight: 30,
  plan: (life) => async () => {
    const { chance, world } = life;
    const point = chance.once(6) ? chance.some(turningPoints(life)) : undefined;
    const ms =
      point === undefined ? lengthOf(life) : Math.max(1, point - world.nowMs + chance.between(-2, 1));
    await goBy(life, ms);
    const differences = await runJobs(life);
    const words = ms < HOUR ? `${Math.round(ms / SECOND)} s` : `${(ms / HOUR).toFixed(1)} h`;
    return { what: `${words} go by`, outcome: "done", differences };
  },
};

/** A breath in which somebody types the number of their card. */
export const passMinute: Action = {
  name: "a minute goes by",
  weight: 8,
  plan: (life) => async () => {
    await goBy(life, life.chance.between(1, 90) * SECOND);
    return { what: "a minute goes by", outcome: "done", differences: await runJobs(life) };
  },
};

/** The bank's and the product's background, without waiting: what was just paid is learnt of. */
export const background: Action = {
  name: "the background runs",
  weight: 8,
  plan: (life) => async () => ({
    what: "the background runs",
    outcome: "done",
    differences: await runJobs(life),
  }),
};
