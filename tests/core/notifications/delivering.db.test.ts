import { beforeEach, describe, expect, it } from "vitest";
import {
  type Delivery,
  deliverDue,
  enqueueMessage,
  eraseMessages,
  type Message,
  type MessageKind,
  type Messenger,
} from "../../../src/core/notifications/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { write } from "../../../src/core/runtime/transaction.ts";
import { testApp } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { makeClient } from "../../support/make.ts";

const app = await testApp();
/** What another test left to be sent is not this one's. */
beforeEach(() => app.db.run(sql`UPDATE outbox SET state = 'skipped' WHERE state = 'queued'`));

/** A post office that answers as told and remembers what it was given. */
function postOffice(answer: (message: Message) => Delivery | Promise<Delivery>) {
  const seen: Message[] = [];
  const messenger: Messenger = {
    deliver: async (message) => {
      seen.push(message);
      return answer(message);
    },
  };
  return { seen, app: { ...app, messenger } };
}
const sent: Delivery = { outcome: "sent", telegramMessageId: 77 };

type Promised = { readonly clientId?: string; readonly kind?: MessageKind; readonly dueAt?: Date };
async function promise(over: Promised = {}): Promise<string> {
  const clientId = over.clientId ?? (await makeClient(app)).id;
  const id = app.newId();
  const { kind = "booking_confirmed", dueAt = app.clock.now() } = over;
  await write(app.db, (tx) =>
    enqueueMessage(tx, { id, key: `test:${id}`, kind, to: { clientId }, dueAt }, app.clock.now()),
  );
  return id;
}
type Row = { state: string; attempts: number; sentAt: Date | null; stateReason: string | null; dueAt: Date };
async function rowOf(id: string): Promise<Row | undefined> {
  return app.db.first<Row>(
    sql`SELECT state, attempts, sent_at, state_reason, due_at FROM outbox WHERE id = ${id}::uuid`,
  );
}
/** What the death of its process does to a sender: its connection, and with it the lock, is gone. */
const killSender = () =>
  app.db.run(sql`
    SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
const secondsFromNow = (at: Date | undefined) => (Number(at) - app.clock.now().getTime()) / 1000;

describe("a promised message", () => {
  it("is sent once, to the client's chat, and not again", async () => {
    const client = await makeClient(app);
    const id = await promise({ clientId: client.id });
    const office = postOffice(() => sent);
    expect(await deliverDue(office.app)).toEqual({ sent: 1 });
    expect(office.seen).toMatchObject([{ id, telegramId: client.telegramId, clientId: client.id }]);
    expect(await rowOf(id)).toMatchObject({ state: "sent", sentAt: app.clock.now() });
    await writingNothing(app, () => deliverDue(office.app));
    app.clock.advance(3_600_000);
    expect(await deliverDue(office.app)).toEqual({ sent: 0 });
  });

  it("under a key that was promised already is not promised again", async () => {
    const { id: clientId } = await makeClient(app);
    const say = () =>
      write(app.db, (tx) =>
        enqueueMessage(
          tx,
          {
            id: app.newId(),
            key: "the same",
            kind: "hold_expired",
            to: { clientId },
            dueAt: app.clock.now(),
          },
          app.clock.now(),
        ),
      );
    await Promise.all([say(), say(), say()]);
    expect(await app.db.many(sql`SELECT state FROM outbox WHERE key = 'the same'`)).toEqual([
      { state: "queued" },
    ]);
    await deliverDue(postOffice(() => sent).app);
  });

  it("keeps the moment it was promised for and what it said, whatever delays it", async () => {
    const plannedAt = app.clock.now();
    const { id: clientId } = await makeClient(app);
    const [id, theirs] = [
      await promise({ clientId }),
      await promise({ clientId, kind: "message_from_staff" }),
    ];
    await deliverDue(postOffice(() => ({ outcome: "slow_down", retryAfterSeconds: 60 })).app);
    app.clock.advance(60_000);
    await deliverDue(postOffice(() => ({ ...sent, text: "Ждём вас" })).app);
    const kept = (of: string) =>
      app.db.first(
        sql`SELECT planned_at, due_at > planned_at AS is_delayed, sent_text FROM outbox WHERE id = ${of}::uuid`,
      );
    expect(await kept(id)).toEqual({ plannedAt, isDelayed: true, sentText: "Ждём вас" });
    // Those words are kept where they were written.
    expect(await kept(theirs)).toMatchObject({ sentText: null });
  });

  it("PE-2: to somebody who is erased while it is on its way leaves no words behind", async () => {
    const { id: clientId } = await makeClient(app);
    const id = await promise({ clientId });
    const office = postOffice(async () => {
      await write(app.db, (tx) => eraseMessages(tx, clientId));
      return { ...sent, text: "Анна, ждём вас" };
    });
    await deliverDue(office.app);
    expect(await app.db.first(sql`SELECT state, sent_text FROM outbox WHERE id = ${id}::uuid`)).toEqual({
      state: "sent",
      sentText: "",
    });
  });

  it("waits for its moment", async () => {
    const dueAt = new Date(app.clock.now().getTime() + 1_000);
    await promise({ dueAt });
    const office = postOffice(() => sent);
    expect(await deliverDue(office.app)).toEqual({ sent: 0 });
    app.clock.set(dueAt);
    expect(await deliverDue(office.app)).toEqual({ sent: 1 });
  });

  it("goes out once when two senders and more look at once", async () => {
    const ids = await Promise.all(Array.from({ length: 45 }, () => promise()));
    const office = postOffice(() => sent);
    const counts = await Promise.all(Array.from({ length: 4 }, () => deliverDue(office.app)));
    expect(counts.reduce((sum, count) => sum + count.sent, 0)).toBe(45);
    expect(office.seen.map((message) => message.id).sort()).toEqual(ids.sort());
  });

  it("about a booking goes before one about staff's work", async () => {
    await promise({ kind: "staff_new_booking" });
    await promise({ kind: "message_from_staff" });
    await promise({ kind: "booking_confirmed" });
    const office = postOffice(() => sent);
    await deliverDue(office.app);
    expect(office.seen.map(({ kind }) => kind)).toEqual([
      "booking_confirmed",
      "message_from_staff",
      "staff_new_booking",
    ]);
  });
});

describe("a message that did not go out", () => {
  it("to a client who blocked the bot is let go, and nobody writes to them until they are back", async () => {
    const { id: clientId } = await makeClient(app);
    const [first, second] = [await promise({ clientId }), await promise({ clientId })];
    const office = postOffice(() => ({ outcome: "unreachable", reason: "bot_blocked" }));
    await deliverDue(office.app);
    expect(await rowOf(first)).toMatchObject({ state: "skipped" });
    expect(await rowOf(second)).toMatchObject({ state: "skipped" });

    const third = await promise({ clientId });
    const later = postOffice(() => sent);
    await deliverDue(later.app);
    expect(later.seen).toEqual([]);
    expect(await rowOf(third)).toMatchObject({ state: "skipped", stateReason: "bot_blocked" });
  });

  it("because Telegram asked to wait goes out after that, with all that stood behind it", async () => {
    const ids = [await promise(), await promise(), await promise()];
    const office = postOffice(() => ({ outcome: "slow_down", retryAfterSeconds: 7 }));
    expect(await deliverDue(office.app)).toEqual({ sent: 0 });
    expect(office.seen).toHaveLength(1);
    for (const id of ids) expect(secondsFromNow((await rowOf(id))?.dueAt)).toBe(7);
    app.clock.advance(6_999);
    expect(await deliverDue(postOffice(() => sent).app)).toEqual({ sent: 0 });
    app.clock.advance(1);
    expect(await deliverDue(postOffice(() => sent).app)).toEqual({ sent: 3 });
  });

  it("with nobody knowing is tried again ever later, and given up after twenty tries", async () => {
    const id = await promise();
    const lost = postOffice(() => ({ outcome: "unknown", reason: "timeout" }));
    const waits: number[] = [];
    for (let attempt = 1; attempt < 20; attempt += 1) {
      await deliverDue(lost.app);
      const wait = secondsFromNow((await rowOf(id))?.dueAt);
      waits.push(wait);
      app.clock.advance(wait * 1000);
    }
    expect(waits.slice(0, 8)).toEqual([2, 5, 15, 60, 300, 900, 3600, 3600]);
    expect(await rowOf(id)).toMatchObject({ state: "queued", attempts: 19 });
    await deliverDue(lost.app);
    expect(await rowOf(id)).toMatchObject({ state: "failed", attempts: 20, stateReason: "timeout" });
  });

  it("because the writer threw is tried again, and the next message goes out", async () => {
    const broken = await promise();
    const fine = await promise();
    const office = postOffice((message) => {
      if (message.id === broken) throw new TypeError("no words");
      return sent;
    });
    expect(await deliverDue(office.app)).toEqual({ sent: 1 });
    expect(await rowOf(broken)).toMatchObject({ state: "queued", stateReason: "TypeError" });
    expect(await rowOf(fine)).toMatchObject({ state: "sent" });
    app.clock.advance(10_000);
    expect(await deliverDue(postOffice(() => sent).app)).toEqual({ sent: 1 });
  });

  it.each<Extract<Delivery, { outcome: "failed" | "skipped" }>>([
    { outcome: "failed", reason: "chat not found" },
    { outcome: "skipped", reason: "hold_over" },
  ])("for good is $outcome, with the reason", async (answer) => {
    const id = await promise();
    await deliverDue(postOffice(() => answer).app);
    const { outcome: state, reason: stateReason } = answer;
    expect(await rowOf(id)).toMatchObject({ state, sentAt: null, stateReason });
  });

  it("because its sender died is taken by another after the lease", async () => {
    const id = await promise();
    const { promise: lastWord, resolve: hearLastWord } = Promise.withResolvers<Delivery>();
    const dying = postOffice(() => lastWord);
    const dead = deliverDue(dying.app);
    await expect.poll(() => dying.seen.length).toBe(1);
    expect(await deliverDue(postOffice(() => sent).app)).toEqual({ sent: 0 });
    await killSender();
    expect(await deliverDue(postOffice(() => sent).app)).toEqual({ sent: 0 });
    app.clock.advance(30_000);
    expect(await deliverDue(postOffice(() => sent).app)).toEqual({ sent: 1 });
    hearLastWord({ outcome: "failed", reason: "too late to be heard" });
    await dead;
    expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 2 });
  });
});

it("a process without a messenger sends nothing", async () => {
  await promise();
  await writingNothing(app, () => deliverDue(app));
});
