import { describe, expect, it } from "vitest";
import { holdSlot } from "../../../src/core/booking/index.ts";
import {
  type AddSlotInput,
  addSlot,
  closeSlot,
  deleteSlot,
  findSlot,
  makeHot,
  makeRegular,
  moveSlot,
  reopenSlot,
} from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeSituation, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
const actor = OPERATOR;
const NOBODY = "00000000-0000-4000-8000-000000000000";
const at = (time: string) => new Date(`2026-11-24T${time}:00Z`);
const NOON = "2026-11-24T09:00:00Z";

async function freeSlot(over: Partial<Parameters<typeof makeSlot>[1]> = {}) {
  const { id: specialistId } = await makeSpecialist(app, []);
  return makeSlot(app, { specialistId, startsAt: NOON, ...over });
}
async function bookedSlot() {
  const { client, service, slot } = await makeSituation(app);
  const hold = { bookingId: app.newId(), clientId: client.id };
  const booking = granted(await holdSlot(app, { ...hold, serviceId: service.id, slotId: slot.id }));
  return { booking, client, slot, input: { slotId: slot.id, actor } };
}

describe("one slot", () => {
  const wanted = async (over: Partial<AddSlotInput> = {}): Promise<AddSlotInput> => ({
    specialistId: (await makeSpecialist(app, [])).id,
    startsAt: at("09:00"),
    endsAt: at("10:00"),
    kind: "regular",
    actor,
    ...over,
  });

  it("is opened beside others it touches; over another of the specialist's it is refused", async () => {
    const input = await wanted();
    const slot = granted(await addSlot(app, input));
    expect(slot).toMatchObject({
      state: "open",
      kind: "regular",
      bookingId: undefined,
      startsAt: at("09:00"),
    });
    granted(await addSlot(app, { ...input, startsAt: at("10:00"), endsAt: at("10:30") }));
    granted(await addSlot(app, { ...input, startsAt: at("08:00"), endsAt: at("09:00") }));
    for (const [from, to] of [
      ["09:00", "10:00"],
      ["08:30", "09:30"],
      ["09:59", "10:10"],
      ["07:00", "12:00"],
    ] as const)
      expect(await refusedBy(app, () => addSlot(app, { ...input, startsAt: at(from), endsAt: at(to) }))).toBe(
        "slot_overlaps",
      );
  });

  it.each([
    [{ endsAt: at("09:04") }, "slot_length_out_of_range"],
    [{ endsAt: at("08:00") }, "slot_length_out_of_range"],
    [{ endsAt: new Date(at("09:01").getTime() + 86_400_000) }, "slot_length_out_of_range"],
    [
      { startsAt: new Date("2026-11-23T09:00:00Z"), endsAt: new Date("2026-11-23T10:00:00Z") },
      "slot_in_past",
    ],
    [{ discountPercent: percent(10) }, "discount_only_hot"],
    [{ specialistId: NOBODY }, "unknown_specialist"],
  ])("with %o is refused: %s", async (over, refusal) => {
    const input = await wanted(over);
    expect(await refusedBy(app, () => addSlot(app, input))).toBe(refusal);
  });

  it("opened by two people at once is one", async () => {
    const input = await wanted();
    const outcomes = await Promise.all([1, 2, 3].map(() => addSlot(app, input)));
    expect(outcomes.map(refusalOf).sort()).toEqual(["done", "slot_overlaps", "slot_overlaps"]);
  });

  it("interrupted is not opened", async () => {
    const input = await wanted();
    await writingNothing(app, () => interrupted(app, /INSERT INTO audit/, (dying) => addSlot(dying, input)));
  });
});

describe("a free slot", () => {
  it("is closed with a reason and offered again, each with a trail", async () => {
    const { id: slotId } = await freeSlot();
    expect(granted(await closeSlot(app, { slotId, actor, reason: " Учёба " }))).toMatchObject({
      state: "closed",
      closedReason: "Учёба",
    });
    expect(granted(await reopenSlot(app, { slotId, actor }))).toMatchObject({
      state: "open",
      closedReason: undefined,
    });
    const trail = await app.db.many(
      sql`SELECT action, reason FROM audit WHERE subject_id = ${slotId} ORDER BY id`,
    );
    expect(trail).toEqual([
      { action: "add_slot", reason: null },
      { action: "close_slot", reason: "Учёба" },
      { action: "reopen_slot", reason: null },
    ]);
    expect(await refusedBy(app, () => closeSlot(app, { slotId, actor, reason: " " }))).toBe("reason_missing");
  });

  it("turns hot, with the setting's percentage or its own, and back", async () => {
    const { id: slotId } = await freeSlot();
    expect(granted(await makeHot(app, { slotId, actor }))).toMatchObject({
      kind: "hot",
      discountPercent: undefined,
    });
    const own = { slotId, actor, discountPercent: percent(40) };
    expect(granted(await makeHot(app, own))).toMatchObject({ kind: "hot", discountPercent: 40 });
    expect(granted(await makeRegular(app, { slotId, actor }))).toMatchObject({
      kind: "regular",
      discountPercent: undefined,
    });
  });

  it("does not turn hot when it is online, closed or over", async () => {
    const online = await freeSlot({ kind: "online" });
    expect(await refusedBy(app, () => makeHot(app, { slotId: online.id, actor }))).toBe("slot_online");
    expect(await refusedBy(app, () => makeRegular(app, { slotId: online.id, actor }))).toBe("slot_online");
    const closed = await freeSlot();
    granted(await closeSlot(app, { slotId: closed.id, actor, reason: "Учёба" }));
    expect(await refusedBy(app, () => makeHot(app, { slotId: closed.id, actor }))).toBe("slot_closed");
    const past = await freeSlot();
    app.clock.set(past.startsAt);
    expect(await refusedBy(app, () => makeHot(app, { slotId: past.id, actor }))).toBe("slot_in_past");
    app.clock.set("2026-11-23T09:00:00Z");
  });

  it("is moved and resized where there is room", async () => {
    const { id: slotId, specialistId } = await freeSlot();
    await makeSlot(app, { specialistId, startsAt: "2026-11-24T12:00:00Z" });
    const move = (from: string, to: string) =>
      moveSlot(app, { slotId, actor, startsAt: at(from), endsAt: at(to) });
    expect(granted(await move("10:30", "12:00"))).toMatchObject({
      startsAt: at("10:30"),
      endsAt: at("12:00"),
    });
    expect(await refusedBy(app, () => move("11:30", "12:01"))).toBe("slot_overlaps");
    expect(await refusedBy(app, () => move("12:00", "12:30"))).toBe("slot_overlaps");
    expect(await refusedBy(app, () => move("10:00", "10:04"))).toBe("slot_length_out_of_range");
    expect(await refusedBy(app, () => move("10:00", "09:00"))).toBe("slot_length_out_of_range");
    const past = {
      slotId,
      actor,
      startsAt: new Date("2026-11-23T08:00:00Z"),
      endsAt: new Date("2026-11-23T09:00:00Z"),
    };
    expect(await refusedBy(app, () => moveSlot(app, past))).toBe("slot_in_past");
  });

  it("is deleted once", async () => {
    const { id: slotId } = await freeSlot();
    expect(granted(await deleteSlot(app, { slotId, actor })).id).toBe(slotId);
    expect(await findSlot(app.db, slotId)).toBeUndefined();
    expect(await refusedBy(app, () => deleteSlot(app, { slotId, actor }))).toBe("unknown_slot");
  });

  it("interrupted stays as it was", async () => {
    const { id: slotId } = await freeSlot();
    await writingNothing(app, async () => {
      await interrupted(app, /INSERT INTO audit/, (dying) =>
        closeSlot(dying, { slotId, actor, reason: "Учёба" }),
      );
      await interrupted(app, /INSERT INTO audit/, (dying) => makeHot(dying, { slotId, actor }));
      await interrupted(app, /COMMIT/, (dying) => deleteSlot(dying, { slotId, actor }));
    });
  });
});

describe("a booked slot", () => {
  const changes = [
    ["closed", (input) => closeSlot(app, { ...input, reason: "Учёба" })],
    ["reopened", (input) => reopenSlot(app, input)],
    ["made hot", (input) => makeHot(app, input)],
    ["made regular", (input) => makeRegular(app, input)],
    ["moved", (input) => moveSlot(app, { ...input, startsAt: at("20:00"), endsAt: at("21:00") })],
    ["deleted", (input) => deleteSlot(app, input)],
  ] satisfies readonly (readonly [
    string,
    (input: { slotId: string; actor: typeof OPERATOR }) => ReturnType<typeof makeHot>,
  ])[];

  it.each(changes)("is not %s: the refusal says by whom it is booked (SL-6)", async (_, change) => {
    const { input, booking, client } = await bookedSlot();
    const refused = await writingNothing(app, () => change(input));
    expect(refused).toEqual({
      ok: false,
      refusal: "slot_booked",
      detail: { number: booking.number, clientName: client.name, startsAt: booking.startsAt },
    });
  });

  it("is free to change again when the hold is over", async () => {
    const { input, booking } = await bookedSlot();
    await app.db.run(
      sql`UPDATE bookings SET state = 'cancelled', ended_at = now() WHERE id = ${booking.id}::uuid`,
    );
    expect(refusalOf(await deleteSlot(app, input))).toBe("done");
  });

  it("races with its closing: either it is closed or it is held, never both (SL-6)", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { client, service, slot } = await makeSituation(app);
      const [closed, held] = await Promise.all([
        closeSlot(app, { slotId: slot.id, actor, reason: "Учёба" }),
        holdSlot(app, {
          bookingId: app.newId(),
          clientId: client.id,
          serviceId: service.id,
          slotId: slot.id,
        }),
      ]);
      expect([refusalOf(closed), refusalOf(held)].sort()).toEqual(
        closed.ok ? ["done", "slot_gone"] : ["done", "slot_booked"],
      );
    }
  });
});
