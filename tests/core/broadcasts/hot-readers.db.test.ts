import { describe, expect, it } from "vitest";
import { blockClient, holdSlot, listHotWindows } from "../../../src/core/booking/index.ts";
import {
  broadcastMessage,
  countWaitingWindows,
  describeBroadcast,
  describeWindows,
  feedBroadcasts,
  findBroadcast,
} from "../../../src/core/broadcasts/index.ts";
import { closeSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { saveSegment } from "../../../src/core/segments/index.ts";
import { makeReader, makeReaders, runOn, sayOfMarketing, withPost } from "../../support/broadcast.ts";
import { refusalOf } from "../../support/footprint.ts";
import { hotSalon } from "../../support/hot-windows.ts";
import { granted, makeClient, makeService } from "../../support/make.ts";

const { app, haircut, maria, set, minutes, hotSlot, announced, announcedAfterFive, slotsIn, only } =
  await hotSalon();
const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("MS-4: who hears of hot windows", () => {
  it("are those who agreed, are reachable and have no visit ahead", async () => {
    const reader = await makeReader(app);
    await makeClient(app);
    const [gone, booked] = [await makeReader(app), await makeReader(app)];
    await app.db.run(sql`UPDATE clients SET unreachable_at = now() WHERE id = ${gone.id}::uuid`);
    const visit = await hotSlot({ kind: "regular" });
    const onSpot = await makeService(app, { policy: "onSite" });
    await app.db.run(
      sql`INSERT INTO specialist_services (specialist_id, service_id) VALUES (${maria.id}::uuid, ${onSpot.id}::uuid)`,
    );
    const hold = { bookingId: app.newId(), clientId: booked.id, serviceId: onSpot.id, slotId: visit.id };
    granted(await holdSlot(app, hold));
    await app.db.run(
      sql`UPDATE bookings SET state = 'confirmed', confirmed_at = now(), held_until = NULL WHERE id = ${hold.bookingId}::uuid`,
    );
    await hotSlot();
    await announcedAfterFive();
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([reader.id]);
    await app.db.run(sql`UPDATE services SET is_active = false WHERE id = ${onSpot.id}::uuid`);
  });

  it("read each window as its button says it; one that was taken meanwhile is called gone", async () => {
    await makeReader(app);
    const [first, second] = [await hotSlot(), await hotSlot()];
    const broadcast = await announcedAfterFive();
    expect(await describeWindows(app, broadcast)).toEqual([
      expect.stringMatching(/^🔴 .+ · Стрижка · .+₽$/),
      expect.stringMatching(/^🔴 .+ · Стрижка · .+₽$/),
    ]);
    granted(await closeSlot(app, { slotId: first.id, reason: "обед", actor: OPERATOR }));
    expect(await describeWindows(app, broadcast)).toEqual([
      "окно уже занято или прошло",
      expect.stringMatching(/^🔴/),
    ]);
    expect(second.id).not.toBe(first.id);
    expect(await describeWindows(app, { buttons: [] })).toEqual([]);
  });

  it("are nobody while all who could be heard lately: the new window says that it waits, and for how many", async () => {
    await makeReader(app);
    await hotSlot();
    await announcedAfterFive();
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.receivers()).toHaveLength(1);
    await hotSlot();
    minutes(5);
    expect(await announced()).toEqual([]);
    expect(await countWaitingWindows(app)).toBe(1);
    await set("hot.broadcast", "off");
    expect(await countWaitingWindows(app)).toBe(0);
    await set("hot.broadcast", "auto");
    await makeReader(app);
    expect(await countWaitingWindows(app)).toBe(0);
  });

  it("are those of the chosen segments, of all together; a segment that is gone adds nobody", async () => {
    const [one, two, other] = [await makeReader(app), await makeReader(app), await makeReader(app)];
    const segments = [];
    for (const [name, client] of [
      ["Первые", one],
      ["Вторые", two],
    ] as const) {
      await app.db.run(
        sql`UPDATE clients SET tags = ARRAY[${name.toLowerCase()}] WHERE id = ${client.id}::uuid`,
      );
      const definition = { fact: "tags", op: "anyOf", value: [name.toLowerCase()] } as const;
      segments.push(
        granted(await saveSegment(app, { segmentId: app.newId(), name, definition, actor: OPERATOR })),
      );
    }
    await set("hot.segments", [...segments.map(({ id }) => id), NOBODY].join(", "));
    await hotSlot();
    const broadcast = await announcedAfterFive();
    expect(broadcast.segmentName).toBe("Первые, Вторые");
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.receivers().sort()).toEqual([one.id, two.id].sort());
    expect(post.receivers()).not.toContain(other.id);
    await set("hot.segments", NOBODY);
    await hotSlot();
    minutes(5);
    expect(await announced()).toEqual([]);
  });

  it("do so at most once in hot.pauseDays, of 24 hours each", async () => {
    const reader = await makeReader(app);
    const post = withPost(app);
    let day = 0;
    const tellAt = async (moment: string) => {
      app.clock.set(moment);
      app.clock.advance(-5 * 60_000);
      day += 1;
      await hotSlot({ startsAt: new Date(Date.UTC(2026, 10, 25 + day, 20)).toISOString() });
      const broadcast = await announcedAfterFive();
      await runOn(app, post.send);
      return findBroadcast(app.db, broadcast.id);
    };
    await tellAt("2026-11-23T10:00:00Z");
    const other = await makeReader(app);
    expect(await tellAt("2026-11-24T09:59:59Z")).toMatchObject({
      leftOut: { told_lately: 1 },
      recipients: 1,
    });
    expect(post.receivers()).toEqual([reader.id, other.id]);
    expect(await tellAt("2026-11-24T10:00:00Z")).toMatchObject({ leftOut: { told_lately: 1 } });
    expect(post.receivers()).toEqual([reader.id, other.id, reader.id]);
    await set("hot.pauseDays", "0");
    await tellAt("2026-11-24T10:10:00Z");
    expect(post.receivers()).toHaveLength(5);
  });

  it("hear later of what turned hot while all of them had heard of others, if it is still free then", async () => {
    const reader = await makeReader(app);
    const post = withPost(app);
    await hotSlot();
    await announcedAfterFive();
    await runOn(app, post.send);
    const [waits, goes] = [await hotSlot(), await hotSlot()];
    minutes(5);
    expect(await announced()).toEqual([]);
    await app.db.run(sql`UPDATE slots SET state = 'closed' WHERE id = ${goes.id}::uuid`);
    app.clock.advance(24 * 3_600_000);
    expect(slotsIn(only(await announced()))).toEqual([waits.id]);
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([reader.id, reader.id]);
  });

  it("hear of one of two that go out at the same time", async () => {
    const readers = await makeReaders(app, 20);
    const [one, two] = [await hotSlot(), await hotSlot()];
    minutes(5);
    await app.db.run(sql`UPDATE slots SET hot_announced_at = now() WHERE id = ${two.id}::uuid`);
    const first = only(await announced());
    await app.db.run(sql`UPDATE slots SET hot_announced_at = NULL WHERE id = ${two.id}::uuid`);
    const second = only(await announced());
    expect([slotsIn(first), slotsIn(second)]).toEqual([[one.id], [two.id]]);
    const post = withPost(app);
    await feedBroadcasts(app);
    await runOn(app, post.send, 4);
    expect(post.receivers()).toHaveLength(20);
    expect(new Set(post.receivers())).toEqual(new Set(readers));
    const figures = granted(await describeBroadcast(app, second.id)).figures;
    expect(figures).toMatchObject({ delivered: 0, skipped: 20, left: 0 });
    expect(figures.reasons).toEqual({ told_lately: 20 });
  });

  it("are not those who may not book for themselves, now or by the time it is sent (CX-4)", async () => {
    const [blocked, later, free] = [await makeReader(app), await makeReader(app), await makeReader(app)];
    const block = (clientId: string) =>
      blockClient(app, {
        blockId: app.newId(),
        clientId,
        reason: "спор",
        endsAt: undefined,
        actor: OPERATOR,
      });
    granted(await block(blocked.id));
    await hotSlot();
    const { id } = await announcedAfterFive();
    await feedBroadcasts(app);
    expect((await findBroadcast(app.db, id))?.leftOut).toMatchObject({ may_not_book: 1 });
    granted(await block(later.id));
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.seen.filter(({ kind }) => kind === "broadcast").map(({ clientId }) => clientId)).toEqual([
      free.id,
    ]);
    expect(granted(await describeBroadcast(app, id)).figures.reasons).toEqual({
      may_not_book: 1,
    });
  });

  it("hear of nothing when they take their consent back before it is sent (PE-1)", async () => {
    const reader = await makeReader(app);
    await hotSlot();
    await announcedAfterFive();
    await feedBroadcasts(app);
    await sayOfMarketing(app, reader.id, "withdrawn");
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([]);
  });
});

describe("MS-4: at the moment of sending", () => {
  it("only what can be booked is listed, with what fits, whose it is and what it costs", async () => {
    const reader = await makeReader(app);
    const [first, second] = [await hotSlot(), await hotSlot()];
    const broadcast = await announcedAfterFive();
    const written = async () =>
      granted(await broadcastMessage(app, { broadcastId: broadcast.id, reader: { clientId: reader.id } }));
    const both = await written();
    expect(both.hasWayOut).toBe(true);
    expect(both.html.match(/<s>2\u00a0000\u00a0₽<\/s> <b>1\u00a0600\u00a0₽<\/b>/g)).toHaveLength(2);
    expect(both.buttons.map(({ index }) => index)).toEqual([0, 1]);
    granted(await closeSlot(app, { slotId: first.id, reason: "занято", actor: OPERATOR }));
    const one = await written();
    expect(one.buttons).toMatchObject([{ leadsTo: "window", slotId: second.id, index: 1 }]);
    expect(one.html.match(/🔴/g)).toHaveLength(1);
    granted(await closeSlot(app, { slotId: second.id, reason: "занято", actor: OPERATOR }));
    expect(
      refusalOf(await broadcastMessage(app, { broadcastId: broadcast.id, reader: { clientId: reader.id } })),
    ).toBe("no_hot_slot_left");
  });

  it("prices are those of the moment, a specialist's own and a slot's own percentage among them (PR-1, PR-2)", async () => {
    const slot = await hotSlot();
    const [window] = await listHotWindows(app, [slot.id]);
    expect(window?.offers).toEqual([
      { serviceId: haircut.id, serviceName: "Стрижка", listPrice: kopecks(200_000), price: kopecks(160_000) },
    ]);
    await set("hot.discountPercent", "30");
    expect((await listHotWindows(app, [slot.id]))[0]?.offers[0]?.price).toBe(140_000);
    await set("hot.discountPercent", "20");
    expect(await listHotWindows({ ...app, payments: undefined }, [slot.id])).toEqual([]);
    expect(await listHotWindows(app, [])).toEqual([]);
  });
});
