import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { choosePoints } from "../src/core/booking/index.ts";
import { OPERATOR } from "../src/core/kernel/actor.ts";
import { writeToStaff } from "../src/core/notifications/index.ts";
import { addStaff } from "../src/core/people/index.ts";
import { violatedConstraint } from "../src/core/runtime/database-error.ts";
import { keptPromises, listedPromises } from "../src/core/runtime/promises.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { BREAKS } from "./broken-promises.ts";
import { testApp } from "./support/app.ts";
import { makeBooking, makeHold } from "./support/hold.ts";
import { givePoints, granted, makeClient, makeSlot, makeSpecialist } from "./support/make.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const app = await testApp();

/** One row of each kind, so that every statement below finds something to break. */
async function populate(): Promise<void> {
  const held = await makeHold(app);
  await givePoints(app, held.client.id, 100);
  granted(await choosePoints(app, { ...held.hold, points: 50 }));
  const { specialist } = await makeBooking(app);
  await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-25T09:00:00Z" });
  await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-25T10:00:00Z" });
  await makeSpecialist(app, []);
  const inviter = await makeClient(app);
  const friend = await makeClient(app, { inviteCode: inviter.referralCode });
  granted(
    await addStaff(app, {
      name: "Ольга",
      role: "owner",
      email: "o@x.test",
      password: "0123456789",
      telegramId: 5,
      actor: OPERATOR,
    }),
  );
  await app.db.run(sql`
    INSERT INTO client_notes (id, client_id, text, created_at)
    VALUES (gen_random_uuid(), ${friend.id}::uuid, 'Любит тишину', now())`);
  granted(await writeToStaff(app, { messageId: app.newId(), clientId: friend.id, text: "Здравствуйте" }));
  await app.db.pool.query(`
    INSERT INTO installation (id, mode, session_secret, notification_secret, created_at) VALUES (1, 'live', 's', 'n', now());
    INSERT INTO quick_replies (id, title, text, place, created_at, updated_at)
      VALUES (gen_random_uuid(), 'Адрес', 'Мы здесь', 1, now(), now()), (gen_random_uuid(), 'Опоздаем', 'Подождите', 2, now(), now());
    INSERT INTO client_blocks (id, client_id, kind, reason, created_at, ends_at)
      VALUES (gen_random_uuid(), '${friend.id}', 'manual', 'Спор', now(), now() + interval '7 days');
    INSERT INTO payments (id, booking_id, client_id, is_two_stage, state, amount_kopecks, captured_kopecks, create_key, capture_key,
        cancel_key, provider_payment_id, ended_at, next_check_at, created_at)
      SELECT gen_random_uuid(), id, client_id, true, CASE state WHEN 'held' THEN 'pending' ELSE 'captured' END, 100000,
        CASE state WHEN 'held' THEN 0 ELSE 100000 END, 'k' || number, 'c' || number, 'x' || number, 'p' || number,
        CASE state WHEN 'held' THEN NULL::timestamptz ELSE now() END, CASE state WHEN 'held' THEN now() END, now()
      FROM bookings;
    INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, provider_refund_id, next_attempt_at, created_at)
      SELECT gen_random_uuid(), id, booking_id, 60000, 'queued', 'late', 'r1', 'pr1', now(), now() FROM payments WHERE state = 'captured';
    INSERT INTO closing_receipts (id, payment_id, booking_id, amount_kopecks, state, key, request, provider_receipt_id, next_attempt_at, created_at)
      SELECT gen_random_uuid(), id, booking_id, 40000, 'queued', 't1', '{"email": "a@x.test"}', 'pt1', now(), now() FROM payments WHERE state = 'captured';
    INSERT INTO point_entries (id, client_id, points, kind, booking_id, created_at)
      SELECT gen_random_uuid(), client_id, 200, 'accrual', id, now() FROM bookings WHERE state = 'confirmed';
    INSERT INTO point_entries (id, client_id, points, kind, friend_id, created_at)
      VALUES (gen_random_uuid(), '${inviter.id}', 300, 'referral', '${friend.id}', now());
    INSERT INTO reviews (booking_id, client_id, specialist_id, rating, created_at, changed_at)
      SELECT id, client_id, specialist_id, 5, now(), now() FROM bookings WHERE state = 'confirmed';
    INSERT INTO broadcasts (id, kind, title, text, segment, created_at)
      VALUES (gen_random_uuid(), 'informational', 'Новость', 'Мы переехали', '{"all": []}', now());
    INSERT INTO broadcast_pictures (broadcast_id, kind, bytes) SELECT id, 'png', 'x' FROM broadcasts;
    INSERT INTO broadcast_recipients (broadcast_id, client_id) SELECT id, '${friend.id}' FROM broadcasts;
    INSERT INTO time_off (id, specialist_id, starts_at, ends_at, reason, taken_by_id, created_at)
      SELECT gen_random_uuid(), specialist_id, '2026-12-01', '2026-12-02', 'Выходной', change_id, now()
      FROM slots WHERE booking_id IS NULL LIMIT 1;
    INSERT INTO content_versions (number, id, content, note, published_at) VALUES (1, gen_random_uuid(),
      '{"texts": {}, "menu": [{"target": "book"}, {"target": "my"}, {"target": "my_data"}, {"target": "contact"}], "pages": []}',
      'Первая', now());
    INSERT INTO content_draft (id, revision, based_on, updated_at) VALUES (1, 1, 1, now());
    INSERT INTO content_pictures (id, kind, bytes, created_at) VALUES (gen_random_uuid(), 'png', 'x', now());
    INSERT INTO waitlist_entries (id, client_id, service_id, days, from_day, to_day, from_minute, to_minute, state, offers, created_at)
      SELECT gen_random_uuid(), client_id, service_id, '{2026-11-24,2026-11-25}', '2026-11-24', '2026-11-25', 0, 720, 'offered', 1, now()
      FROM bookings WHERE state = 'held';
    INSERT INTO waitlist_offers (booking_id, entry_id, slot_id, offered_at)
      SELECT booking.id, entry.id, booking.slot_ids[1], now()
      FROM bookings booking JOIN waitlist_entries entry ON entry.client_id = booking.client_id;`);
}
await populate();

/** What the database does of its own accord is shown, not broken. */
const DOES: Readonly<Record<string, () => Promise<void>>> = {
  bookings_release_slots: async () => {
    const { booking: held, slot } = await makeHold(app);
    await app.db.run(
      sql`UPDATE bookings SET state = 'expired', ended_at = now() WHERE id = ${held.id}::uuid`,
    );
    expect(await app.db.first(sql`SELECT booking_id FROM slots WHERE id = ${slot.id}::uuid`)).toEqual({
      bookingId: null,
    });
  },
  time_off_closes_slots: async () => {
    const { id: specialistId } = await makeSpecialist(app, []);
    const slot = await makeSlot(app, { specialistId, startsAt: "2026-12-01T09:00:00Z" });
    const look = () => app.db.first(sql`SELECT state, closed_reason FROM slots WHERE id = ${slot.id}::uuid`);
    await app.db.run(sql`
      INSERT INTO time_off (id, specialist_id, starts_at, ends_at, reason, taken_by_id, created_at)
      SELECT gen_random_uuid(), specialist_id, starts_at, ends_at, 'Учёба', change_id, now() FROM slots WHERE id = ${slot.id}::uuid`);
    expect(await look()).toEqual({ state: "closed", closedReason: "Учёба" });
    await app.db.run(sql`UPDATE time_off SET lifted_at = now() WHERE specialist_id = ${specialistId}::uuid`);
    expect(await look()).toEqual({ state: "open", closedReason: null });
  },
  clients_keep_first_visit: async () => {
    const [{ booking, client }, other] = [await makeBooking(app), await makeClient(app)];
    const firstVisits = async () =>
      app.db.many(sql`
        SELECT first_visit_at FROM clients WHERE id = ANY(${[client.id, other.id]}::uuid[]) ORDER BY id = ${other.id}::uuid`);
    const change = (to: string, clientId: string) =>
      app.db.run(
        sql`UPDATE bookings SET state = ${to}, client_id = ${clientId}::uuid, ended_at = now() WHERE id = ${booking.id}::uuid`,
      );
    const at = { firstVisitAt: booking.startsAt };
    const none = { firstVisitAt: null };
    await change("completed", client.id);
    expect(await firstVisits()).toEqual([at, none]);
    await change("completed", other.id);
    expect(await firstVisits()).toEqual([none, at]);
    await change("no_show", other.id);
    expect(await firstVisits()).toEqual([none, none]);
  },
  point_entries_keep_balance: async () => {
    const [one, two] = [await makeClient(app), await makeClient(app)];
    await app.db.run(sql`
      INSERT INTO point_entries (id, client_id, points, kind, reason, created_at)
      SELECT gen_random_uuid(), client_id, points, 'adjustment', 'так', now()
      FROM (VALUES (${one.id}::uuid, 7), (${one.id}::uuid, -2), (${two.id}::uuid, 1)) AS given (client_id, points)`);
    const balances = await app.db.many(
      sql`SELECT points_balance FROM clients WHERE id = ANY(${[one.id, two.id]}::uuid[]) ORDER BY 1`,
    );
    expect(balances).toEqual([{ pointsBalance: 1 }, { pointsBalance: 5 }]);
  },
};

/** Runs statements, the last of which must fail, and answers the name of what it ran into; nothing of it stays. */
async function brokenBy(statements: string): Promise<string | undefined> {
  const client = await app.db.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(statements);
    return "nothing";
  } catch (error) {
    return violatedConstraint(error);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

const LISTED = await listedPromises();
const NAMES = LISTED.map(({ name }) => name).sort();

describe("the list of promises", () => {
  it("is the database's own: nothing is missing, nothing is made up, nothing stands twice", async () => {
    expect(NAMES).toEqual(await keptPromises(app.db));
    expect(new Set(NAMES).size).toBe(NAMES.length);
  });

  it("is broken or shown here promise by promise", () => {
    expect([...Object.keys(BREAKS), ...Object.keys(DOES)].sort()).toEqual(NAMES);
  });

  it("names the rule and the refusal that the code makes of it", () => {
    const files = readdirSync(path.join(ROOT, "src/core"), { recursive: true, encoding: "utf8" });
    const code = files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(path.join(ROOT, "src/core", file), "utf8"));
    const made = new Map<string, Set<string>>();
    for (const text of code) {
      for (const [, table = ""] of text.matchAll(/const \w*CONFLICTS = \{([^}]*)\}/g)) {
        for (const [, name = "", refusal = ""] of table.matchAll(/(\w+): "(\w+)"/g))
          made.set(name, (made.get(name) ?? new Set()).add(refusal));
      }
    }
    for (const { name, rule, becomes } of LISTED) {
      expect(rule).toMatch(/^(–|[A-Z]{2}-\d)$/);
      const refusals = [...(made.get(name) ?? [])].sort();
      const expected = name in DOES ? ["*does so itself*"] : refusals.length > 0 ? refusals : ["invariant"];
      expect({ name, becomes: [...becomes].sort() }).toEqual({ name, becomes: expected });
    }
    const strangers = [...made.keys()].filter((name) => !NAMES.includes(name) && !/_(fkey|pkey)$/.test(name));
    expect(strangers).toEqual([]);
  });

  it("would notice a promise that nobody listed", async () => {
    await app.db.pool.query("CREATE TABLE planted (id int, CONSTRAINT planted_positive CHECK (id > 0))");
    expect(await keptPromises(app.db)).toContain("planted_positive");
    await app.db.pool.query("DROP TABLE planted");
  });

  it("counts nothing as kept that was switched off", async () => {
    await app.db.pool.query("ALTER TABLE point_entries DISABLE TRIGGER point_entries_keep_balance");
    expect(await keptPromises(app.db)).not.toContain("point_entries_keep_balance");
    await app.db.pool.query("ALTER TABLE point_entries ENABLE TRIGGER point_entries_keep_balance");
    expect(await keptPromises(app.db)).toContain("point_entries_keep_balance");
  });
});

describe("the database refuses, by its own name, what breaks", () => {
  it.each(Object.entries(BREAKS))("%s", async (name, statement) => {
    const others = await app.db.first<{
      client: string;
      specialist: string;
      payment: string;
      booking: string;
    }>(sql`
      SELECT (SELECT id FROM payments WHERE state = 'pending' LIMIT 1) AS payment,
             (SELECT id FROM bookings WHERE state = 'confirmed' LIMIT 1) AS booking,
             (SELECT id FROM clients WHERE id NOT IN (SELECT client_id FROM bookings) LIMIT 1) AS client,
             (SELECT id FROM specialists WHERE id NOT IN (SELECT specialist_id FROM bookings) LIMIT 1) AS specialist`);
    const filled = statement
      .replaceAll("CLIENT", others?.client ?? "")
      .replaceAll("SPECIALIST", others?.specialist ?? "")
      .replaceAll("BOOKING", others?.booking ?? "")
      .replaceAll("PAYMENT", others?.payment ?? "");
    expect(await brokenBy(filled)).toBe(name);
  });
});

it("a mark of a visit may be corrected again and again, and has earned at most once each time", async () => {
  const { booking: visit, client } = await makeBooking(app);
  const write = (kind: string, points: number, number: number) =>
    app.db.run(sql`
      INSERT INTO point_entries (id, client_id, points, kind, booking_id, number, created_at)
      VALUES (${app.newId()}::uuid, ${client.id}::uuid, ${points}, ${kind}, ${visit.id}::uuid, ${number}, now())`);
  for (const number of [1, 2, 3]) {
    await write("accrual", 200, number);
    await expect(write("accrual", 200, number + 1)).rejects.toThrow("has earned already");
    await write("accrual_reversal", -200, number);
  }
});

it("every connection thinks in UTC, whatever the process's zone", async () => {
  expect(await app.db.first(sql`SELECT current_setting('TimeZone') AS zone`)).toEqual({ zone: "UTC" });
});

describe("the database does of its own accord", () => {
  it.each(Object.entries(DOES))("%s", (_, shows) => shows());
});
