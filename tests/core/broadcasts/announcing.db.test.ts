import { beforeEach, describe, expect, it } from "vitest";
import { blockClient, holdSlot, listHotWindows } from "../../../src/core/booking/index.ts";
import {
  announceHotWindows,
  type Broadcast,
  broadcastMessage,
  decideHotWindows,
  describeBroadcast,
  dryRunBroadcast,
  feedBroadcasts,
  findBroadcast,
  listBroadcasts,
  windowSlotsOf,
} from "../../../src/core/broadcasts/index.ts";
import { closeSlot, makeHot, makeRegular, reopenSlot } from "../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { saveSegment } from "../../../src/core/segments/index.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { testAppWithBank } from "../../support/app.ts";
import {
  makeReader,
  makeReaders,
  runOn,
  sayOfMarketing,
  switchMarketing,
  withPost,
} from "../../support/broadcast.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testAppWithBank();
const NOBODY = "00000000-0000-4000-8000-000000000000";
const START = "2026-11-23T09:00:00Z";
const haircut = await makeService(app, { name: "Стрижка" });
const maria = await makeSpecialist(app, [haircut.id]);

const set = async (key: string, typed: string) =>
  granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
const minutes = (count: number) => app.clock.advance(count * 60_000);

/** Every test has the slots and the clients it makes, and no other. */
beforeEach(async () => {
  app.clock.set(START);
  await app.db.run(sql`UPDATE broadcasts SET state = 'cancelled', ended_at = now() WHERE ended_at IS NULL`);
  await app.db.run(sql`UPDATE outbox SET state = 'skipped' WHERE state = 'queued'`);
  await app.db.run(sql`UPDATE clients SET unreachable_at = now()`);
  await app.db.run(sql`UPDATE slots SET state = 'closed' WHERE booking_id IS NULL`);
  await app.db.run(sql`UPDATE broadcast_recipients SET ended_at = ended_at - interval '30 days'`);
  await switchMarketing(app, "on");
  await set("hot.broadcast", "auto");
  await set("hot.segments", "");
  await set("hot.pauseDays", "1");
});

let hour = 0;
/** A free hot slot of an hour, each an hour after the one before, from tomorrow on. */
async function hotSlot(over: Partial<Parameters<typeof makeSlot>[1]> = {}) {
  hour += 1;
  const startsAt = new Date(Date.UTC(2026, 10, 24, 6 + (hour % 200))).toISOString();
  return makeSlot(app, { specialistId: maria.id, startsAt, kind: "hot", ...over });
}
const hotOnes = async (): Promise<readonly Broadcast[]> => {
  const all = await listBroadcasts(app.db, { rowsMax: 100 });
  return all.filter(({ kind, createdAt }) => kind === "hot" && createdAt >= new Date(START));
};
/** Those that this test brought about. */
const since = async (before: readonly Broadcast[]): Promise<readonly Broadcast[]> => {
  const known = new Set(before.map(({ id }) => id));
  return (await hotOnes()).filter(({ id }) => !known.has(id));
};
async function announced(): Promise<readonly Broadcast[]> {
  const before = await hotOnes();
  await announceHotWindows(app);
  return since(before);
}
const slotsIn = ({ buttons }: Broadcast) => windowSlotsOf(buttons);
const only = (all: readonly Broadcast[]): Broadcast => {
  expect(all).toHaveLength(1);
  return present(all[0], "the broadcast");
};
/** The clock passes the five minutes, and what is new is announced. */
async function announcedAfterFive() {
  minutes(5);
  return only(await announced());
}

describe("MS-4: a slot that turns hot", () => {
  it("is announced with all others that turned hot by then, five minutes after the first of them", async () => {
    const reader = await makeReader(app);
    const first = await hotSlot();
    minutes(4);
    const second = await hotSlot();
    expect(await announced()).toEqual([]);
    minutes(1);
    const broadcast = only(await announced());
    expect(broadcast).toMatchObject({ kind: "hot", state: "running", title: "Горящие окна, пн, 23 ноября" });
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

describe("MS-4: with approval", () => {
  beforeEach(() => set("hot.broadcast", "approve"));
  async function proposed() {
    await makeReader(app);
    const slot = await hotSlot();
    return { slot, broadcast: await announcedAfterFive() };
  }
  const decide = (broadcastId: string, decision: "send" | "drop") =>
    decideHotWindows(app, { broadcastId, decision, actor: OPERATOR });
  const askedOf = (broadcastId: string) =>
    app.db.many<{ staffId: string }>(sql`
      SELECT staff_id FROM outbox WHERE kind = 'staff_hot_windows' AND payload ->> 'broadcastId' = ${broadcastId}`);

  it("staff who run the business are asked once, and nothing goes out before one of them says so", async () => {
    const boss = granted(
      await addStaff(app, { name: "Ольга", role: "owner", telegramId: 77, actor: OPERATOR }),
    );
    granted(
      await addStaff(app, {
        name: "Маша",
        role: "specialist",
        specialistId: maria.id,
        telegramId: 78,
        actor: OPERATOR,
      }),
    );
    const { broadcast } = await proposed();
    expect(broadcast).toMatchObject({ state: "draft", proposedAt: app.clock.now() });
    expect(await askedOf(broadcast.id)).toEqual([{ staffId: boss.id }]);
    await announceHotWindows(app);
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.seen.map(({ kind }) => kind)).toEqual(["staff_hot_windows"]);
    expect(granted(await dryRunBroadcast(app, broadcast.id)).recipients).toBe(1);

    granted(await decide(broadcast.id, "send"));
    await runOn(app, post.send);
    expect(post.seen.map(({ kind }) => kind)).toEqual(["staff_hot_windows", "broadcast"]);
    await writingNothing(app, () => decide(broadcast.id, "send"));
    expect(await refusedBy(app, () => decide(broadcast.id, "drop"))).toBe("hot_already_sent");
  });

  it("what is dropped stays so: the first answer counts", async () => {
    const { broadcast } = await proposed();
    granted(await decide(broadcast.id, "drop"));
    await writingNothing(app, () => decide(broadcast.id, "drop"));
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("hot_already_dropped");
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.seen.filter(({ kind }) => kind === "broadcast")).toEqual([]);
  });

  it("of two who answer differently at one moment the first is heard", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { broadcast } = await proposed();
      const answers = await Promise.all([decide(broadcast.id, "send"), decide(broadcast.id, "drop")]);
      const state = (await findBroadcast(app.db, broadcast.id))?.state;
      expect([
        ["running", "done", "hot_already_sent"],
        ["cancelled", "hot_already_dropped", "done"],
      ]).toContainEqual([state, ...answers.map(refusalOf)]);
      await app.db.run(
        sql`UPDATE broadcasts SET state = 'cancelled', ended_at = now() WHERE ended_at IS NULL`,
      );
    }
  });

  it("windows that are gone are not announced any more, and the question is dropped", async () => {
    const { broadcast, slot } = await proposed();
    granted(await closeSlot(app, { slotId: slot.id, reason: "занято", actor: OPERATOR }));
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("no_hot_slot_left");
    await announceHotWindows(app);
    expect(await findBroadcast(app.db, broadcast.id)).toMatchObject({ state: "cancelled" });
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("hot_already_dropped");
  });

  it("new windows join those that nobody has answered about: one question stands", async () => {
    const { broadcast, slot } = await proposed();
    const next = await hotSlot();
    const joined = await announcedAfterFive();
    expect(slotsIn(joined)).toEqual([slot.id, next.id]);
    expect(await findBroadcast(app.db, broadcast.id)).toMatchObject({ state: "cancelled" });
  });

  it("nothing is announced with the switch off, for nobody, or of what was not asked (MS-7)", async () => {
    const { broadcast } = await proposed();
    await switchMarketing(app, "off");
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("marketing_off");
    await switchMarketing(app, "on");
    await app.db.run(sql`UPDATE clients SET unreachable_at = now()`);
    expect(await refusedBy(app, () => decide(broadcast.id, "send"))).toBe("no_recipients");
    expect(await refusedBy(app, () => decide(NOBODY, "send"))).toBe("unknown_broadcast");
  });
});
