import { beforeEach, describe, expect, it } from "vitest";
import {
  type GenerateSlotsInput,
  generateSlots,
  type SlotPattern,
  slotsWithin,
} from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { localDay, minuteOfDay } from "../../../src/core/kernel/local-day.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
beforeEach(() => app.db.run(sql`DELETE FROM settings`));
const NOBODY = "00000000-0000-4000-8000-000000000000";
const EVERY_DAY = new Set([1, 2, 3, 4, 5, 6, 7] as const);
const HOUR = 60;

/** Two weeks of December: Mondays to Fridays 10–19 with an hour's break, an hour each. */
const PATTERN: SlotPattern = {
  from: localDay("2026-12-01"),
  to: localDay("2026-12-14"),
  weekdays: new Set([1, 2, 3, 4, 5]),
  hours: { from: 10 * HOUR, to: 19 * HOUR },
  breaks: [{ from: 13 * HOUR, to: 14 * HOUR }],
  lengthMinutes: 60,
};
async function order(pattern: Partial<SlotPattern> = {}, over: Partial<GenerateSlotsInput> = {}) {
  const specialistId = over.specialistId ?? (await makeSpecialist(app, [])).id;
  return {
    pattern: { ...PATTERN, ...pattern },
    kind: "regular",
    actor: OPERATOR,
    ...over,
    specialistId,
  } as const;
}
const ALWAYS = { startsAt: new Date("2026-01-01T00:00:00Z"), endsAt: new Date("2028-01-01T00:00:00Z") };
const slotsOf = (specialistId: string) => slotsWithin(app.db, ALWAYS, { specialistId, slotsMax: 1_000 });

describe("slots by a pattern", () => {
  it("stand within the hours of the chosen weekdays, none across a break, with a trail", async () => {
    const input = await order();
    expect(granted(await generateSlots(app, input))).toEqual({ made: 80, overlapping: 0, past: 0, off: 0 });
    const slots = await slotsOf(input.specialistId);
    expect(slots).toHaveLength(80);
    const hours = slots.slice(0, 8).map((slot) => minuteOfDay(slot.startsAt, "Europe/Moscow") / HOUR);
    expect(hours).toEqual([10, 11, 12, 14, 15, 16, 17, 18]);
    const trail = await app.db.many(
      sql`SELECT action, change FROM audit WHERE subject_id = ${input.specialistId} AND action = 'generate_slots'`,
    );
    expect(trail).toEqual([
      {
        action: "generate_slots",
        change: {
          ...{ made: 80, overlapping: 0, past: 0, off: 0, kind: "regular" },
          pattern: { ...input.pattern, weekdays: [1, 2, 3, 4, 5] },
        },
      },
    ]);
  });

  it("are only counted in a dry run, and come out as counted", async () => {
    const input = await order();
    await makeSlot(app, { specialistId: input.specialistId, startsAt: "2026-12-01T07:30:00Z" });
    const counted = granted(
      await writingNothing(app, () => generateSlots(app, { ...input, isDryRun: true })),
    );
    expect(counted).toEqual({ made: 78, overlapping: 2, past: 0, off: 0 });
    expect(granted(await generateSlots(app, input))).toEqual(counted);
  });

  it("made twice are the same slots, and three times at once too", async () => {
    const input = await order();
    const counts = await Promise.all([1, 2, 3].map(() => generateSlots(app, input)));
    expect(counts.reduce((sum, outcome) => sum + granted(outcome).made, 0)).toBe(80);
    const before = await slotsOf(input.specialistId);
    expect(granted(await generateSlots(app, input))).toEqual({ made: 0, overlapping: 80, past: 0, off: 0 });
    expect(await slotsOf(input.specialistId)).toEqual(before);
  });

  it("leave a slot out that would overlap one of the specialist's own; another's do not matter", async () => {
    const input = await order({ to: PATTERN.from });
    await makeSlot(app, { specialistId: input.specialistId, startsAt: "2026-12-01T06:30:00Z", minutes: 60 });
    expect(granted(await generateSlots(app, input))).toEqual({ made: 7, overlapping: 1, past: 0, off: 0 });
    expect(granted(await generateSlots(app, await order({ to: PATTERN.from }))).made).toBe(8);
  });

  it("touch each other and what stands there already", async () => {
    const input = await order({ to: PATTERN.from });
    await makeSlot(app, { specialistId: input.specialistId, startsAt: "2026-12-01T06:00:00Z" });
    await makeSlot(app, { specialistId: input.specialistId, startsAt: "2026-12-01T10:00:00Z" });
    expect(granted(await generateSlots(app, input)).made).toBe(8);
  });

  it("that would begin now or earlier are left out and counted", async () => {
    const today = localDay("2026-11-23");
    const input = await order({ from: today, to: today });
    expect(granted(await generateSlots(app, input))).toEqual({ made: 5, overlapping: 0, past: 3, off: 0 });
    const [first] = await slotsOf(input.specialistId);
    expect(first?.startsAt).toEqual(new Date("2026-11-23T11:00:00Z"));
  });

  it("carry an own percentage when they are hot, and only then", async () => {
    const hot = await order({ to: PATTERN.from }, { kind: "hot", discountPercent: percent(35) });
    granted(await generateSlots(app, hot));
    const [first] = await slotsOf(hot.specialistId);
    expect(first).toMatchObject({ kind: "hot", discountPercent: 35 });
    const regular = await order({}, { discountPercent: percent(35) });
    expect(await refusedBy(app, () => generateSlots(app, regular))).toBe("discount_only_hot");
  });

  it.each([
    [{ to: localDay("2026-11-30") }, "pattern_days_reversed"],
    [{ to: localDay("2027-12-02") }, "pattern_too_long"],
    [{ weekdays: new Set<never>() }, "pattern_no_weekdays"],
    [{ hours: { from: 600, to: 600 } }, "pattern_hours_reversed"],
    [{ lengthMinutes: 4 }, "pattern_length_out_of_range"],
    [{ lengthMinutes: 600 }, "pattern_makes_no_slots"],
  ])("are refused for %o: %s", async (pattern, refusal) => {
    const input = await order(pattern);
    expect(await refusedBy(app, () => generateSlots(app, input))).toBe(refusal);
  });

  it("are refused for nobody", async () => {
    const input = await order({}, { specialistId: NOBODY });
    expect(await refusedBy(app, () => generateSlots(app, input))).toBe("unknown_specialist");
  });

  it("are all there or none: interrupted, none", async () => {
    const input = await order();
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => generateSlots(dying, input)),
    );
  });

  it("more than fit into one statement are all made", async () => {
    const input = await order({
      to: localDay("2027-06-30"),
      weekdays: EVERY_DAY,
      hours: { from: 0, to: 24 * HOUR },
      breaks: [],
      lengthMinutes: 30,
    });
    expect(granted(await generateSlots(app, input)).made).toBe(212 * 48);
  });
});

describe("on a day when clocks change", () => {
  const inBerlin = async () =>
    granted(await changeSetting(app, { key: "business.timeZone", typed: "Europe/Berlin", actor: OPERATOR }));
  const night = { weekdays: EVERY_DAY, hours: { from: HOUR, to: 4 * HOUR }, breaks: [] };

  it("a local time that is skipped makes no slot, and ten o'clock stays ten o'clock", async () => {
    await inBerlin();
    const day = localDay("2027-03-28");
    const input = await order({ ...night, from: day, to: day });
    granted(await generateSlots(app, input));
    expect((await slotsOf(input.specialistId)).map((slot) => slot.startsAt.toISOString())).toEqual([
      "2027-03-28T00:00:00.000Z",
      "2027-03-28T01:00:00.000Z",
    ]);
    const days = { from: localDay("2027-03-27"), to: localDay("2027-03-29"), weekdays: EVERY_DAY };
    const morning = await order({ ...days, hours: { from: 600, to: 660 }, breaks: [] });
    granted(await generateSlots(app, morning));
    const minutes = (await slotsOf(morning.specialistId)).map((slot) =>
      minuteOfDay(slot.startsAt, "Europe/Berlin"),
    );
    expect(minutes).toEqual([600, 600, 600]);
  });

  it("a local time that happens twice makes one slot, at the earlier", async () => {
    await inBerlin();
    const day = localDay("2027-10-31");
    const input = await order({ ...night, from: day, to: day });
    expect(granted(await generateSlots(app, input)).made).toBe(3);
    expect((await slotsOf(input.specialistId)).map((slot) => slot.startsAt.toISOString())).toEqual([
      "2027-10-30T23:00:00.000Z",
      "2027-10-31T00:00:00.000Z",
      "2027-10-31T02:00:00.000Z",
    ]);
    expect(granted(await generateSlots(app, input)).made).toBe(0);
  });
});
