import { beforeEach, describe, expect, it } from "vitest";
import {
  confirmHold,
  holdSlot,
  type TakeTimeOffInput,
  takeTimeOff,
} from "../../../src/core/booking/index.ts";
import { findSlot, liftTimeOff, listTimeOff, undoSlotChange } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { inEveryOrder } from "../../races/rounds.ts";
import { START, testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const actor = OPERATOR;
const service = await makeService(app, { policy: "onSite" });
beforeEach(() => app.clock.set(START));

/** Somebody with a slot at 13:00 and one at 15:00 in Moscow, on three Tuesdays and the Wednesday after the first. */
async function specialistWithWeeks() {
  const { id: specialistId } = await makeSpecialist(app, [service.id]);
  const slotAt = async (day: string, hour: string) =>
    (await makeSlot(app, { specialistId, startsAt: `2026-${day}T${hour}:00:00Z` })).id;
  const lunches = [await slotAt("11-24", "10"), await slotAt("12-01", "10"), await slotAt("12-08", "10")];
  const others = [await slotAt("11-24", "12"), await slotAt("11-25", "10"), await slotAt("12-01", "12")];
  return { specialistId, lunches, others };
}
const tuesdays = (
  specialistIds: readonly string[],
  over: Partial<TakeTimeOffInput> = {},
): TakeTimeOffInput => ({
  ...{ changeId: app.newId(), specialistIds, reason: "Обед", actor },
  span: {
    ...{ fromDay: localDay("2026-11-23"), toDay: localDay("2026-12-10"), weekdays: new Set([2] as const) },
    hours: { from: 13 * 60, to: 14 * 60 },
  },
  ...over,
});
const states = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await findSlot(app.db, id))?.state ?? "gone"));
const OPEN = ["open", "open", "open"];
const CLOSED = ["closed", "closed", "closed"];

async function booked(slotId: string): Promise<string> {
  const { id: clientId } = await makeClient(app);
  const hold = { bookingId: app.newId(), clientId, serviceId: service.id, slotId };
  granted(await holdSlot(app, hold));
  granted(await confirmHold(app, hold));
  return hold.bookingId;
}

describe("time off that repeats weekly (SL-4)", () => {
  it("is counted first, with the bookings in it alone; then it closes each of its times", async () => {
    const { specialistId, lunches, others } = await specialistWithWeeks();
    const bookingId = await booked(lunches[1] ?? "");
    await booked(others[0] ?? "");
    const input = tuesdays([specialistId]);
    const tried = granted(await writingNothing(app, () => takeTimeOff(app, { ...input, isDryRun: true })));
    expect(tried).toMatchObject({ closed: 2, timeOff: [], bookings: [{ id: bookingId }] });
    expect(tried.stretches).toHaveLength(3);
    const taken = granted(await takeTimeOff(app, input));
    expect(taken).toMatchObject({
      ...{ closed: 2, bookings: [{ id: bookingId }], stretches: tried.stretches },
      ...{ startsAt: new Date("2026-11-24T10:00:00Z"), endsAt: new Date("2026-12-08T11:00:00Z") },
    });
    expect(taken.timeOff.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }))).toEqual(tried.stretches);
    expect(await states(lunches)).toEqual(["closed", "open", "closed"]);
    expect(await states(others)).toEqual(OPEN);
    const trail = await app.db.many(sql`
      SELECT change->'times' AS times, change->'closed' AS closed FROM audit
      WHERE subject_id = ${specialistId} AND action = 'take_time_off'`);
    expect(trail).toEqual([{ times: 3, closed: 2 }]);
    expect(granted(await writingNothing(app, () => takeTimeOff(app, input)))).toEqual(taken);
  });

  it("is undone as one, for all who took it (SL-6)", async () => {
    const [one, two] = [await specialistWithWeeks(), await specialistWithWeeks()];
    const input = tuesdays([one.specialistId, two.specialistId]);
    const taken = granted(await takeTimeOff(app, input));
    expect([taken.closed, taken.timeOff.length, taken.stretches.length]).toEqual([6, 6, 3]);
    expect(granted(await undoSlotChange(app, { changeId: input.changeId, actor })).slots).toBe(6);
    expect([await states(one.lunches), await states(two.lunches)]).toEqual([OPEN, OPEN]);
    const whole = { startsAt: taken.startsAt, endsAt: taken.endsAt };
    expect(await listTimeOff(app.db, whole, { specialistIds: input.specialistIds })).toEqual([]);
  });

  it("one of it is lifted alone, or all that is ahead of it; another's of the same change stays", async () => {
    const [one, two] = [await specialistWithWeeks(), await specialistWithWeeks()];
    const { timeOff } = granted(await takeTimeOff(app, tuesdays([one.specialistId, two.specialistId])));
    const own = timeOff.filter(({ specialistId }) => specialistId === one.specialistId).map(({ id }) => id);
    const [first = "", second = ""] = own;
    expect(granted(await liftTimeOff(app, { timeOffId: second, actor }))).toMatchObject({
      lifted: 1,
      reopened: 1,
    });
    expect(await states(one.lunches)).toEqual(["closed", "open", "closed"]);
    app.clock.set("2026-11-25T09:00:00Z");
    const lifting = { timeOffId: second, isWholeSeries: true, changeId: app.newId(), actor };
    expect(granted(await liftTimeOff(app, lifting))).toMatchObject({ lifted: 1, reopened: 1 });
    expect(await states(one.lunches)).toEqual(["closed", "open", "open"]);
    expect(granted(await writingNothing(app, () => liftTimeOff(app, lifting)))).toMatchObject({
      lifted: 1,
      reopened: 1,
    });
    // What is over is lifted only when it is meant itself.
    expect(granted(await liftTimeOff(app, { timeOffId: first, isWholeSeries: true, actor })).lifted).toBe(1);
    expect(await states(two.lunches)).toEqual(CLOSED);
  });

  it("lifted whole, it is back when that is undone", async () => {
    const { specialistId, lunches } = await specialistWithWeeks();
    const { timeOff } = granted(await takeTimeOff(app, tuesdays([specialistId])));
    const changeId = app.newId();
    const lifted = await liftTimeOff(app, {
      timeOffId: timeOff[0]?.id ?? "",
      isWholeSeries: true,
      changeId,
      actor,
    });
    expect(granted(lifted)).toMatchObject({ lifted: 3, reopened: 3 });
    expect(await states(lunches)).toEqual(OPEN);
    granted(await undoSlotChange(app, { changeId, actor }));
    expect(await states(lunches)).toEqual(CLOSED);
  });

  it("a part of it that was lifted meanwhile is not undone over it", async () => {
    const { specialistId } = await specialistWithWeeks();
    const input = tuesdays([specialistId]);
    const { timeOff } = granted(await takeTimeOff(app, input));
    granted(await liftTimeOff(app, { timeOffId: timeOff[2]?.id ?? "", actor }));
    const undo = () => undoSlotChange(app, { changeId: input.changeId, actor });
    expect(await refusedBy(app, undo)).toBe("change_overtaken");
  });

  it("on no day is refused, and interrupted is not taken", async () => {
    const { specialistId } = await specialistWithWeeks();
    const day = localDay("2026-11-25");
    const span = { fromDay: day, toDay: day, weekdays: new Set([2] as const) };
    expect(await refusedBy(app, () => takeTimeOff(app, tuesdays([specialistId], { span })))).toBe(
      "time_off_on_no_day",
    );
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => takeTimeOff(dying, tuesdays([specialistId]))),
    );
  });

  it("asked for twice at one moment it is taken once", async () => {
    for (const atOnce of inEveryOrder()) {
      const { specialistId } = await specialistWithWeeks();
      const input = tuesdays([specialistId]);
      const [one, two] = await atOnce(
        () => takeTimeOff(app, input),
        () => takeTimeOff(app, input),
      );
      expect(granted(one)).toEqual(granted(two));
      expect(granted(one).timeOff).toHaveLength(3);
    }
  });
});
