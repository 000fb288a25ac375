import { beforeEach, describe, expect, it } from "vitest";
import { takeTimeOff } from "../../../src/core/booking/index.ts";
import {
  closeSlot,
  generateSlots,
  lastSlotChange,
  liftTimeOff,
  makeHot,
  makeRegular,
  moveSlot,
  reopenSlot,
  type Slot,
  undoSlotChange,
} from "../../../src/core/calendar/index.ts";
import type { Actor } from "../../../src/core/kernel/actor.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import type { Outcome } from "../../../src/core/kernel/outcome.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testApp } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { granted, makeSlot, makeSpecialist } from "../../support/make.ts";
import { makeStaff } from "../../support/staff.ts";

const app = await testApp();
const [anna, olga] = [await makeStaff(app, "Анна"), await makeStaff(app, "Ольга")];
const at = (time: string) => new Date(`2026-11-24T${time}:00Z`);
beforeEach(() => app.clock.set(START));

async function freeSlot(): Promise<Slot> {
  const { id: specialistId } = await makeSpecialist(app, []);
  return makeSlot(app, { specialistId, startsAt: "2026-11-24T09:00:00Z" });
}

/** Every column of the specialist's slots. */
const looks = (specialistId: string) =>
  app.db.many(sql`SELECT * FROM slots WHERE specialist_id = ${specialistId}::uuid ORDER BY id`);
const lastOfAnna = async () => (await lastSlotChange(app.db, { actor: anna, now: app.clock.now() }))?.id;

type Made = { readonly changeId: string; readonly actor: Actor };
const change = (actor: Actor = anna): Made => ({ changeId: app.newId(), actor });
const DAY = localDay("2026-11-25");
const pattern = {
  ...{ from: DAY, to: DAY, weekdays: new Set([1, 2, 3, 4, 5, 6, 7] as const) },
  ...{ hours: { from: 600, to: 720 }, breaks: [], lengthMinutes: 60 },
};

/** What a free slot of its specialist can be turned into, and asked for twice, each time as a change of its own. */
const REPEATED: Readonly<Record<string, (slotId: string, made: Made) => Promise<Outcome<Slot, string>>>> = {
  moving: (slotId, made) => moveSlot(app, { ...made, slotId, startsAt: at("12:00"), endsAt: at("12:30") }),
  closing: (slotId, made) => closeSlot(app, { ...made, slotId, reason: " Учёба " }),
  "turning hot": (slotId, made) => makeHot(app, { ...made, slotId }),
  "turning hot by a percentage of its own": (slotId, made) =>
    makeHot(app, { ...made, slotId, discountPercent: percent(30) }),
};

/** What is true of a new slot already. */
const SO_ALREADY: typeof REPEATED = {
  reopening: (slotId, made) => reopenSlot(app, { ...made, slotId }),
  "turning regular": (slotId, made) => makeRegular(app, { ...made, slotId }),
  "moving to where it is": (slotId, made) =>
    moveSlot(app, { ...made, slotId, startsAt: at("09:00"), endsAt: at("10:00") }),
};

describe("a change that changes nothing", () => {
  it.each(Object.entries(REPEATED))("%s twice: one undo puts back what was before both", async (_, make) => {
    const { id: slotId, specialistId } = await freeSlot();
    const before = await looks(specialistId);
    const made = change();
    const first = await make(slotId, made);
    app.clock.advance(60_000);
    expect(granted(await writingNothing(app, () => make(slotId, change(olga))))).toEqual(granted(first));
    expect(granted(await writingNothing(app, () => make(slotId, change())))).toEqual(granted(first));
    expect(await lastOfAnna()).toBe(made.changeId);
    granted(await undoSlotChange(app, made));
    expect(await looks(specialistId)).toEqual(before);
  });

  it.each(Object.entries(SO_ALREADY))(
    "%s is answered with the slot, and is not the last change",
    async (_, make) => {
      const slot = await freeSlot();
      const made = change();
      expect(granted(await writingNothing(app, () => make(slot.id, made)))).toEqual(slot);
      expect(await lastOfAnna()).not.toBe(made.changeId);
    },
  );

  it("another reason, another percentage or another length is a change, and undone alone", async () => {
    const { id: slotId, specialistId } = await freeSlot();
    const steps = [
      (made: Made) => makeHot(app, { ...made, slotId }),
      (made: Made) => makeHot(app, { ...made, slotId, discountPercent: percent(30) }),
      (made: Made) => moveSlot(app, { ...made, slotId, startsAt: at("09:00"), endsAt: at("09:30") }),
      (made: Made) => closeSlot(app, { ...made, slotId, reason: "Учёба" }),
      (made: Made) => closeSlot(app, { ...made, slotId, reason: "Болезнь" }),
    ];
    const undoing: { readonly made: Made; readonly before: unknown }[] = [];
    for (const step of steps) {
      const [made, before] = [change(), await looks(specialistId)];
      granted(await step(made));
      undoing.unshift({ made, before });
    }
    for (const { made, before } of undoing) {
      granted(await undoSlotChange(app, made));
      expect(await looks(specialistId)).toEqual(before);
    }
  });

  it("a pattern that makes nothing does not stand before the one that did", async () => {
    const { specialistId } = await freeSlot();
    const before = await looks(specialistId);
    const made = change();
    const asked = { specialistId, pattern, kind: "regular" } as const;
    granted(await generateSlots(app, { ...made, ...asked }));
    expect(granted(await generateSlots(app, { ...change(), ...asked })).made).toBe(0);
    expect(await lastOfAnna()).toBe(made.changeId);
    granted(await undoSlotChange(app, made));
    expect(await looks(specialistId)).toEqual(before);
  });
});

describe("the same time off once more", () => {
  const NEXT = localDay("2026-12-02");
  const SPANS = {
    "of whole days": { fromDay: DAY, toDay: NEXT },
    "of every week": {
      ...{ fromDay: localDay("2026-11-24"), toDay: NEXT, weekdays: new Set([2, 4] as const) },
      hours: { from: 600, to: 900 },
    },
  };
  async function team() {
    const { specialistId } = await freeSlot();
    const { id: otherId } = await makeSpecialist(app, []);
    return { specialistId, specialistIds: [specialistId, otherId] };
  }

  it.each(Object.entries(SPANS))(
    "%s is the one that stands, and one undo takes it back (SL-4)",
    async (_, span) => {
      const { specialistId, specialistIds } = await team();
      const before = await looks(specialistId);
      const [made, asked] = [change(), { specialistIds, span, reason: "Отпуск" }];
      const taken = granted(await takeTimeOff(app, { ...made, ...asked }));
      app.clock.advance(60_000);
      const again = await writingNothing(app, () => takeTimeOff(app, { ...change(), ...asked }));
      expect(granted(again)).toEqual(taken);
      expect(await lastOfAnna()).toBe(made.changeId);
      granted(await undoSlotChange(app, made));
      expect(await looks(specialistId)).toEqual(before);
      expect(granted(await takeTimeOff(app, { ...change(), ...asked })).changeId).not.toBe(made.changeId);
    },
  );

  it("by another, for another reason, of fewer, of another time, or when a part was lifted is another", async () => {
    const { specialistId, specialistIds } = await team();
    const [made, span] = [change(), SPANS["of every week"]];
    const asked = { specialistIds, span, reason: "Отпуск" };
    const { timeOff } = granted(await takeTimeOff(app, { ...made, ...asked }));
    for (const other of [
      { ...change(olga), ...asked },
      { ...change({ kind: "operator" }), ...asked },
      { ...change(), ...asked, reason: "Учёба" },
      { ...change(), ...asked, specialistIds: [specialistId] },
      { ...change(), ...asked, span: { ...span, toDay: DAY } },
    ])
      expect(granted(await takeTimeOff(app, other)).changeId).toBe(other.changeId);
    granted(await liftTimeOff(app, { timeOffId: timeOff[0]?.id ?? "", actor: anna }));
    const whole = { ...change(), ...asked };
    expect(granted(await takeTimeOff(app, whole)).changeId).toBe(whole.changeId);
  });
});
