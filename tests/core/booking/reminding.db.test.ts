import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  promiseToCome,
  reminderPlanner,
  replanReminders,
  unwantedBecause,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { deliverDue, enqueueMessage, type Message } from "../../../src/core/notifications/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { write } from "../../../src/core/runtime/transaction.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testApp } from "../../support/app.ts";
import { refusedBy } from "../../support/footprint.ts";
import { makeBooking } from "../../support/hold.ts";
import { granted } from "../../support/make.ts";

const app = await testApp();
beforeEach(async () => {
  app.clock.set(START);
  await app.db.run(sql`DELETE FROM settings`);
  await app.db.run(sql`
    UPDATE bookings SET state = 'cancelled', ended_at = now(), ended_reason = 'business' WHERE state = 'confirmed'`);
  await app.db.run(sql`UPDATE outbox SET state = 'skipped' WHERE state = 'queued'`);
});

const sent: Message[] = [];
const messenger = {
  deliver: async (message: Message) => {
    sent.push(message);
    return { outcome: "sent", telegramMessageId: sent.length } as const;
  },
};
/** Sends what is due, and answers the reminders among it: how many hours before, silent or not. */
async function remind(): Promise<readonly string[]> {
  sent.length = 0;
  const sending = {
    unwantedBecause: (message: Parameters<typeof unwantedBecause>[1]) => unwantedBecause(app, message),
  };
  await deliverDue({ ...app, messenger }, sending);
  return sent
    .filter(({ kind }) => kind === "reminder")
    .map(({ payload, isSilent }) => `${payload.hours}${isSilent ? " silent" : ""}`);
}

const planned = async (bookingId: string) => {
  const rows = await app.db.many<{ hours: string; state: string; stateReason: string | null }>(sql`
    SELECT payload->>'hours' AS hours, state, state_reason FROM outbox
    WHERE booking_id = ${bookingId}::uuid AND kind = 'reminder'
    ORDER BY (payload->>'hours')::int DESC`);
  return rows.map(({ hours, state, stateReason }) =>
    state === "skipped" ? `${hours} ${stateReason}` : `${hours} ${state}`,
  );
};

/** The visit is tomorrow at noon in Moscow, and was booked 23 h 59 before it. */
async function booked() {
  app.clock.advance(60_000);
  return makeBooking(app);
}

describe("MS-1: reminders", () => {
  it("are promised with the confirmation, go out once at their moments, at night without a sound, and replace each other", async () => {
    const { booking } = await booked();
    expect(await planned(booking.id)).toEqual(["8 queued", "4 queued", "1 queued"]);
    expect(await remind()).toEqual([]);
    app.clock.set("2026-11-24T01:00:00Z");
    expect(await remind()).toEqual(["8 silent"]);
    expect(await remind()).toEqual([]);
    app.clock.set("2026-11-24T05:00:00Z");
    expect(await remind()).toEqual(["4 silent"]);
    expect(sent[0]?.replacesMessageId).toBe(1);
    app.clock.set("2026-11-24T08:00:00Z");
    expect(await remind()).toEqual(["1"]);
    app.clock.set("2026-11-25T08:00:00Z");
    expect(await remind()).toEqual([]);
    expect(await planned(booking.id)).toEqual(["8 sent", "4 sent", "1 sent"]);
  });

  it("after a standstill are one, the newest, and none once the visit has begun", async () => {
    const { booking } = await booked();
    app.clock.set("2026-11-24T06:00:00Z");
    expect(await remind()).toEqual(["4"]);
    expect(await planned(booking.id)).toEqual(["8 outdone", "4 sent", "1 queued"]);
    app.clock.set("2026-11-24T09:00:00Z");
    expect(await remind()).toEqual([]);
    expect(await planned(booking.id)).toEqual(["8 outdone", "4 sent", "1 visit_began"]);
  });

  it("are never for a booking that was cancelled", async () => {
    const { booking } = await booked();
    granted(
      await cancelBooking(app, {
        bookingId: booking.id,
        by: { kind: "business", actor: OPERATOR, reason: "заболел мастер" },
      }),
    );
    expect(await planned(booking.id)).toEqual([
      "8 booking_not_confirmed",
      "4 booking_not_confirmed",
      "1 booking_not_confirmed",
    ]);
    app.clock.set("2026-11-24T05:00:00Z");
    expect(await remind()).toEqual([]);
    app.clock.set("2026-11-24T08:00:00Z");
    expect(await remind()).toEqual([]);
    expect((await planned(booking.id)).every((one) => one.endsWith("booking_not_confirmed"))).toBe(true);
  });

  it("follow the settings of today: what is asked for no longer stays away, what is new comes", async () => {
    const { booking } = await booked();
    const plan = reminderPlanner(app);
    await plan();
    granted(await changeSetting(app, { key: "reminders.hours", typed: "6, 1", actor: OPERATOR }));
    await plan();
    await plan();
    expect(await planned(booking.id)).toEqual(["8 not_set", "6 queued", "4 not_set", "1 queued"]);
    app.clock.set("2026-11-24T01:00:00Z");
    expect(await remind()).toEqual([]);
    app.clock.set("2026-11-24T03:00:00Z");
    expect(await remind()).toEqual(["6 silent"]);
    app.clock.set("2026-11-24T05:00:00Z");
    expect(await remind()).toEqual([]);
    app.clock.set("2026-11-24T08:00:00Z");
    expect(await remind()).toEqual(["1"]);
    await replanReminders(app);
    expect(await planned(booking.id)).toEqual(["8 not_set", "6 sent", "4 not_set", "1 sent"]);
  });

  it("that are asked for again are promised again, and taken back once more by a cancellation alone", async () => {
    const { booking } = await booked();
    const plan = reminderPlanner(app);
    for (const typed of ["1", "8, 4, 1"]) {
      granted(await changeSetting(app, { key: "reminders.hours", typed, actor: OPERATOR }));
      await plan();
    }
    expect(await planned(booking.id)).toEqual(["8 queued", "4 queued", "1 queued"]);
    granted(
      await cancelBooking(app, {
        bookingId: booking.id,
        by: { kind: "client", clientId: booking.clientId },
      }),
    );
    await replanReminders(app);
    expect((await planned(booking.id)).every((one) => one.endsWith("booking_not_confirmed"))).toBe(true);
  });

  it("that a cancellation caught on their way are known as sent, for they came", async () => {
    const { booking, client } = await booked();
    app.clock.set("2026-11-24T05:00:00Z");
    const cancelling = {
      deliver: async (message: Message) => {
        if (message.kind === "reminder") {
          const by = { kind: "client", clientId: client.id } as const;
          granted(await cancelBooking(app, { bookingId: booking.id, by }));
        }
        return { outcome: "sent", telegramMessageId: 7 } as const;
      },
    };
    await deliverDue({ ...app, messenger: cancelling });
    expect(await planned(booking.id)).toContain("4 sent");
  });

  it("MS-5: and what staff do come without a sound at night, an answer to the client's own act with one", async () => {
    const { client, booking } = await booked();
    app.clock.set("2026-11-23T20:00:00Z");
    sent.length = 0;
    await app.db.run(sql`UPDATE outbox SET state = 'skipped' WHERE state = 'queued'`);
    for (const kind of ["booking_moved", "booking_confirmed"] as const) {
      const message = {
        id: app.newId(),
        key: `${kind}:night:${booking.id}`,
        kind,
        to: { clientId: client.id },
      };
      const dueAt = app.clock.now();
      await write(app.db, (tx) => enqueueMessage(tx, { ...message, bookingId: booking.id, dueAt }, dueAt));
    }
    await deliverDue({ ...app, messenger });
    expect(sent.map(({ kind, isSilent }) => [kind, isSilent]).sort()).toEqual([
      ["booking_confirmed", false],
      ["booking_moved", true],
    ]);
  });

  it("make a sound where the owner wants no quiet hours", async () => {
    await booked();
    granted(await changeSetting(app, { key: "quietHours", typed: "00:00–00:00", actor: OPERATOR }));
    app.clock.set("2026-11-24T01:00:00Z");
    expect(await remind()).toEqual(["8"]);
  });
});

describe("MS-1: «Приду»", () => {
  it("is noted once, by the client alone, while the visit is ahead", async () => {
    const { booking, client } = await booked();
    const said = { bookingId: booking.id, clientId: client.id };
    const promised = granted(await promiseToCome(app, said));
    expect(promised.promisedAt).toEqual(app.clock.now());
    app.clock.advance(60_000);
    expect(granted(await promiseToCome(app, said)).promisedAt).toEqual(promised.promisedAt);
    expect(await refusedBy(app, () => promiseToCome(app, { ...said, clientId: app.newId() }))).toBe(
      "unknown_booking",
    );
    app.clock.set(booking.startsAt);
    expect(await refusedBy(app, () => promiseToCome(app, said))).toBe("visit_began");
  });
});
