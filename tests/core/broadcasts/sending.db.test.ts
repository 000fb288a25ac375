import { beforeEach, describe, expect, it } from "vitest";
import { eraseClient, joinPhone } from "../../../src/core/booking/index.ts";
import {
  describeBroadcast,
  feedBroadcasts,
  findBroadcast,
  pauseBroadcast,
  resumeBroadcast,
  scheduleBroadcast,
  startBroadcast,
} from "../../../src/core/broadcasts/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { deliverDue } from "../../../src/core/notifications/index.ts";
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
  startAfresh,
  switchMarketing,
  withPost,
} from "../../support/broadcast.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient } from "../../support/make.ts";
import { cardOf, makeEntered, newPhone } from "../../support/people.ts";

const app = await testApp();
const NOBODY = "00000000-0000-4000-8000-000000000000";

beforeEach(() => startAfresh(app));

const figuresOf = async (id: string) => granted(await describeBroadcast(app, id)).figures;
const stateOf = async (id: string) => (await findBroadcast(app.db, id))?.state;
const step = (id: string) => ({ broadcastId: id, actor: OPERATOR });
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
    const post = withPost(app, () => ({ outcome: "unreachable", reason: "bot_blocked" }));
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
