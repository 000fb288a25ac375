import { describe, expect, it } from "vitest";
import {
  bookForClient,
  eraseClient,
  holdSlot,
  joinPhone,
  recordOnSpot,
  refundBooking,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { writeToStaff } from "../../src/core/notifications/index.ts";
import { enterClient, findClient, renameClient } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { tally } from "../support/crowd.ts";
import { refusalOf } from "../support/footprint.ts";
import { wish } from "../support/hold.ts";
import { givePoints, granted, makeClient, makeSituation } from "../support/make.ts";
import { bookedByStaff, cardOf, makeEntered, newPhone } from "../support/people.ts";

const app = await testApp();
const ROUNDS = 8;
const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

/** No balance is lost or made: each is the sum of its entries. */
const wrongBalances = () =>
  app.db.many(sql`
    SELECT id FROM clients WHERE points_balance <>
      (SELECT coalesce(sum(points), 0) FROM point_entries WHERE client_id = clients.id)`);

describe("one phone and several people at once (PE-4)", () => {
  it("of two Telegram clients who send it exactly one becomes the one whom staff entered", async () => {
    for (const _ of rounds) {
      const phone = newPhone();
      const entered = await makeEntered(app, phone);
      await givePoints(app, entered.id, 100);
      const two = [await makeClient(app), await makeClient(app)];
      const outcomes = await Promise.all(two.map((client) => joinPhone(app, cardOf(client, phone))));
      expect(tally(outcomes.map(refusalOf))).toEqual({ done: 1, phone_taken: 1 });
      const winner = two[outcomes.findIndex(({ ok }) => ok)];
      expect((await findClient(app.db, entered.id))?.id).toBe(winner?.id);
      const balances = await Promise.all(
        two.map(async ({ id }) => (await findClient(app.db, id))?.pointsBalance),
      );
      expect([...balances].sort()).toEqual([0, 100]);
    }
    expect(await wrongBalances()).toEqual([]);
  });

  it("sent ten times at once by one client it unites once", async () => {
    const phone = newPhone();
    const entered = await makeEntered(app, phone);
    await givePoints(app, entered.id, 100);
    const client = await makeClient(app);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => joinPhone(app, cardOf(client, phone))),
    );
    expect(outcomes.filter((one) => granted(one).isUnited)).toHaveLength(1);
    expect((await findClient(app.db, client.id))?.pointsBalance).toBe(100);
  });

  it("entered by staff in the same moment it is one person's in the end", async () => {
    for (const _ of rounds) {
      const phone = newPhone();
      const client = await makeClient(app);
      const [joined, entered] = await Promise.all([
        joinPhone(app, cardOf(client, phone)),
        enterClient(app, { phone, name: "Анна", actor: OPERATOR }),
      ]);
      expect(refusalOf(joined)).toBe("done");
      expect(["done", "phone_taken"]).toContain(refusalOf(entered));
      const holders = await app.db.many(sql`SELECT id FROM clients WHERE phone = ${phone}`);
      expect(holders).toEqual([{ id: client.id }]);
    }
  });
});

describe("uniting against booking (PE-4, SL-7)", () => {
  it("a visit that staff book in that moment is the one person's, and never two of them overlap", async () => {
    for (const _ of rounds) {
      const phone = newPhone();
      const entered = await makeEntered(app, phone);
      const mine = await makeSituation(app, { service: { policy: "onSite" } });
      const theirs = await makeSituation(app, { service: { policy: "onSite" } });
      const byStaff = { payment: { by: "on_spot", waiverReason: undefined }, actor: OPERATOR } as const;
      const [held, booked, joined] = await Promise.all([
        holdSlot(app, wish(app, mine)),
        bookForClient(app, { ...wish(app, theirs), clientId: entered.id, ...byStaff }),
        joinPhone(app, cardOf(mine.client, phone)),
      ]);
      for (const outcome of [held, booked])
        expect(["done", "overlaps_own_booking"]).toContain(refusalOf(outcome));
      expect(["done", "merge_overlaps"]).toContain(refusalOf(joined));
      const isOne = (await findClient(app.db, entered.id))?.id === mine.client.id;
      expect(isOne).toBe(joined.ok);
      const ofMerged = await app.db.many(sql`
        SELECT booking.id FROM bookings booking JOIN clients client ON client.id = client_id
        WHERE client.merged_into_id IS NOT NULL`);
      expect(ofMerged).toEqual([]);
    }
  });

  it("two phones at once, whoever is locked first, end without a deadlock that reaches anybody", async () => {
    for (const _ of rounds) {
      const [first, second] = [await makeClient(app), await makeClient(app)];
      const [a, b] = [newPhone(), newPhone()];
      await bookedByStaff(app, (await makeEntered(app, a)).id);
      await makeEntered(app, b);
      const outcomes = await Promise.all([
        joinPhone(app, cardOf(first, a)),
        joinPhone(app, cardOf(second, a)),
        joinPhone(app, cardOf(first, b)),
        joinPhone(app, cardOf(second, b)),
      ]);
      for (const outcome of outcomes) expect(["done", "phone_taken"]).toContain(refusalOf(outcome));
    }
  });
});

describe("uniting against money at the desk (PE-4, PY-7)", () => {
  const waiting = async (count: number) => {
    const waiters = async () =>
      app.db.many(
        sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
    while ((await waiters()).length < count) await new Promise(setImmediate);
  };

  it("what is taken and given back while the two become one is the one person's, and so is the message", async () => {
    const phone = newPhone();
    const entered = await makeEntered(app, phone);
    const client = await makeClient(app);
    const { id: bookingId } = await bookedByStaff(app, entered.id);
    const money = { bookingId, amount: kopecks(50_000), actor: OPERATOR };
    granted(await recordOnSpot(app, { ...money, paymentId: app.newId(), method: "cash" }));

    const hand = await app.db.pool.connect();
    await hand.query("BEGIN");
    await hand.query("SELECT 1 FROM clients WHERE id = $1 FOR UPDATE", [entered.id]);
    const joining = joinPhone(app, cardOf(client, phone));
    await waiting(1);
    const taking = recordOnSpot(app, { ...money, paymentId: app.newId(), method: "terminal" });
    await waiting(2);
    const reason = "не понравилось";
    const back = refundBooking(app, { ...money, of: "on_spot", requestId: app.newId(), reason });
    await waiting(3);
    await hand.query("COMMIT");
    hand.release();

    expect(granted(await joining).isUnited).toBe(true);
    granted(await taking);
    granted(await back);
    const owners = await app.db.many(sql`
      SELECT 'payment' AS what, client_id FROM payments WHERE booking_id = ${bookingId}::uuid
      UNION SELECT 'message', client_id FROM outbox WHERE booking_id = ${bookingId}::uuid AND client_id IS NOT NULL
      ORDER BY what`);
    expect(owners).toEqual([
      { what: "message", clientId: client.id },
      { what: "payment", clientId: client.id },
    ]);
  });
});

describe("erasing against everything else (PE-2)", () => {
  it("whoever books in that moment either keeps the booking and the data, or has neither", async () => {
    for (const _ of rounds) {
      const situation = await makeSituation(app, { service: { policy: "onSite" } });
      const { client } = situation;
      const [held, erased] = await Promise.all([
        holdSlot(app, wish(app, situation)),
        eraseClient(app, { clientId: client.id, actor: { kind: "client", id: client.id } }),
      ]);
      expect([
        ["done", "erase_has_bookings"],
        ["consent_missing", "done"],
      ]).toContainEqual([refusalOf(held), refusalOf(erased)]);
      expect((await findClient(app.db, client.id))?.isErased).toBe(erased.ok);
    }
  });

  it("what they write or change in that moment leaves nothing behind", async () => {
    for (const _ of rounds) {
      const client = await makeClient(app);
      const clientId = client.id;
      const phone = newPhone();
      await makeEntered(app, phone);
      const [erased] = await Promise.all([
        eraseClient(app, { clientId, actor: { kind: "client", id: clientId } }),
        renameClient(app, { clientId, name: "Евлампия" }),
        writeToStaff(app, { messageId: app.newId(), clientId, text: "Я Евлампия" }),
        joinPhone(app, cardOf(client, phone)),
      ]);
      expect(refusalOf(erased)).toBe("done");
      const left = await app.db.many(sql`
        SELECT 1 FROM clients WHERE name LIKE '%Евлампия%'
        UNION ALL SELECT 1 FROM client_messages WHERE text LIKE '%Евлампия%'`);
      expect(left).toEqual([]);
      const named = await app.db.many(sql`
        SELECT name, phone FROM clients WHERE id = ${clientId}::uuid OR merged_into_id = ${clientId}::uuid`);
      for (const row of named) expect(row).toEqual({ name: "Удалённый клиент", phone: null });
    }
  });
});
