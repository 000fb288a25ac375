import { type Queryable, sql } from "../../src/core/runtime/sql.ts";

/*
 * Years of a salon as the panel's figures meet them: people who come one after another, stay for a while and leave, some
 * by a friend's link; visits that were missed, cancelled late, hot, reminded of and reviewed.
 */

const FIRST_NAMES = sql`ARRAY['Анна','Мария','Ольга','Елена','Ирина','Светлана','Татьяна','Наталья','Юлия','Дарья']`;
const LAST_NAMES = sql`ARRAY['Иванова','Смирнова','Кузнецова','Попова','Васильева','Петрова','Соколова','Михайлова','Новикова','Фёдорова','Морозова','Волкова']`;

/** Clients who joined over three years, each with a phone; every eighth by the link of somebody before them. */
export async function growPeople(db: Queryable, count: number): Promise<void> {
  await db.run(sql`
    INSERT INTO clients (name, phone, referral_code, created_at)
    SELECT (${FIRST_NAMES})[1 + n % 10] || ' ' || (${LAST_NAMES})[1 + n / 10 % 12] || ' ' || n, '+79' || lpad(n::text, 9, '0'), 'panel' || n,
      now() - interval '3 years' * (1 - n::float8 / ${count}::int)
    FROM generate_series(1, ${count}::int) n`);
  await db.run(sql`
    WITH numbered AS (SELECT id, row_number() OVER (ORDER BY created_at) AS n FROM clients)
    UPDATE clients SET invited_by_id = inviter.id
    FROM numbered friend JOIN numbered inviter ON inviter.n = friend.n / 2 + 1
    WHERE friend.n % 8 = 0 AND clients.id = friend.id`);
}

/**
 * Visits of those clients over three years, newest first: most of them of people who joined lately. Of a hundred six are
 * missed, four cancelled too late, six in time; every ninth is in a hot window, for a fifth less.
 */
export async function growVisits(
  db: Queryable,
  visits: { readonly serviceId: string; readonly count: number },
): Promise<void> {
  await db.run(sql`
    WITH specialist AS (SELECT array_agg(id ORDER BY position) AS ids FROM specialists),
      client AS (SELECT array_agg(id ORDER BY created_at) AS ids, count(*)::int AS count FROM clients),
      visit AS (
        SELECT n, date_bin('1 hour', now() - interval '1 hour' - n * interval '3 years' / ${visits.count}::int, timestamptz 'epoch') AS at,
          (hashint4(n)::bigint & 1048575)::float8 / 1048576 AS luck, (hashint4(n + 7) & 127) % 100 AS fate,
          n % 9 = 0 AS is_hot, 1 + n::float8 / ${visits.count}::int AS age
        FROM generate_series(1, ${visits.count}::int) n),
      chosen AS (
        SELECT visit.*, greatest(1, ceil(client.count * (2 - age) * (1 - luck ^ 3)))::int AS place FROM visit, client),
      told AS (
        SELECT chosen.*, CASE WHEN fate < 6 THEN 'no_show' WHEN fate < 16 THEN 'cancelled' ELSE 'completed' END AS state,
          CASE WHEN fate < 6 THEN 'no_show' WHEN fate < 10 THEN 'client_late' WHEN fate < 16 THEN 'client' ELSE 'completed' END AS reason,
          CASE WHEN is_hot THEN 160000 ELSE 200000 END AS price
        FROM chosen)
    INSERT INTO bookings (id, client_id, specialist_id, service_id, state, starts_at, ends_at, slot_ids, slot_kind, created_at,
      confirmed_at, promised_at, ended_at, ended_reason, points, pay_now_kopecks, on_spot_kopecks, list_price_kopecks,
      hot_discount_kopecks, discount_kopecks, price_kopecks, payment_policy, prepayment_kopecks, cancel_late_hours,
      cancel_grace_minutes, penalty_percent, keeps_prepayment, accrual_percent, accrual_base, rebook_percent, rebook_days)
    SELECT gen_random_uuid(), client.ids[place], specialist.ids[1 + n % cardinality(specialist.ids)], ${visits.serviceId}::uuid, state,
      at, at + interval '1 hour', '{}', CASE WHEN is_hot THEN 'hot' ELSE 'regular' END, at - interval '3 days',
      at - interval '3 days', CASE WHEN n % 3 > 0 THEN at - interval '1 day' END,
      CASE WHEN state = 'cancelled' THEN at - interval '4 hours' ELSE at + interval '1 hour' END, reason, 0, price, 0, 200000,
      200000 - price, 200000 - price, price, 'full', 0, 12, 15, 10, true, 10, 'price', 5, 7
    FROM told, specialist, client`);
}

/** Each visit paid by card, each cancelled one paid back; points earned and spent; reminders sent; a fifth reviewed. */
export async function growTraces(db: Queryable): Promise<void> {
  await db.run(sql`
    INSERT INTO payments (id, booking_id, client_id, is_two_stage, state, amount_kopecks, captured_kopecks, create_key, ended_at, created_at)
    SELECT gen_random_uuid(), id, client_id, true, 'captured', price_kopecks, price_kopecks, 'panel:' || id, confirmed_at, created_at
    FROM bookings WHERE state IN ('completed', 'no_show', 'cancelled')`);
  await db.run(sql`
    INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, ended_at, created_at)
    SELECT gen_random_uuid(), payments.id, bookings.id, payments.captured_kopecks, 'succeeded', 'cancelled', 'panel:' || bookings.id,
      bookings.ended_at, bookings.ended_at
    FROM bookings JOIN payments ON payments.booking_id = bookings.id WHERE bookings.state = 'cancelled'`);
  await db.run(sql`
    INSERT INTO point_entries (id, client_id, points, kind, booking_id, created_at)
    SELECT gen_random_uuid(), client_id, price_kopecks / 1000, 'accrual', id, ended_at FROM bookings WHERE state = 'completed'
    UNION ALL
    SELECT gen_random_uuid(), client_id, -price_kopecks / 1000, 'penalty', id, ended_at FROM bookings WHERE state = 'no_show'`);
  await db.run(sql`
    INSERT INTO outbox (id, key, kind, client_id, booking_id, payload, priority, state, due_at, sent_at, created_at)
    SELECT gen_random_uuid(), 'reminder:' || id || ':' || hours, 'reminder', client_id, id, json_build_object('hours', hours), 2, 'sent',
      starts_at - make_interval(hours => hours), starts_at - make_interval(hours => hours), created_at
    FROM bookings, unnest(ARRAY[24, 4]) AS hours WHERE state IN ('completed', 'no_show') AND number % 10 > 0`);
  await db.run(sql`
    INSERT INTO reviews (booking_id, client_id, specialist_id, rating, created_at, changed_at)
    SELECT id, client_id, specialist_id, 5 - number % 3, ended_at + interval '2 hours', ended_at + interval '2 hours'
    FROM bookings WHERE state = 'completed' AND number % 5 = 0`);
}

/** Every eighth slot that is over was hot. */
export async function growHotSlots(db: Queryable): Promise<void> {
  await db.run(sql`
    UPDATE slots SET kind = 'hot', hot_since = starts_at - interval '1 day', hot_announced_at = starts_at - interval '1 day'
    WHERE booking_id IS NULL AND starts_at < now() AND hashtext(id::text) & 15 < 2`);
}

/** What the database keeps by itself when visits are marked one by one. */
export async function noteFirstVisits(db: Queryable): Promise<void> {
  await db.run(sql`
    UPDATE clients SET first_visit_at = visit.at
    FROM (SELECT client_id, min(starts_at) AS at FROM bookings WHERE state = 'completed' GROUP BY client_id) AS visit
    WHERE visit.client_id = clients.id`);
}
