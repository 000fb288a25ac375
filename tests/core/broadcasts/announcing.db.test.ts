import { describe, expect, it } from "vitest";
import { holdSlot } from "../../../src/core/booking/index.ts";
import { announceHotWindows } from "../../../src/core/broadcasts/index.ts";
import { closeSlot, makeHot, makeRegular, reopenSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { makeReader, runOn, switchMarketing, withPost } from "../../support/broadcast.ts";
import { writingNothing } from "../../support/footprint.ts";
import { hotSalon } from "../../support/hot-windows.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient } from "../../support/make.ts";

const { app, haircut, set, minutes, hotSlot, hotOnes, since, announced, announcedAfterFive, slotsIn, only } =
  await hotSalon();

describe("MS-4: a slot that turns hot", () => {
  it("is announced with all others that turned hot by then, five minutes after the first of them", async () => {
    const reader = await makeReader(app);
    const first = await hotSlot();
    minutes(4);
    const second = await hotSlot();
    expect(await announced()).toEqual([]);
    minutes(1);
    const broadcast = only(await announced());
    expect(broadcast).toMatchObject({
      kind: "hot",
      state: "running",
      title: "Горящие окна, пн, 23 ноября, 12:05",
    });
    expect(slotsIn(broadcast)).toEqual([first.id, second.id]);
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([reader.id]);
    minutes(10);
    await writingNothing(app, () => announceHotWindows(app));
  });

  it("is news when it is made hot, not when its percentage changes, and again when it was regular between", async () => {
    await makeReader(app);
    const slot = await hotSlot({ kind: "regular" });
    minutes(5);
    expect(await announced()).toEqual([]);
    const change = { slotId: slot.id, actor: OPERATOR };
    granted(await makeHot(app, change));
    minutes(4);
    granted(await makeHot(app, { ...change, discountPercent: undefined }));
    minutes(1);
    expect(slotsIn(only(await announced()))).toEqual([slot.id]);
    granted(await makeHot(app, change));
    minutes(5);
    expect(await announced()).toEqual([]);
    granted(await makeRegular(app, change));
    granted(await makeHot(app, change));
    minutes(5);
    expect(slotsIn(only(await announced()))).toEqual([slot.id]);
  });

  it("and is held or closed by then waits until it is free", async () => {
    await makeReader(app);
    const [held, closed] = [await hotSlot(), await hotSlot()];
    const { id: clientId } = await makeClient(app);
    granted(
      await holdSlot(app, { bookingId: app.newId(), clientId, serviceId: haircut.id, slotId: held.id }),
    );
    granted(await closeSlot(app, { slotId: closed.id, reason: "перерыв", actor: OPERATOR }));
    minutes(6);
    expect(await announced()).toEqual([]);
    granted(await reopenSlot(app, { slotId: closed.id, actor: OPERATOR }));
    expect(slotsIn(only(await announced()))).toEqual([closed.id]);
  });

  it("of more than ten announces the ten soonest, and the others are told of in the bot alone", async () => {
    await makeReader(app);
    const slots = [];
    for (let count = 0; count < 12; count += 1) slots.push(await hotSlot());
    const broadcast = await announcedAfterFive();
    expect(slotsIn(broadcast)).toEqual(slots.slice(0, 10).map(({ id }) => id));
    minutes(10);
    expect(await announced()).toEqual([]);
  });

  it("in which nothing fits, or that lies beyond the days that may be booked, is let by", async () => {
    await makeReader(app);
    await hotSlot({ minutes: 30 });
    await hotSlot({ startsAt: "2027-02-01T09:00:00Z" });
    minutes(5);
    expect(await announced()).toEqual([]);
    await writingNothing(app, () => announceHotWindows(app));
  });
});

describe("MS-4: hot windows are not announced", () => {
  it.each<[string, () => Promise<unknown>]>([
    ["when hot.broadcast is off", () => set("hot.broadcast", "off")],
    ["when marketing is off (MS-7)", () => switchMarketing(app, "off")],
  ])("%s, and what turned hot meanwhile is no news later", async (_, off) => {
    await makeReader(app);
    await off();
    await hotSlot();
    minutes(5);
    expect(await announced()).toEqual([]);
    await set("hot.broadcast", "auto");
    await switchMarketing(app, "on");
    minutes(60);
    await writingNothing(app, () => announceHotWindows(app));
  });

  it("when payments are off: nobody could book them (PY-2)", async () => {
    await makeReader(app);
    await hotSlot();
    minutes(5);
    const before = await hotOnes();
    await announceHotWindows({ ...app, payments: undefined });
    expect(await since(before)).toEqual([]);
    minutes(5);
    expect(await announced()).toEqual([]);
  });

  it("when nobody would hear of them", async () => {
    await makeClient(app);
    await hotSlot();
    minutes(5);
    expect(await announced()).toEqual([]);
  });
});

describe("MS-4: in quiet hours hot windows", () => {
  it("wait for their end and are read again; what is gone by then is not announced (MS-5)", async () => {
    await makeReader(app);
    app.clock.set("2026-11-23T20:00:00Z");
    const [gone, left] = [
      await hotSlot({ startsAt: "2026-11-25T06:00:00Z" }),
      await hotSlot({ startsAt: "2026-11-25T07:00:00Z" }),
    ];
    minutes(30);
    expect(await announced()).toEqual([]);
    granted(await closeSlot(app, { slotId: gone.id, reason: "заболела", actor: OPERATOR }));
    app.clock.set("2026-11-24T06:00:00Z");
    expect(slotsIn(only(await announced()))).toEqual([left.id]);
  });

  it("of which none is left make no message", async () => {
    await makeReader(app);
    app.clock.set("2026-11-23T20:00:00Z");
    const slot = await hotSlot({ startsAt: "2026-11-25T08:00:00Z" });
    minutes(30);
    await announceHotWindows(app);
    granted(await makeRegular(app, { slotId: slot.id, actor: OPERATOR }));
    app.clock.set("2026-11-24T06:00:00Z");
    expect(await announced()).toEqual([]);
  });
});

describe("MS-4: two processes", () => {
  it("announce what is new once", async () => {
    await makeReader(app);
    await hotSlot();
    minutes(5);
    const before = await hotOnes();
    await Promise.all(Array.from({ length: 6 }, () => announceHotWindows(app)));
    expect(await since(before)).toHaveLength(1);
  });

  it("one of which dies while it announces: the next does it, once", async () => {
    await makeReader(app);
    await hotSlot();
    minutes(5);
    for (const statement of [
      /UPDATE slots SET hot_announced_at/,
      /INSERT INTO broadcasts/,
      /INSERT INTO audit/,
    ]) {
      await writingNothing(app, () => interrupted(app, statement, (dying) => announceHotWindows(dying)));
    }
    only(await announced());
    expect(await announced()).toEqual([]);
  });
});
