import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  eraseClient,
  joinPhone,
  markVisit,
  recordOnSpot,
} from "../../../src/core/booking/index.ts";
import {
  cancelBroadcast,
  describeBroadcast,
  feedBroadcasts,
  findBroadcast,
  pauseBroadcast,
  pressButton,
  resumeBroadcast,
  scheduleBroadcast,
  startBroadcast,
  WAY_OUT,
} from "../../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { deliverDue } from "../../../src/core/notifications/index.ts";
import { setConsent } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import {
  makeBroadcast,
  makeReader,
  makeReaders,
  makeRunning,
  runOn,
  SENT,
  sayOfMarketing,
  switchMarketing,
  withPost,
} from "../../support/broadcast.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient, makeService } from "../../support/make.ts";
import { bookedByClient, cardOf, makeEntered, newPhone } from "../../support/people.ts";

const app = await testApp();
const NOBODY = "00000000-0000-4000-8000-000000000000";
const START = "2026-11-23T09:00:00Z";

/** Every test has the clients it makes, and no other. */
beforeEach(async () => {
  app.clock.set(START);
  await app.db.run(sql`UPDATE broadcasts SET state = 'cancelled', ended_at = now() WHERE ended_at IS NULL`);
  await app.db.run(sql`UPDATE outbox SET state = 'skipped' WHERE state = 'queued'`);
  await app.db.run(sql`UPDATE clients SET unreachable_at = now()`);
  await switchMarketing(app, "on");
});

const figuresOf = async (id: string) => granted(await describeBroadcast(app, id)).figures;
const stateOf = async (id: string) => (await findBroadcast(app.db, id))?.state;
const step = (id: string) => ({ broadcastId: id, actor: OPERATOR });
const takeOnSpot = async (bookingId: string, amount: number) =>
  granted(
    await recordOnSpot(app, {
      ...{ paymentId: app.newId(), bookingId, amount: kopecks(amount), method: "cash", actor: OPERATOR },
    }),
  );
const minutes = (count: number) => app.clock.advance(count * 60_000);

describe("a broadcast that is started (MS-3)", () => {
  it("reaches everybody who agreed, once, and ends with what became of it", async () => {
    const [one, two] = [await makeReader(app), await makeReader(app)];
    await makeClient(app);
    const post = withPost(app);
    const { id } = await makeRunning(app);
    await runOn(app, post.send);
    expect(post.receivers().sort()).toEqual([one.id, two.id].sort());
    expect(post.seen[0]).toMatchObject({ kind: "broadcast", payload: { broadcastId: id } });
    expect(await findBroadcast(app.db, id)).toMatchObject({
      state: "done",
      recipients: 2,
      leftOut: { no_consent: 1 },
      endedAt: app.clock.now(),
    });
    expect(await figuresOf(id)).toMatchObject({
      recipients: 2,
      delivered: 2,
      left: 0,
      secondsLeft: undefined,
    });
    await runOn(app, post.send);
    expect(post.seen).toHaveLength(2);
  });

  it("by two at once, and again later, starts once", async () => {
    const reader = await makeReader(app);
    const { id } = await makeBroadcast(app);
    const starts = await Promise.all(Array.from({ length: 6 }, () => startBroadcast(app, step(id))));
    expect(starts.map(refusalOf)).toEqual(Array(6).fill("done"));
    expect(
      await app.db.many(sql`SELECT FROM audit WHERE action = 'start_broadcast' AND subject_id = ${id}`),
    ).toHaveLength(1);
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([reader.id]);
    expect(refusalOf(await startBroadcast(app, step(id)))).toBe("broadcast_over");
  });

  it("does not start for nobody, with the switch off (MS-7), or when there is none", async () => {
    const { id } = await makeBroadcast(app);
    expect(await refusedBy(app, () => startBroadcast(app, step(id)))).toBe("no_recipients");
    await makeReader(app);
    await switchMarketing(app, "off");
    expect(await refusedBy(app, () => startBroadcast(app, step(id)))).toBe("marketing_off");
    const at = new Date("2026-11-24T09:00:00Z");
    expect(await refusedBy(app, () => scheduleBroadcast(app, { ...step(id), at }))).toBe("marketing_off");
    expect(await refusedBy(app, () => startBroadcast(app, step(NOBODY)))).toBe("unknown_broadcast");
  });

  it("informational goes to all, whatever the switch says (MS-3, MS-7)", async () => {
    const { id: clientId } = await makeClient(app);
    await switchMarketing(app, "off");
    const post = withPost(app);
    await makeRunning(app, { kind: "informational" });
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([clientId]);
  });

  it("at its moment, not before, starts by itself", async () => {
    const reader = await makeReader(app);
    const { id } = await makeBroadcast(app);
    granted(await scheduleBroadcast(app, { ...step(id), at: new Date("2026-11-23T10:00:00Z") }));
    const post = withPost(app);
    minutes(59);
    await runOn(app, post.send);
    expect([await stateOf(id), post.seen.length]).toEqual(["scheduled", 0]);
    minutes(1);
    await runOn(app, post.send);
    expect([await stateOf(id), post.receivers()]).toEqual(["done", [reader.id]]);
  });

  it("keeps no more than 300 messages in the outbox at once", async () => {
    await makeReaders(app, 700);
    const { id } = await makeRunning(app);
    for (let round = 0; round < 4; round += 1) await feedBroadcasts(app);
    const queued = sql`SELECT count(*)::int AS queued FROM outbox WHERE kind = 'broadcast' AND state = 'queued'`;
    expect(await app.db.first(queued)).toEqual({ queued: 300 });
    const post = withPost(app);
    await runOn(app, post.send, 4);
    expect(new Set(post.receivers()).size).toBe(700);
    expect(post.seen).toHaveLength(700);
    expect(await stateOf(id)).toBe("done");
  });
});

describe("a broadcast whose feeder dies (MS-3)", () => {
  it.each([/INSERT INTO outbox/, /UPDATE broadcast_recipients SET state = 'queued'/])(
    "before %s queues nothing, and then everybody once",
    async (statement) => {
      await makeReaders(app, 5);
      const { id } = await makeRunning(app);
      // Planned in one round; the next one feeds.
      await feedBroadcasts(app);
      await app.db.run(
        sql`UPDATE broadcast_recipients SET state = 'planned', outbox_id = NULL WHERE broadcast_id = ${id}::uuid`,
      );
      await app.db.run(sql`DELETE FROM outbox WHERE state = 'queued'`);
      await writingNothing(app, () => interrupted(app, statement, (dying) => feedBroadcasts(dying)));
      const post = withPost(app);
      await runOn(app, post.send);
      expect(new Set(post.receivers()).size).toBe(5);
      expect(post.seen).toHaveLength(5);
    },
  );

  it("twice at once, many times, still reaches everybody once", async () => {
    await makeReaders(app, 400);
    await makeRunning(app);
    const post = withPost(app);
    for (let round = 0; round < 4; round += 1) {
      await Promise.all([feedBroadcasts(app), post.send(), feedBroadcasts(app), post.send()]);
    }
    expect(post.seen).toHaveLength(400);
    expect(new Set(post.receivers()).size).toBe(400);
  });
});

describe("a pause (MS-3)", () => {
  it("acts at once: what was queued waits, and goes out when it goes on", async () => {
    await makeReaders(app, 10);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    const post = withPost(app);
    granted(await pauseBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect(post.seen).toEqual([]);
    expect(await figuresOf(id)).toMatchObject({ left: 10, secondsLeft: undefined });
    await writingNothing(app, () => pauseBroadcast(app, step(id)));
    granted(await resumeBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect([post.seen.length, await stateOf(id)]).toEqual([10, "done"]);
  });

  it("in the middle of a batch lets go out only what is on its way, and nobody gets it twice", async () => {
    await makeReaders(app, 60);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    const post = withPost(app, async () => {
      if (post.seen.length === 5) granted(await pauseBroadcast(app, step(id)));
      return { outcome: "sent", telegramMessageId: 1 };
    });
    await post.send();
    expect(post.seen).toHaveLength(5);
    await runOn(app, post.send);
    expect(post.seen).toHaveLength(5);
    granted(await resumeBroadcast(app, step(id)));
    await runOn(app, post.send, 4);
    expect([post.seen.length, new Set(post.receivers()).size]).toEqual([60, 60]);
  });

  it("against the feeder at the same moment leaves nothing in the outbox that would go out", async () => {
    await makeReaders(app, 200);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    const post = withPost(app);
    for (let round = 0; round < 8; round += 1) {
      const turn = round % 2 === 0 ? pauseBroadcast : resumeBroadcast;
      await Promise.all([feedBroadcasts(app), turn(app, step(id)), feedBroadcasts(app)]);
    }
    granted(await pauseBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect(post.seen).toEqual([]);
    granted(await resumeBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect([post.seen.length, new Set(post.receivers()).size]).toEqual([200, 200]);
  });

  it("of what has not started, or is over, is refused", async () => {
    await makeReader(app);
    const { id } = await makeBroadcast(app);
    expect(await refusedBy(app, () => pauseBroadcast(app, step(id)))).toBe("broadcast_not_started");
    granted(await cancelBroadcast(app, step(id)));
    expect(await refusedBy(app, () => resumeBroadcast(app, step(id)))).toBe("broadcast_over");
  });
});

describe("a cancellation (MS-3)", () => {
  it("stops what is queued for good, says so in the outbox, and is the end", async () => {
    await makeReaders(app, 400);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    granted(await cancelBroadcast(app, step(id)));
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.seen).toEqual([]);
    expect(await figuresOf(id)).toMatchObject({
      skipped: 300,
      left: 100,
      reasons: { broadcast_cancelled: 300 },
    });
    await writingNothing(app, () => cancelBroadcast(app, step(id)));
  });

  it("while a batch is being sent stops the rest of the batch", async () => {
    await makeReaders(app, 30);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    const post = withPost(app, async () => {
      if (post.seen.length === 3) granted(await cancelBroadcast(app, step(id)));
      return { outcome: "sent", telegramMessageId: 1 };
    });
    await runOn(app, post.send);
    expect(post.seen).toHaveLength(3);
    expect(await figuresOf(id)).toMatchObject({ delivered: 3, skipped: 27, left: 0 });
  });
});

describe("at the moment of sending", () => {
  it("MS-3, PE-1: whoever took their consent back meanwhile gets nothing", async () => {
    const [stays, goes] = [await makeReader(app), await makeReader(app)];
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    app.clock.advance(1_000);
    await sayOfMarketing(app, goes.id, "withdrawn");
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([stays.id]);
    expect(await figuresOf(id)).toMatchObject({
      delivered: 1,
      skipped: 1,
      reasons: { no_consent: 1 },
    });
  });

  it("PE-2: whoever was erased meanwhile gets nothing", async () => {
    const reader = await makeReader(app);
    await makeReader(app);
    await makeRunning(app);
    await feedBroadcasts(app);
    const actor = { kind: "client", id: reader.id } as const;
    granted(await eraseClient(app, { clientId: reader.id, actor, pressed: "Удалить" }));
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.seen).toHaveLength(1);
    expect(post.receivers()).not.toContain(reader.id);
  });

  it("MS-7: the switch stops all marketing at once; it waits until staff let it go on", async () => {
    await makeReaders(app, 5);
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    await switchMarketing(app, "off");
    const post = withPost(app);
    await post.send();
    expect(post.seen).toEqual([]);
    await runOn(app, post.send);
    expect(await findBroadcast(app.db, id)).toMatchObject({ state: "paused", pausedReason: "marketing_off" });
    expect(await refusedBy(app, () => resumeBroadcast(app, step(id)))).toBe("marketing_off");
    await switchMarketing(app, "on");
    granted(await resumeBroadcast(app, step(id)));
    await runOn(app, post.send);
    expect(post.seen).toHaveLength(5);
  });

  it("MS-5: in quiet hours nothing goes out, and at their end it does", async () => {
    await makeReaders(app, 3);
    await makeRunning(app, { kind: "informational" });
    await feedBroadcasts(app);
    app.clock.set("2026-11-23T19:00:00Z");
    const post = withPost(app);
    await runOn(app, post.send);
    app.clock.set("2026-11-24T05:59:59Z");
    await runOn(app, post.send);
    expect(post.seen).toEqual([]);
    app.clock.set("2026-11-24T06:00:00Z");
    await runOn(app, post.send);
    expect(post.seen).toHaveLength(3);
  });

  it("MS-6: whoever blocked the bot is not written to, and is counted", async () => {
    const [gone, lost] = [await makeReader(app), await makeReader(app)];
    const { id } = await makeRunning(app);
    await feedBroadcasts(app);
    await app.db.run(sql`UPDATE clients SET unreachable_at = now() WHERE id = ${lost.id}::uuid`);
    const post = withPost(app, () => ({ outcome: "unreachable" }));
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([gone.id]);
    expect(await figuresOf(id)).toMatchObject({ delivered: 0, blocked: 2 });
  });

  it("a failed one is counted with its reason", async () => {
    await makeReader(app);
    const { id } = await makeRunning(app);
    const post = withPost(app, () => ({ outcome: "failed", reason: "Bad Request: x" }));
    await runOn(app, post.send);
    expect(await figuresOf(id)).toMatchObject({ failed: 1, reasons: { "Bad Request: x": 1 } });
    expect(await stateOf(id)).toBe("done");
  });

  it("PE-4: whoever turned out to be another recipient meanwhile gets it once", async () => {
    const phone = newPhone();
    const reader = await makeReader(app);
    const entered = await makeEntered(app, phone);
    await app.db.run(sql`UPDATE clients SET telegram_id = 990001 WHERE id = ${entered.id}::uuid`);
    await sayOfMarketing(app, entered.id, "given");
    const { id } = await makeRunning(app);
    await app.db.run(sql`UPDATE broadcasts SET planned_at = NULL WHERE id = ${id}::uuid`);
    await feedBroadcasts(app);
    expect((await findBroadcast(app.db, id))?.recipients).toBe(2);
    await pauseBroadcast(app, step(id));
    await app.db.run(sql`UPDATE clients SET telegram_id = NULL WHERE id = ${entered.id}::uuid`);
    granted(await joinPhone(app, cardOf(reader, phone)));
    await resumeBroadcast(app, step(id));
    const post = withPost(app);
    await runOn(app, post.send);
    expect(post.receivers()).toEqual([reader.id]);
    expect(await stateOf(id)).toBe("done");
  });
});

describe("the sender at Telegram's pace", () => {
  const paced = () => ({
    turn: async () => undefined,
    restOf: () => 0,
    rest: () => undefined,
    isResting: () => false,
  });

  it("ends its tick after a minute's worth of messages, and the next tick goes on", async () => {
    await makeReaders(app, 1_520);
    await makeRunning(app);
    const post = withPost(app);
    // As if all of it stood in the outbox already.
    for (let round = 0; round < 6; round += 1) {
      await feedBroadcasts(app);
      await app.db.run(
        sql`UPDATE broadcast_recipients SET state = 'ended', outcome = 'skipped', ended_at = now() WHERE state = 'queued'`,
      );
    }
    expect(await deliverDue(post.app, { pace: paced() })).toEqual({ sent: 1_500 });
    expect(await deliverDue(post.app, { pace: paced() })).toEqual({ sent: 20 });
  });

  it("takes nothing more when the process is asked to end", async () => {
    await makeReaders(app, 60);
    await makeRunning(app);
    await feedBroadcasts(app);
    const ending = new AbortController();
    const post = withPost(app, () => {
      if (post.seen.length === 5) ending.abort();
      return SENT;
    });
    expect(await deliverDue(post.app, { pace: paced(), ending: ending.signal })).toEqual({ sent: 20 });
    const rest = await app.db.first(sql`SELECT count(*)::int AS queued FROM outbox WHERE state = 'queued'`);
    expect(rest).toEqual({ queued: 40 });
  });
});

describe("what came of a broadcast (MS-3)", () => {
  it("counts taps once, and the bookings of those who tapped within seven days of delivery", async () => {
    const [tapper, silent] = [await makeReader(app), await makeReader(app)];
    const { id: serviceId } = await makeService(app);
    const buttons = [{ leadsTo: "service", serviceId, label: "Записаться" }] as const;
    const { id } = await makeRunning(app, { buttons });
    await runOn(app, withPost(app).send);
    const press = { broadcastId: id, clientId: tapper.id, index: 0 };
    minutes(5);
    expect(granted(await pressButton(app, press))).toEqual({ serviceId, slot: undefined });
    await writingNothing(app, () => pressButton(app, press));
    minutes(5);
    await bookedByClient(app, tapper.id, "2026-11-24T11:00:00Z");
    await bookedByClient(app, silent.id, "2026-11-24T13:00:00Z");
    app.clock.set("2026-11-30T08:59:59Z");
    await bookedByClient(app, tapper.id, "2026-12-02T11:00:00Z");
    app.clock.set("2026-11-30T09:00:01Z");
    await bookedByClient(app, tapper.id, "2026-12-03T11:00:00Z");
    expect(await figuresOf(id)).toMatchObject({ delivered: 2, pressed: 1, booked: 2, money: 0 });
    expect(refusalOf(await pressButton(app, { ...press, index: 1 }))).toBe("unknown_broadcast");
  });

  it("counts no booking that was called off or not come to, and no money that is owed back", async () => {
    const reader = await makeReader(app);
    const { id: serviceId } = await makeService(app);
    const button = { leadsTo: "service", serviceId, label: "Записаться" } as const;
    const { id } = await makeRunning(app, { buttons: [button] });
    await runOn(app, withPost(app).send);
    granted(await pressButton(app, { broadcastId: id, index: 0, clientId: reader.id }));
    minutes(5);
    const [stands, calledOff, missed] = [
      await bookedByClient(app, reader.id, "2026-11-24T11:00:00Z"),
      await bookedByClient(app, reader.id, "2026-11-25T11:00:00Z"),
      await bookedByClient(app, reader.id, "2026-11-24T15:00:00Z"),
    ];
    await takeOnSpot(stands.id, 100_000);
    await takeOnSpot(calledOff.id, 50_000);
    expect(await figuresOf(id)).toMatchObject({ booked: 3, money: 150_000 });
    granted(
      await cancelBooking(app, { bookingId: calledOff.id, by: { kind: "client", clientId: reader.id } }),
    );
    expect(await figuresOf(id)).toMatchObject({ booked: 2, money: 100_000 });
    app.clock.set("2026-11-24T17:00:00Z");
    granted(await markVisit(app, { bookingId: missed.id, mark: "no_show", actor: OPERATOR }));
    granted(await markVisit(app, { bookingId: stands.id, mark: "completed", actor: OPERATOR }));
    expect(await figuresOf(id)).toMatchObject({ booked: 1, money: 100_000 });
  });

  it("counts who left by its way out within 7 days of delivery, and nobody who left otherwise", async () => {
    const [here, elsewhere, late] = [await makeReader(app), await makeReader(app), await makeReader(app)];
    const { id } = await makeRunning(app);
    await runOn(app, withPost(app).send);
    const leaves = async (clientId: string, pressed: string) =>
      granted(await setConsent(app, { clientId, kind: "marketing", action: "withdrawn", pressed }));
    minutes(5);
    await leaves(here.id, WAY_OUT);
    await leaves(elsewhere.id, "Рассылки: выключить");
    app.clock.set("2026-11-30T09:00:01Z");
    await leaves(late.id, WAY_OUT);
    expect(await figuresOf(id)).toMatchObject({ delivered: 3, optedOut: 1 });
  });

  it("says how long the rest takes at the present rate", async () => {
    await makeReaders(app, 700);
    const { id } = await makeRunning(app);
    const post = withPost(app);
    await feedBroadcasts(app);
    await post.send();
    app.clock.advance(10_000);
    await feedBroadcasts(app);
    expect(await figuresOf(id)).toMatchObject({ delivered: 300, left: 400, secondsLeft: 14 });

    granted(await pauseBroadcast(app, step(id)));
    app.clock.advance(20_000);
    granted(await resumeBroadcast(app, step(id)));
    expect((await figuresOf(id)).secondsLeft).toBeUndefined();
    app.clock.advance(1_000);
    await feedBroadcasts(app);
    await post.send();
    app.clock.advance(3_000);
    await feedBroadcasts(app);
    expect(await figuresOf(id)).toMatchObject({ delivered: 600, left: 100, secondsLeft: 1 });
  });

  it("says until when the quiet hours hold it back, and no time left then (MS-5)", async () => {
    const reader = await makeReader(app);
    app.clock.set("2026-11-23T20:00:00Z");
    const { id } = await makeRunning(app);
    const post = withPost(app);
    await runOn(app, post.send);
    const { figures, quietUntil } = granted(await describeBroadcast(app, id));
    expect([quietUntil, figures.left, figures.secondsLeft]).toEqual([
      new Date("2026-11-24T06:00:00Z"),
      1,
      undefined,
    ]);
    app.clock.set("2026-11-24T06:00:00Z");
    await runOn(app, post.send);
    expect([post.receivers(), granted(await describeBroadcast(app, id)).quietUntil]).toEqual([
      [reader.id],
      undefined,
    ]);
  });
});
