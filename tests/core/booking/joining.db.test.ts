import { describe, expect, it } from "vitest";
import {
  cancelBooking,
  joinPhone,
  listBookings,
  listWaitlist,
  markVisit,
  setVip,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { adjustPoints, listPointEntries } from "../../../src/core/loyalty/index.ts";
import { answerClient, listClientMessages, writeToStaff } from "../../../src/core/notifications/index.ts";
import {
  addStaff,
  findBlock,
  findClient,
  findClientByIdOrPhone,
  searchClients,
} from "../../../src/core/people/index.ts";
import { ledgerCheck } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { givePoints, granted, makeClient } from "../../support/make.ts";
import {
  blockByHand,
  bookedByClient,
  bookedByStaff,
  cardOf,
  makeEntered,
  newPhone,
} from "../../support/people.ts";
import { makeFullSalon, makeWaiting } from "../../support/wait.ts";

const app = await testApp();
granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 77, actor: OPERATOR }));

/** A Telegram client and one whom staff entered, who are one person. */
async function makePair() {
  const phone = newPhone();
  return { phone, entered: await makeEntered(app, phone), client: await makeClient(app) };
}
const auditOf = async (clientId: string) =>
  app.db.many<{ action: string }>(
    sql`SELECT action, change FROM audit WHERE subject_id = ${clientId} ORDER BY id`,
  );

describe("a client whom staff entered by phone becomes one person with the Telegram client of that phone (PE-4)", () => {
  it("all that the two had is the Telegram client's, under the name they chose", async () => {
    const { phone, entered, client } = await makePair();
    const { id: mineId } = await bookedByClient(app, client.id, "2026-11-24T09:00:00Z");
    const { id: theirsId } = await bookedByStaff(app, entered.id, "2026-11-24T12:00:00Z");
    await givePoints(app, entered.id, 300);
    await givePoints(app, client.id, 50);
    await app.db.run(
      sql`UPDATE clients SET tags = '{vip,новый}', note = 'Любит кофе' WHERE id = ${entered.id}::uuid`,
    );
    await app.db.run(
      sql`UPDATE clients SET tags = '{онлайн,vip}', note = 'Из Телеграма' WHERE id = ${client.id}::uuid`,
    );
    granted(await writeToStaff(app, { messageId: app.newId(), clientId: entered.id, text: "Здравствуйте" }));
    const { id: guestId } = await makeClient(app, { inviteCode: entered.referralCode });

    expect(granted(await joinPhone(app, cardOf(client, phone)))).toEqual({ phone, isUnited: true });
    const bookings = await listBookings(app.db, { clientId: client.id, rowsMax: 5 });
    expect(bookings.map(({ id }) => id)).toEqual([mineId, theirsId]);
    expect(await findClient(app.db, client.id)).toMatchObject({
      name: client.name,
      phone,
      pointsBalance: 350,
    });
    const row = await app.db.first(sql`SELECT tags, note FROM clients WHERE id = ${client.id}::uuid`);
    expect(row).toEqual({ tags: ["онлайн", "vip", "новый"], note: "Из Телеграма\nЛюбит кофе" });
    expect(await listClientMessages(app.db, client.id)).toHaveLength(1);
    expect((await findClient(app.db, guestId))?.invitedById).toBe(client.id);
  });

  it("points move by two entries that are each other's opposite (EP-5); none move when there are none", async () => {
    const { phone, entered, client } = await makePair();
    await givePoints(app, entered.id, 120);
    granted(await joinPhone(app, cardOf(client, phone)));
    const entries = async (clientId: string) =>
      (await listPointEntries(app.db, { clientId, rowsMax: 9, offset: 0 })).map(({ kind, points }) => [
        kind,
        points,
      ]);
    expect(await entries(entered.id)).toEqual([
      ["merge", -120],
      ["adjustment", 120],
    ]);
    expect(await entries(client.id)).toEqual([["merge", 120]]);

    const poor = await makePair();
    granted(await joinPhone(app, cardOf(poor.client, poor.phone)));
    expect(await entries(poor.client.id)).toEqual([]);
  });

  it("a debt moves, too", async () => {
    const { phone, entered, client } = await makePair();
    const debt = {
      entryId: app.newId(),
      clientId: entered.id,
      points: -70,
      mayOwe: true,
      reason: "Ошибка",
      actor: OPERATOR,
    };
    granted(await adjustPoints(app, debt));
    granted(await joinPhone(app, cardOf(client, phone)));
    expect((await findClient(app.db, client.id))?.pointsBalance).toBe(-70);
  });

  it("a block and the VIP mark stay (CX-4)", async () => {
    const blocked = await makePair();
    await blockByHand(app, blocked.entered.id, "Спор");
    granted(await joinPhone(app, cardOf(blocked.client, blocked.phone)));
    expect(await findBlock(app.db, blocked.client.id, app.clock.now())).toMatchObject({ reason: "Спор" });

    const important = await makePair();
    granted(await setVip(app, { clientId: important.entered.id, isVip: true, actor: OPERATOR }));
    granted(await joinPhone(app, cardOf(important.client, important.phone)));
    expect((await findClient(app.db, important.client.id))?.isVip).toBe(true);
  });

  it("what both waited for is waited for once, and what one did goes along (MS-9)", async () => {
    const { phone, entered, client } = await makePair();
    const { service } = await makeFullSalon(app);
    const own = await makeWaiting(app, { serviceId: service.id, clientId: client.id });
    // Staff put nobody there who has no chat: this one had one once.
    const [same, other] = [app.newId(), app.newId()];
    for (const [id, toMinute] of [
      [same, 1440],
      [other, 720],
    ] as const)
      await app.db.run(sql`
        INSERT INTO waitlist_entries (id, client_id, service_id, days, from_day, to_day, from_minute, to_minute, created_at)
        SELECT ${id}::uuid, ${entered.id}::uuid, service_id, days, from_day, to_day, 0, ${toMinute}, created_at
        FROM waitlist_entries WHERE id = ${own.entry.id}::uuid`);
    granted(await joinPhone(app, cardOf(client, phone)));
    const all = await listWaitlist(app.db, { clientId: client.id, rowsMax: 9 });
    const facts = new Map(all.map(({ id, state, endedReason }) => [id, [state, endedReason]]));
    expect(facts).toEqual(
      new Map([
        [own.entry.id, ["waiting", undefined]],
        [same, ["left", "merged"]],
        [other, ["waiting", undefined]],
      ]),
    );
  });

  it("is repeated without effect", async () => {
    const { phone, entered, client } = await makePair();
    await givePoints(app, entered.id, 10);
    granted(await joinPhone(app, cardOf(client, phone)));
    expect(granted(await joinPhone(app, cardOf(client, phone)))).toEqual({ phone, isUnited: false });
    expect((await findClient(app.db, client.id))?.pointsBalance).toBe(10);
  });

  it.each([/UPDATE bookings/, /UPDATE payments/, /UPDATE point_holds/, /COMMIT/])(
    "is not half done when it is cut before %s",
    async (statement) => {
      const { phone, entered, client } = await makePair();
      await bookedByStaff(app, entered.id, "2026-11-24T12:00:00Z");
      await givePoints(app, entered.id, 5);
      await writingNothing(app, () =>
        interrupted(app, statement, (dying) => joinPhone(dying, cardOf(client, phone))),
      );
    },
  );

  it("every column that names a client is handed over or stays for a reason", async () => {
    const columns = await app.db.many<{ named: string }>(sql`
      SELECT conrelid::regclass || '.' || attname AS named
      FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
      WHERE contype = 'f' AND confrelid = 'clients'::regclass ORDER BY 1`);
    // Evidence and ledger are never changed, and a broadcast reaches only those who had a chat of their own; the rest is in
    // join-phone.ts and what it calls.
    const stay = [
      "broadcast_recipients.client_id",
      "clients.merged_into_id",
      "consents.client_id",
      "point_entries.client_id",
      "point_entries.friend_id",
    ];
    const move = [
      "bookings.client_id",
      "client_blocks.client_id",
      "client_messages.client_id",
      "client_notes.client_id",
      "clients.invited_by_id",
      "outbox.client_id",
      "payments.client_id",
      "point_holds.client_id",
      "reviews.client_id",
      "waitlist_entries.client_id",
    ];
    expect(columns.map(({ named }) => named)).toEqual([...stay, ...move].sort());
  });
});

describe("after two became one (PE-4)", () => {
  it("the id and the phone of the one who was entered lead to the other, in every face", async () => {
    const { phone, entered, client } = await makePair();
    granted(await joinPhone(app, cardOf(client, phone)));
    for (const typed of [entered.id, phone, client.id])
      expect((await findClientByIdOrPhone(app.db, typed))?.id).toBe(client.id);
    expect((await findClient(app.db, entered.id))?.id).toBe(client.id);
    const found = await searchClients(app.db, { text: phone, rowsMax: 5 });
    expect(found.map(({ id }) => id)).toEqual([client.id]);

    const answer = { messageId: app.newId(), clientId: entered.id, text: "Ждём вас", actor: OPERATOR };
    expect(granted(await answerClient(app, answer)).clientId).toBe(client.id);
    const { clientId } = await bookedByStaff(app, entered.id, "2026-11-25T09:00:00Z");
    expect(clientId).toBe(client.id);
    await givePoints(app, entered.id, 5);
    expect((await findClient(app.db, client.id))?.pointsBalance).toBe(5);
  });

  it("a mark that is corrected later does to the one person what it did to the other (CX-8)", async () => {
    const { phone, entered, client } = await makePair();
    const booking = await bookedByStaff(app, entered.id, "2026-11-24T09:00:00Z");
    app.clock.set("2026-11-24T10:30:00Z");
    const mark = { bookingId: booking.id, actor: OPERATOR };
    granted(await markVisit(app, { ...mark, mark: "completed" }));
    expect((await findClient(app.db, entered.id))?.pointsBalance).toBe(200);
    granted(await joinPhone(app, cardOf(client, phone)));
    granted(await markVisit(app, { ...mark, mark: "no_show", reason: "Не пришла" }));
    const balances = await app.db.many(sql`
      SELECT points_balance FROM clients WHERE id = ANY(${[entered.id, client.id]}::uuid[]) ORDER BY telegram_id NULLS FIRST`);
    expect(balances).toEqual([{ pointsBalance: 0 }, { pointsBalance: -200 }]);
  });

  it("a booking of theirs is cancelled by staff like any other", async () => {
    const { phone, entered, client } = await makePair();
    const booking = await bookedByStaff(app, entered.id, "2026-11-26T09:00:00Z");
    granted(await joinPhone(app, cardOf(client, phone)));
    const by = { kind: "business", actor: OPERATOR, reason: "Мастер заболел" } as const;
    granted(await cancelBooking(app, { bookingId: booking.id, by }));
    const [message] = await app.db.many<{ clientId: string }>(sql`
      SELECT client_id FROM outbox WHERE key = ${`booking_cancelled:${booking.id}`}`);
    expect(message?.clientId).toBe(client.id);
  });
});

describe("two whose visits overlap", () => {
  it("stay apart, the phone is not kept, and managers hear of it once (PE-4)", async () => {
    const { phone, entered, client } = await makePair();
    const mine = await bookedByClient(app, client.id, "2026-11-27T09:00:00Z");
    const theirs = await bookedByStaff(app, entered.id, "2026-11-27T09:00:00Z");
    for (const _ of ["once", "again"])
      expect(refusalOf(await joinPhone(app, cardOf(client, phone)))).toBe("merge_overlaps");
    expect((await findClient(app.db, client.id))?.phone).toBeUndefined();
    expect((await findClient(app.db, entered.id))?.id).toBe(entered.id);
    const told = await app.db.many(sql`SELECT payload FROM outbox WHERE kind = 'staff_merge_overlaps'`);
    expect(told).toEqual([
      { payload: { clientId: client.id, bookingNumber: mine.number, otherBookingNumber: theirs.number } },
    ]);

    const by = { kind: "business", actor: OPERATOR, reason: "Дважды" } as const;
    granted(await cancelBooking(app, { bookingId: theirs.id, by }));
    expect(granted(await joinPhone(app, cardOf(client, phone))).isUnited).toBe(true);
  });

  it("touching ones do not", async () => {
    const { phone, entered, client } = await makePair();
    await bookedByClient(app, client.id, "2026-11-28T09:00:00Z");
    await bookedByStaff(app, entered.id, "2026-11-28T10:00:00Z");
    expect(granted(await joinPhone(app, cardOf(client, phone))).isUnited).toBe(true);
  });
});

describe("whose phone an earlier client has is no newcomer (EP-4)", () => {
  const invited = async () => makeClient(app, { inviteCode: (await makeClient(app)).referralCode });
  const inviterOf = async (clientId: string) => (await findClient(app.db, clientId))?.invitedById;

  it("one whom staff had entered before is nobody's friend, and the trail says so", async () => {
    const phone = newPhone();
    await makeEntered(app, phone);
    app.clock.advance(1_000);
    const friend = await invited();
    granted(await joinPhone(app, cardOf(friend, phone)));
    expect(await inviterOf(friend.id)).toBeUndefined();
    expect((await auditOf(friend.id)).map(({ action }) => action)).toContain("drop_invitation");
  });

  it("neither is one whose phone another Telegram client has, though it is refused", async () => {
    const phone = newPhone();
    granted(await joinPhone(app, cardOf(await makeClient(app), phone)));
    app.clock.advance(1_000);
    const friend = await invited();
    expect(refusalOf(await joinPhone(app, cardOf(friend, phone)))).toBe("phone_taken");
    expect(await inviterOf(friend.id)).toBeUndefined();
  });

  it("one who came first stays a friend", async () => {
    const friend = await invited();
    app.clock.advance(1_000);
    const phone = newPhone();
    await makeEntered(app, phone);
    granted(await joinPhone(app, cardOf(friend, phone)));
    expect(await inviterOf(friend.id)).toBeDefined();
  });

  it("and one who has brought the reward already", async () => {
    const phone = newPhone();
    await makeEntered(app, phone);
    app.clock.advance(1_000);
    const friend = await invited();
    const start = new Date(app.clock.now().getTime() + 86_400_000);
    start.setUTCMinutes(0, 0, 0);
    const booking = await bookedByClient(app, friend.id, start.toISOString());
    app.clock.set(new Date(start.getTime() + 3_600_000).toISOString());
    granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
    granted(await joinPhone(app, cardOf(friend, phone)));
    expect(await inviterOf(friend.id)).toBeDefined();
  });
});

describe("a phone is refused", () => {
  it("when it is nobody's card, unreadable, or sent by nobody, and nothing is written", async () => {
    const client = await makeClient(app);
    const tries = [
      [{ ...cardOf(client, newPhone()), ownerTelegramId: undefined }, "phone_not_own"],
      [cardOf(client, "12"), "phone_unreadable"],
      [{ ...cardOf(client, newPhone()), clientId: "00000000-0000-4000-8000-000000000000" }, "unknown_client"],
    ] as const;
    for (const [input, refusal] of tries)
      expect(await refusedBy(app, () => joinPhone(app, input))).toBe(refusal);
  });
});

it("a reward given to somebody entered by staff is taken back from the one they are, and the ledger holds (PE-4, EP-4, CX-8)", async () => {
  const { phone, entered, client } = await makePair();
  const guest = await makeClient(app, { inviteCode: entered.referralCode });
  const { id: bookingId } = await bookedByStaff(app, guest.id, "2027-03-01T09:00:00Z");
  app.clock.set("2027-03-01T10:00:00Z");
  granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
  granted(await joinPhone(app, cardOf(client, phone)));
  expect((await findClient(app.db, client.id))?.pointsBalance).toBe(300);
  granted(await markVisit(app, { bookingId, mark: "no_show", actor: OPERATOR, reason: "не приходил" }));
  expect((await findClient(app.db, client.id))?.pointsBalance).toBe(0);
  expect(await ledgerCheck(app)).toEqual([]);
});

it("a reward for bringing oneself, as it turns out, is taken back (PE-4, EP-4)", async () => {
  const { phone, entered } = await makePair();
  const friend = await makeClient(app, { inviteCode: entered.referralCode });
  const { id: bookingId } = await bookedByStaff(app, friend.id, "2027-03-02T09:00:00Z");
  app.clock.set("2027-03-02T10:00:00Z");
  granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
  const balance = async () => (await findClient(app.db, friend.id))?.pointsBalance ?? 0;
  const earned = await balance();
  expect((await findClient(app.db, entered.id))?.pointsBalance).toBe(300);
  granted(await joinPhone(app, cardOf(friend, phone)));
  expect(await balance()).toBe(earned);
  expect(await ledgerCheck(app)).toEqual([]);
  granted(await markVisit(app, { bookingId, mark: "no_show", actor: OPERATOR, reason: "не приходил" }));
  granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR, reason: "приходил" }));
  expect(await balance()).toBe(earned);
  expect(await ledgerCheck(app)).toEqual([]);
});
