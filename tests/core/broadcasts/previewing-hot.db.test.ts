import { expect, it } from "vitest";
import { holdSlot } from "../../../src/core/booking/index.ts";
import { countTold, previewHot } from "../../../src/core/broadcasts/index.ts";
import { closeSlot, makeHot, undoSlotChange } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { percent } from "../../../src/core/kernel/money.ts";
import { makeReader, runOn, withPost } from "../../support/broadcast.ts";
import { writingNothing } from "../../support/footprint.ts";
import { hotSalon } from "../../support/hot-windows.ts";
import { granted, makeClient, makeSpecialist } from "../../support/make.ts";

const { app, haircut, set, hotSlot, announcedAfterFive } = await hotSalon();
const actor = OPERATOR;
const preview = (slotIds: readonly string[], discount?: number) =>
  writingNothing(app, () =>
    previewHot(app, { slotIds, discountPercent: discount === undefined ? undefined : percent(discount) }),
  );

it("says how many would be told, and as many are; and what could be booked at which price (MS-4)", async () => {
  await makeReader(app);
  await makeClient(app);
  const slot = await hotSlot({ kind: "regular" });
  const seen = await preview([slot.id], 30);
  expect(seen).toMatchObject({
    ...{ way: "auto", readers: 1, silentBecause: undefined, quietUntil: undefined },
    leftOut: { no_consent: expect.any(Number) },
    windows: [{ slotId: slot.id, offers: [{ serviceId: haircut.id, listPrice: 200_000, price: 140_000 }] }],
  });
  expect((await preview([slot.id])).windows[0]?.offers[0]?.price).toBe(160_000);

  const made = { changeId: app.newId(), slotId: slot.id, actor };
  const createdAt = app.clock.now();
  granted(await makeHot(app, { ...made, discountPercent: percent(30) }));
  await announcedAfterFive();
  const post = withPost(app);
  await runOn(app, post.send);
  expect(post.receivers()).toHaveLength(1);
  const { announcedSlotIds } = granted(await undoSlotChange(app, { changeId: made.changeId, actor }));
  expect(announcedSlotIds).toEqual([slot.id]);
  expect(await countTold(app.db, { slotIds: announcedSlotIds, since: createdAt })).toBe(1);
  expect(await countTold(app.db, { slotIds: [], since: createdAt })).toBe(0);
  // Whoever heard of one today hears of no other.
  expect(await preview([slot.id])).toMatchObject({ readers: 0, silentBecause: "nobody_to_tell" });
});

it("says by whom it is decided, and why nobody would be told (MS-4, MS-5, MS-7)", async () => {
  await makeReader(app);
  const slot = await hotSlot({ kind: "regular" });
  await set("hot.broadcast", "approve");
  expect(await preview([slot.id])).toMatchObject({ way: "approve", readers: 1, silentBecause: undefined });
  await set("hot.broadcast", "off");
  expect(await preview([slot.id])).toMatchObject({ way: "off", readers: 0, silentBecause: "broadcast_off" });
  await set("hot.broadcast", "auto");
  await set("marketing.enabled", "off");
  expect(await preview([slot.id])).toMatchObject({ readers: 0, silentBecause: "marketing_off" });
  const withoutPayments = { ...app, payments: undefined };
  expect(await previewHot(withoutPayments, { slotIds: [slot.id] })).toMatchObject({
    ...{ readers: 0, silentBecause: "payments_off", windows: [{ slotId: slot.id }] },
  });
  await set("marketing.enabled", "on");
  app.clock.set("2026-11-23T20:00:00Z");
  expect(await preview([slot.id])).toMatchObject({
    readers: 1,
    quietUntil: new Date("2026-11-24T06:00:00Z"),
  });
});

it("says that nothing fits, or that it is no news", async () => {
  await makeReader(app);
  const short = await hotSlot({ kind: "regular", minutes: 15 });
  const online = await hotSlot({ kind: "online" });
  const closed = await hotSlot({ kind: "regular" });
  granted(await closeSlot(app, { slotId: closed.id, reason: "Учёба", actor }));
  const booked = await hotSlot({ kind: "regular" });
  const { id: clientId } = await makeClient(app);
  const hold = { bookingId: app.newId(), clientId, serviceId: haircut.id, slotId: booked.id };
  granted(await holdSlot(app, hold));
  const { id: specialistId } = await makeSpecialist(app, []);
  const idle = await hotSlot({ kind: "regular", specialistId });
  for (const { id } of [short, online, closed, booked, idle]) {
    expect(await preview([id])).toMatchObject({ readers: 0, silentBecause: "nothing_fits", windows: [] });
  }
  const hot = await hotSlot();
  expect(await preview([hot.id])).toMatchObject({ silentBecause: "hot_already", windows: [{}] });
  expect(await preview([])).toMatchObject({ readers: 0, silentBecause: "nothing_fits" });
});

it("says since when clients see a slot that lies beyond the days they may book, and its price (MS-4, SL-3)", async () => {
  await makeReader(app);
  // Today is 23 November in Moscow: the fourteenth day is 6 December.
  const last = await hotSlot({ kind: "regular", startsAt: "2026-12-06T07:00:00Z" });
  expect(await preview([last.id])).toMatchObject({ silentBecause: undefined, notSeenYet: undefined });
  const far = await hotSlot({ kind: "regular", startsAt: "2026-12-07T07:00:00Z" });
  const seen = { silentBecause: "not_seen_yet", notSeenYet: { seenSince: "2026-11-24", daysAhead: 14 } };
  expect(await preview([far.id])).toMatchObject({
    ...{ ...seen, readers: 0 },
    windows: [{ slotId: far.id, offers: [{ price: 160_000 }] }],
  });
  const short = await hotSlot({ kind: "regular", startsAt: "2026-12-08T07:00:00Z", minutes: 15 });
  expect(await preview([short.id])).toMatchObject({ silentBecause: "nothing_fits", windows: [] });
  const hotAlready = await hotSlot({ startsAt: "2026-12-09T07:00:00Z" });
  expect(await preview([hotAlready.id])).toMatchObject({ silentBecause: "not_seen_yet" });
});
