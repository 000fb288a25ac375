import { type Queryable, sql } from "../../src/core/runtime/sql.ts";

/*
 * Rows by the ten thousand, as a business gathers them over years: one INSERT … SELECT each, the invariants kept.
 */

/** A service of an hour that everybody does. */
export async function growCatalog(
  db: Queryable,
  specialists: number,
): Promise<{ readonly serviceId: string }> {
  const service = await db.first<{ id: string }>(sql`
    INSERT INTO services (name, duration_minutes, price_kopecks) VALUES ('Стрижка', 60, 200000) RETURNING id`);
  const serviceId = service?.id ?? "";
  await db.run(sql`
    WITH made AS (
      INSERT INTO specialists (name, position) SELECT 'Мастер ' || n, n FROM generate_series(1, ${specialists}::int) n
      RETURNING id)
    INSERT INTO specialist_services (specialist_id, service_id) SELECT id, ${serviceId}::uuid FROM made`);
  return { serviceId };
}

/** Who writes from Telegram under the numbers from `firstTelegramId` on: they agreed, and have points. */
export async function growClients(
  db: Queryable,
  who: { readonly count: number; readonly firstTelegramId: number; readonly points?: number },
): Promise<readonly { readonly id: string; readonly telegramId: number }[]> {
  const { count, firstTelegramId: first, points = 0 } = who;
  const clients = await db.many<{ id: string; telegramId: number }>(sql`
    INSERT INTO clients (telegram_id, name, referral_code, created_at)
    SELECT n, 'Клиент ' || n, 'bench' || n, now() FROM generate_series(${first}::bigint, ${first + count - 1}::bigint) n
    RETURNING id, telegram_id`);
  await db.run(sql`
    INSERT INTO consents (id, client_id, kind, action, text_version, pressed, created_at)
    SELECT gen_random_uuid(), id, 'personal_data', 'given', '1', 'Даю согласие на обработку данных', now()
    FROM clients WHERE telegram_id BETWEEN ${first} AND ${first + count - 1}`);
  if (points > 0) {
    await db.run(sql`
      INSERT INTO point_entries (id, client_id, points, kind, reason, created_at)
      SELECT gen_random_uuid(), id, ${points}::int, 'adjustment', 'в подарок', now()
      FROM clients WHERE telegram_id BETWEEN ${first} AND ${first + count - 1}`);
  }
  return clients;
}

/**
 * The same working day for every specialist: slots back to back from 10:00 in Moscow.
 *
 * @param fromDay days from today, may be in the past
 */
export async function growSlots(
  db: Queryable,
  pattern: {
    readonly fromDay: number;
    readonly days: number;
    readonly perDay: number;
    readonly minutes: number;
  },
): Promise<number> {
  const { fromDay, days, perDay, minutes } = pattern;
  return db.run(sql`
    INSERT INTO slots (specialist_id, starts_at, ends_at, kind)
    SELECT specialist.id, at, at + make_interval(mins => ${minutes}::int), 'regular'
    FROM specialists specialist, generate_series(${fromDay}::int, ${fromDay + days - 1}::int) day,
      generate_series(0, ${perDay - 1}::int) place,
      LATERAL (SELECT date_trunc('day', now()) + interval '7 hours' + make_interval(days => day, mins => place * ${minutes}::int) AS at)
    ORDER BY specialist.id, at`);
}

const TERMS = sql`200000, 200000, 'onSite', 0, 12, 15, 10, true, 10, 'price', 5, 7`;
const TERM_COLUMNS = sql`points, pay_now_kopecks, on_spot_kopecks, list_price_kopecks, price_kopecks, payment_policy,
  prepayment_kopecks, cancel_late_hours, cancel_grace_minutes, penalty_percent, keeps_prepayment, accrual_percent, accrual_base, rebook_percent, rebook_days`;

/**
 * About half of the time ahead, from tomorrow on, is booked and confirmed: visits of so many slots, scattered over
 * days and specialists. A booking has its first slot's id; the clients take turns.
 */
export async function bookAhead(
  db: Queryable,
  visit: { readonly serviceId: string; readonly slots: number },
): Promise<number> {
  await db.run(sql`
    WITH ahead AS (
      SELECT *, row_number() OVER (PARTITION BY specialist_id ORDER BY starts_at) - 1 AS place
      FROM slots WHERE starts_at >= date_trunc('day', now()) + interval '1 day'),
    visit AS (
      SELECT specialist_id, min(starts_at) AS starts_at, max(ends_at) AS ends_at, array_agg(id ORDER BY starts_at) AS slot_ids,
        min(kind) AS slot_kind, row_number() OVER (ORDER BY min(starts_at), specialist_id) AS place
      FROM ahead GROUP BY specialist_id, place / ${visit.slots}::int HAVING count(*) = ${visit.slots}::int),
    client AS (SELECT array_agg(id) AS ids FROM clients)
    INSERT INTO bookings (id, client_id, specialist_id, service_id, state, starts_at, ends_at, slot_ids, slot_kind, created_at,
      confirmed_at, ${TERM_COLUMNS})
    SELECT slot_ids[1], client.ids[1 + visit.place % cardinality(client.ids)], specialist_id, ${visit.serviceId}::uuid, 'confirmed',
      starts_at, ends_at, slot_ids, slot_kind, now(), now(), 0, 0, 200000, ${TERMS}
    FROM visit, client WHERE visit.place * 37 % 101 < 50`);
  return db.run(sql`
    UPDATE slots SET booking_id = booking.id
    FROM (SELECT id, unnest(slot_ids) AS slot_id FROM bookings WHERE state = 'confirmed') AS booking
    WHERE slots.id = booking.slot_id AND slots.booking_id IS NULL`);
}

/**
 * Visits that were: spread over three years, a tenth of them cancelled. With their money and points, when asked to: a
 * hundred points and the rest by card, earned and said; without, nobody paid or earned anything.
 */
export async function growPast(
  db: Queryable,
  past: { readonly serviceId: string; readonly count: number; readonly withMoney: boolean },
): Promise<void> {
  const paid = past.withMoney
    ? sql`CASE n % 10 WHEN 0 THEN 0 ELSE 100 END, CASE n % 10 WHEN 0 THEN 200000 ELSE 190000 END, 0`
    : sql`0, 0, 200000`;
  await db.run(sql`
    WITH specialist AS (SELECT array_agg(id) AS ids FROM specialists),
      client AS (SELECT array_agg(id) AS ids FROM clients),
      visit AS (SELECT n, date_trunc('hour', now()) - interval '1 hour' - n * interval '3 years' / ${past.count}::int AS at
                FROM generate_series(1, ${past.count}::int) n)
    INSERT INTO bookings (id, client_id, specialist_id, service_id, state, starts_at, ends_at, slot_ids, slot_kind, created_at,
      confirmed_at, ended_at, ${TERM_COLUMNS})
    SELECT gen_random_uuid(), client.ids[1 + n % cardinality(client.ids)], specialist.ids[1 + n % cardinality(specialist.ids)],
      ${past.serviceId}::uuid, CASE n % 10 WHEN 0 THEN 'cancelled' ELSE 'completed' END, at, at + interval '1 hour', '{}', 'regular',
      at - interval '3 days', at - interval '3 days', at + interval '1 hour', ${paid}, ${TERMS}
    FROM visit, specialist, client`);
  if (past.withMoney) await growMoney(db);
}

/** What was paid, set aside, earned and said for each visit; and what went back for each cancelled one. */
async function growMoney(db: Queryable): Promise<void> {
  await db.run(sql`
    INSERT INTO payments (id, booking_id, client_id, is_two_stage, state, amount_kopecks, captured_kopecks, create_key, ended_at, created_at)
    SELECT gen_random_uuid(), id, client_id, true, 'captured', pay_now_kopecks, pay_now_kopecks, 'bench:' || id, ended_at, created_at
    FROM bookings WHERE state IN ('completed', 'cancelled')`);
  await db.run(sql`
    INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, ended_at, created_at)
    SELECT gen_random_uuid(), payments.id, bookings.id, 200000, 'succeeded', 'cancelled', 'bench:' || bookings.id, bookings.ended_at,
      bookings.ended_at
    FROM bookings JOIN payments ON payments.booking_id = bookings.id WHERE bookings.state = 'cancelled'`);
  await db.run(sql`
    INSERT INTO point_holds (id, client_id, booking_id, points, state, held_at, resolved_at)
    SELECT gen_random_uuid(), client_id, id, points, 'posted', created_at, confirmed_at FROM bookings WHERE state = 'completed'`);
  await db.run(sql`
    INSERT INTO point_entries (id, client_id, points, kind, booking_id, created_at)
    SELECT gen_random_uuid(), client_id, -points, 'redemption', id, confirmed_at FROM bookings WHERE state = 'completed'
    UNION ALL
    SELECT gen_random_uuid(), client_id, 200, 'accrual', id, ended_at FROM bookings WHERE state = 'completed'`);
  await db.run(sql`
    INSERT INTO outbox (id, key, kind, client_id, booking_id, payload, priority, state, due_at, sent_at, created_at)
    SELECT gen_random_uuid(), 'booking_confirmed:' || id, 'booking_confirmed', client_id, id, '{}', 1, 'sent', created_at, created_at, created_at
    FROM bookings WHERE state = 'completed'`);
}

/** Updates that were handled, of the clients there are, each of whom has a screen. */
export async function growInbox(db: Queryable, count: number): Promise<void> {
  await db.run(sql`
    INSERT INTO chats (telegram_id, first_payload, screen_message_id, created_at, updated_at)
    SELECT telegram_id, '', 1, now(), now() FROM clients`);
  await db.run(sql`
    WITH client AS (SELECT array_agg(telegram_id) AS ids FROM clients)
    INSERT INTO inbox (update_id, person_id, body, received_at, handled_at, attempts)
    SELECT n, client.ids[1 + n % cardinality(client.ids)], '{}', now() - n * interval '1 second', now(), 1
    FROM generate_series(1, ${count}::int) n, client`);
}

/** The planner's knowledge, and what lets an index answer alone: autovacuum would come by itself, but later. */
export const settleDown = (db: Queryable): Promise<number> => db.run(sql`VACUUM ANALYZE`);

/**
 * A waitlist of years: so many who waited once and were offered a visit that was, and so many who wait now for mornings
 * before anybody works, each for days of their own among the next two weeks.
 */
export async function growWaitlist(
  db: Queryable,
  waits: { readonly serviceId: string; readonly over: number; readonly waiting: number },
): Promise<void> {
  await db.run(sql`
    WITH client AS (SELECT array_agg(id) AS ids FROM clients),
      wish AS (SELECT n, n <= ${waits.waiting}::int AS waits, current_date + 1 + n % 7 AS from_day
               FROM generate_series(1, ${waits.over + waits.waiting}::int) n)
    INSERT INTO waitlist_entries (id, client_id, service_id, days, from_day, to_day, from_minute, to_minute, state, ended_reason,
      created_at, ended_at)
    SELECT gen_random_uuid(), client.ids[1 + n % cardinality(client.ids)], ${waits.serviceId}::uuid,
      ARRAY(SELECT from_day + step FROM generate_series(0, n % 5) step), from_day, from_day + n % 5, 0,
      540 - n / cardinality(client.ids), CASE WHEN waits THEN 'waiting' ELSE 'expired' END,
      CASE WHEN waits THEN NULL ELSE 'days_passed' END, now() - n * interval '1 minute', CASE WHEN waits THEN NULL ELSE now() END
    FROM wish, client`);
  await db.run(sql`
    WITH entry AS (SELECT id, row_number() OVER () AS place FROM waitlist_entries WHERE state = 'expired'),
      visit AS (SELECT id, row_number() OVER () AS place FROM bookings WHERE state = 'completed')
    INSERT INTO waitlist_offers (booking_id, entry_id, slot_id, offered_at, answer, answered_at)
    SELECT visit.id, entry.id, gen_random_uuid(), now(), 'declined', now() FROM entry JOIN visit USING (place)`);
}
