import { describe, expect, it } from "vitest";
import {
  cancelBooking,
  eraseClient,
  resendMessage,
  unwantedBecause,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { deliverDue, type Message } from "../../../src/core/notifications/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testApp } from "../../support/app.ts";
import { granted, makeClient } from "../../support/make.ts";
import { bookedByStaff } from "../../support/people.ts";

const app = await testApp();
const delivered: Message[] = [];
const messenger = {
  deliver: async (message: Message) => {
    delivered.push(message);
    return { outcome: "sent", telegramMessageId: 4_711, text: "Вы записаны!" } as const;
  },
};
const send = () =>
  deliverDue({ ...app, messenger }, { unwantedBecause: (message) => unwantedBecause(app, message) });

async function confirmedOf(clientId: string, startsAt = "2026-11-25T09:00:00Z") {
  const booking = await bookedByStaff(app, clientId, startsAt);
  await send();
  const row = await app.db.first<{ id: string }>(
    sql`SELECT id FROM outbox WHERE booking_id = ${booking.id}::uuid AND kind = 'booking_confirmed'`,
  );
  return { booking, messageId: row?.id ?? "" };
}

const again = (messageId: string, requestId = app.newId()) =>
  resendMessage(app, { requestId, messageId, actor: OPERATOR });
const countOutbox = async (): Promise<number> =>
  (await app.db.first<{ count: number }>(sql`SELECT count(*)::int AS count FROM outbox`))?.count ?? 0;

describe("MS-6: a message is sent once more", () => {
  it("as a row of its own, to the same person about the same visit, and leaves a trace", async () => {
    app.clock.set(START);
    const client = await makeClient(app);
    const { booking, messageId } = await confirmedOf(client.id);
    const requestId = app.newId();
    expect(granted(await again(messageId, requestId))).toEqual({ messageId: requestId });
    delivered.length = 0;
    await send();
    expect(delivered).toMatchObject([
      { id: requestId, kind: "booking_confirmed", clientId: client.id, bookingId: booking.id },
    ]);
    const trail = await app.db.first(
      sql`SELECT subject_id, change FROM audit WHERE action = 'resend_message'`,
    );
    expect(trail).toEqual({ subjectId: client.id, change: { messageId: requestId } });
  });

  it("once under one id, twenty times at the same moment too; the id names no other message", async () => {
    app.clock.set(START);
    const client = await makeClient(app);
    const one = await confirmedOf(client.id);
    const other = await confirmedOf(client.id, "2026-11-26T09:00:00Z");
    const before = await countOutbox();
    const requestId = app.newId();
    const answers = await Promise.all(Array.from({ length: 20 }, () => again(one.messageId, requestId)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await countOutbox()).toBe(before + 1);
    expect(await again(other.messageId, requestId)).toMatchObject({ refusal: "resend_is_another" });
    // The id of a message that was there before is another's, too.
    expect(await again(other.messageId, one.messageId)).toMatchObject({ refusal: "resend_is_another" });
    expect(await countOutbox()).toBe(before + 1);
  });

  it("the same id for two messages at the same moment is one of them", async () => {
    app.clock.set(START);
    const [a, b] = [
      await confirmedOf((await makeClient(app)).id),
      await confirmedOf((await makeClient(app)).id),
    ];
    const requestId = app.newId();
    const answers = await Promise.all([again(a.messageId, requestId), again(b.messageId, requestId)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: "resend_is_another" });
  });

  it("not when it is on its way, out of date, or unwanted; and nothing is written then", async () => {
    app.clock.set(START);
    const client = await makeClient(app);
    const { booking, messageId } = await confirmedOf(client.id);
    const reminder = await app.db.first<{ id: string }>(
      sql`SELECT id FROM outbox WHERE booking_id = ${booking.id}::uuid AND kind = 'reminder' LIMIT 1`,
    );
    const before = await countOutbox();
    expect(await again(reminder?.id ?? "")).toMatchObject({ refusal: "message_on_its_way" });
    expect(await again(app.newId())).toMatchObject({ refusal: "unknown_message" });
    app.clock.set("2026-11-25T09:00:00Z");
    expect(await again(messageId)).toMatchObject({
      ...{ refusal: "message_too_old", detail: { startsAt: booking.startsAt } },
    });
    app.clock.set(START);
    expect(await countOutbox()).toBe(before);
    granted(
      await cancelBooking(app, {
        bookingId: booking.id,
        by: { kind: "business", actor: OPERATOR, reason: "так" },
      }),
    );
    expect(await again(messageId)).toMatchObject({
      ...{ refusal: "message_unwanted", detail: { reason: "booking_not_confirmed" } },
    });
  });

  it("not to who blocked the bot, has no chat, works here no more, or was erased (PE-2)", async () => {
    app.clock.set(START);
    const client = await makeClient(app);
    const { booking, messageId } = await confirmedOf(client.id);
    await app.db.run(
      sql`UPDATE clients SET unreachable_at = ${app.clock.now()} WHERE id = ${client.id}::uuid`,
    );
    expect(await again(messageId)).toMatchObject({ refusal: "receiver_blocked_bot" });
    granted(
      await cancelBooking(app, {
        bookingId: booking.id,
        by: { kind: "business", actor: OPERATOR, reason: "так" },
      }),
    );
    granted(await eraseClient(app, { clientId: client.id, actor: OPERATOR, reason: "письмо" }));
    expect(await again(messageId)).toMatchObject({ refusal: "receiver_erased" });
  });
});
