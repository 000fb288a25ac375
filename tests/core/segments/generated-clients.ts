import fc from "fast-check";
import type { App } from "../../../src/core/app.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { localDay } from "../../../src/core/kernel/local-day.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import type { SegmentFacts } from "../../../src/core/segments/rules/membership.ts";
import { makeService, makeSpecialist } from "../../support/make.ts";
import type { Vocabulary } from "./arbitraries.ts";

const DAY_MS = 86_400_000;

/** Moments that lie exactly on what conditions ask about, a millisecond beside it, and anywhere. */
const anyAgoMs = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, 1, 7, 30, 365), fc.constantFrom(-1, 0, 1))
    .map(([days, besideMs]) => Math.max(0, days * DAY_MS + besideMs)),
  fc.integer({ min: 0, max: 400 * DAY_MS }),
);

const anyVisit = fc.record({
  state: fc.constantFrom("completed", "completed", "no_show", "confirmed", "cancelled", "expired"),
  agoMs: anyAgoMs,
  service: fc.nat(2),
  specialist: fc.nat(2),
});

const anyPayment = fc.record({
  kind: fc.constantFrom("booking", "booking", "on_spot", "tip"),
  isCaptured: fc.boolean(),
  kopecks: fc.constantFrom(10_000, 49_999, 50_000, 100_000, 150_000),
  refund: fc.option(
    fc.record({
      state: fc.constantFrom("queued", "pending", "succeeded", "canceled"),
      share: fc.constantFrom(1, 2),
    }),
  ),
});

const anyClient = fc.record({
  fate: fc.constantFrom("lives", "lives", "lives", "lives", "erased", "merged"),
  registeredAgoMs: anyAgoMs,
  visits: fc.array(anyVisit, { maxLength: 4 }),
  payments: fc.array(anyPayment, { maxLength: 3 }),
  points: fc.constantFrom(-100, -99, 0, 1, 299, 300, 5_000),
  birthday: fc.option(
    fc.constantFrom(
      "1604-02-29",
      "1990-02-28",
      "1604-11-23",
      "2000-11-24",
      "1985-11-30",
      "1985-12-01",
      "1604-11-22",
      "1970-01-01",
      "1999-12-31",
    ),
  ),
  tags: fc.subarray(["постоянная", "утро", "vip"]),
  isVip: fc.boolean(),
  isUnreachable: fc.boolean(),
  isInBot: fc.boolean(),
  consents: fc.array(fc.constantFrom("given", "withdrawn"), { maxLength: 3 }),
  blocks: fc.array(
    fc.record({
      endsInMs: fc.option(fc.constantFrom(-1, 0, 1, DAY_MS)),
      isLifted: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  inviter: fc.option(fc.nat(1_000)),
});

export type MadeClient = ReturnType<typeof anyClient.generate>["value"];

/** Clients as the books could hold them, the same for a seed; the first one invites nobody's friend. */
export const generatedClients = (count: number, seed: number): readonly MadeClient[] =>
  fc.sample(anyClient, { numRuns: count, seed });

export type World = {
  readonly vocabulary: Vocabulary;
  /** The living: who they are, and what is true of them. */
  readonly living: readonly { readonly id: string; readonly facts: SegmentFacts }[];
};

type Row = { readonly id: string; readonly made: MadeClient; readonly inviterId: string | undefined };

/** Writes generated clients into the database, past the use cases, and answers what is true of each by the model alone. */
export async function makeWorld(app: App, made: readonly MadeClient[]): Promise<World> {
  const services = [await makeService(app), await makeService(app), await makeService(app)].map(
    ({ id }) => id,
  );
  const specialists: string[] = [];
  for (let n = 0; n < 3; n += 1) specialists.push((await makeSpecialist(app)).id);
  const vocabulary = {
    services: [...services, "00000000-0000-4000-8000-00000000dead"],
    specialists: [...specialists, "00000000-0000-4000-8000-00000000dead"],
    tags: ["постоянная", "утро", "vip", "ничья"],
  };
  const rows: Row[] = [];
  for (const one of made) {
    const inviter = one.inviter === null ? undefined : rows[one.inviter % (rows.length + 1)];
    const row = { id: app.newId(), made: one, inviterId: inviter?.id };
    await writeClient(app, row, rows.length);
    rows.push(row);
  }
  const visits = new Map<string, SegmentFacts["visits"][]>();
  for (const row of rows) visits.set(row.id, await writeVisits(app, row, { services, specialists }));
  for (const row of rows) await writeFate(app, row, present(rows[0], "somebody"));
  const living = rows.filter(({ made: { fate } }, index) => fate === "lives" || index === 0);
  return {
    vocabulary,
    living: living.map((row) => ({
      id: row.id,
      facts: factsOf(app, row, rows, present(visits.get(row.id), "visits")),
    })),
  };
}

async function writeClient(app: App, { id, made, inviterId }: Row, place: number): Promise<void> {
  const now = app.clock.now();
  const createdAt = new Date(now.getTime() - made.registeredAgoMs);
  await app.db.run(sql`
    INSERT INTO clients (id, telegram_id, name, birthday, referral_code, invited_by_id, is_vip, tags, unreachable_at, created_at)
    VALUES (${id}::uuid, ${made.isInBot ? 50_000 + place : null}, 'Клиент', ${made.birthday}::date, ${id}, ${inviterId ?? null}::uuid,
            ${made.isVip}, ${made.tags}::text[], ${made.isUnreachable ? now : null}, ${createdAt})`);
  if (made.points !== 0) {
    await app.db.run(sql`
      INSERT INTO point_entries (id, client_id, points, kind, reason, created_at)
      VALUES (gen_random_uuid(), ${id}::uuid, ${made.points}, 'adjustment', 'так', ${now})`);
  }
  for (const [index, action] of made.consents.entries()) {
    await app.db.run(sql`
      INSERT INTO consents (id, client_id, kind, action, text_version, pressed, created_at)
      VALUES (gen_random_uuid(), ${id}::uuid, 'marketing', ${action}, '1', 'Да', ${new Date(now.getTime() + index)})`);
  }
  for (const { endsInMs, isLifted } of made.blocks) {
    const endsAt = endsInMs === null ? null : new Date(now.getTime() + endsInMs);
    await app.db.run(sql`
      INSERT INTO client_blocks (id, client_id, kind, reason, created_at, ends_at, lifted_at)
      VALUES (gen_random_uuid(), ${id}::uuid, 'manual', 'Спор', ${new Date(now.getTime() - DAY_MS)}, ${endsAt}, ${isLifted ? now : null})`);
  }
}

let serial = 0;

/** Confirmed ones stand apart, an hour each around now, because live bookings may not overlap. */
async function writeVisits(
  app: App,
  { id, made }: Row,
  of: { readonly services: readonly string[]; readonly specialists: readonly string[] },
): Promise<SegmentFacts["visits"][]> {
  const nowMs = app.clock.now().getTime();
  const kept: Record<string, SegmentFacts["visits"][number][]> = {
    completed: [],
    no_show: [],
    confirmed: [],
  };
  let bookingId: string | undefined;
  for (const { state, agoMs, service, specialist } of made.visits) {
    serial += 1;
    const startsAt = new Date(
      state === "confirmed" ? nowMs + ((serial % 400) - 200) * 3_600_000 : nowMs - agoMs,
    );
    const serviceId = present(of.services[service], "a service");
    const specialistId = present(of.specialists[specialist], "a specialist");
    const isWritten = await writeBooking(app, {
      id: app.newId(),
      clientId: id,
      state,
      startsAt,
      serviceId,
      specialistId,
    });
    if (isWritten === undefined) continue;
    bookingId = isWritten;
    kept[state]?.push({ startsAt, serviceId, specialistId });
  }
  if (made.payments.length > 0) {
    bookingId ??= await writeBooking(app, {
      ...{ id: app.newId(), clientId: id, state: "expired", startsAt: app.clock.now() },
      ...{
        serviceId: present(of.services[0], "a service"),
        specialistId: present(of.specialists[0], "a specialist"),
      },
    });
    for (const payment of made.payments)
      await writePayment(app, { id, bookingId: present(bookingId, "a booking"), payment });
  }
  return [kept.completed ?? [], kept.no_show ?? [], kept.confirmed ?? []];
}

/** @returns undefined where another confirmed one has the hour already */
async function writeBooking(
  app: App,
  booking: {
    readonly id: string;
    readonly clientId: string;
    readonly state: string;
    readonly startsAt: Date;
    readonly serviceId: string;
    readonly specialistId: string;
  },
): Promise<string | undefined> {
  const { id, clientId, state, startsAt, serviceId, specialistId } = booking;
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const endedAt = state === "confirmed" ? null : endsAt;
  const rows = await app.db.run(sql`
    INSERT INTO bookings (id, client_id, specialist_id, service_id, state, starts_at, ends_at, slot_ids, slot_kind, created_at, confirmed_at,
      ended_at, points, pay_now_kopecks, on_spot_kopecks, list_price_kopecks, price_kopecks, payment_policy, prepayment_kopecks,
      cancel_late_hours, cancel_grace_minutes, penalty_percent, keeps_prepayment, accrual_percent, accrual_base, rebook_percent, rebook_days)
    SELECT ${id}::uuid, ${clientId}::uuid, ${specialistId}::uuid, ${serviceId}::uuid, ${state}, ${startsAt}, ${endsAt}, '{}', 'regular',
      ${startsAt}, ${startsAt}, ${endedAt}, 0, 0, 35000000, 35000000, 35000000, 'onSite', 0, 12, 15, 10, true, 10, 'price', 5, 7
    ON CONFLICT DO NOTHING`);
  return rows === 1 ? id : undefined;
}

async function writePayment(
  app: App,
  {
    id,
    bookingId,
    payment,
  }: { readonly id: string; readonly bookingId: string; readonly payment: MadeClient["payments"][number] },
): Promise<void> {
  const now = app.clock.now();
  const isDone = payment.isCaptured || payment.kind === "on_spot";
  const paymentId = app.newId();
  await app.db.run(sql`
    INSERT INTO payments (id, booking_id, client_id, kind, method, is_two_stage, state, amount_kopecks, captured_kopecks, create_key, ended_at, created_at)
    VALUES (${paymentId}::uuid, ${bookingId}::uuid, ${id}::uuid, ${payment.kind}, ${payment.kind === "on_spot" ? "cash" : "bank_card"},
      ${payment.kind === "booking"}, ${isDone ? "captured" : "cancelled"}, ${payment.kopecks}, ${isDone ? payment.kopecks : 0},
      ${payment.kind === "on_spot" ? null : paymentId}, ${now}, ${now})`);
  const { refund } = payment;
  const back = refund === null ? 0 : Math.floor(payment.kopecks / refund.share);
  if (refund === null || !isDone || back === 0) return;
  const isOver = refund.state === "succeeded" || refund.state === "canceled";
  await app.db.run(sql`
    INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, ended_at, next_attempt_at, created_at)
    VALUES (gen_random_uuid(), ${paymentId}::uuid, ${bookingId}::uuid, ${back}, ${refund.state}, 'staff', ${paymentId},
      ${isOver ? now : null}, ${isOver ? null : now}, ${now})`);
}

/** Somebody erased, or who turned out to be the first client. */
async function writeFate(app: App, { id, made }: Row, first: Row): Promise<void> {
  if (made.fate === "lives" || id === first.id) return;
  const fate =
    made.fate === "erased" ? sql`erased_at = ${app.clock.now()}` : sql`merged_into_id = ${first.id}::uuid`;
  await app.db.run(sql`
    UPDATE clients SET name = 'Удалённый клиент', telegram_id = NULL, birthday = NULL, tags = '{}', ${fate} WHERE id = ${id}::uuid`);
}

function factsOf(
  app: App,
  { id, made, inviterId }: Row,
  rows: readonly Row[],
  visits: readonly SegmentFacts["visits"][],
): SegmentFacts {
  const nowMs = app.clock.now().getTime();
  const [completed = [], noShows = [], confirmed = []] = visits;
  const brought = rows.filter(
    (row) => row.inviterId === id && (row.made.fate !== "merged" || row.id === rows[0]?.id),
  );
  return {
    registeredAt: new Date(nowMs - made.registeredAgoMs),
    visits: completed,
    noShows,
    confirmed,
    spent: kopecks(made.payments.map(leftOf).reduce((sum, one) => sum + one, 0)),
    points: made.points,
    birthday: made.birthday === null ? undefined : localDay(made.birthday),
    tags: made.tags,
    is: {
      invited: inviterId !== undefined,
      hasInvited: brought.some((row) => row.made.visits.some(({ state }) => state === "completed")),
      blocked: made.blocks.some(({ endsInMs, isLifted }) => !isLifted && (endsInMs === null || endsInMs > 0)),
      vip: made.isVip,
      marketing: made.consents.at(-1) === "given",
      inBot: made.isInBot,
      unreachable: made.isUnreachable,
    },
  };
}

function leftOf({ kind, isCaptured, kopecks: paid, refund }: MadeClient["payments"][number]): number {
  if (kind === "tip" || (kind !== "on_spot" && !isCaptured)) return 0;
  return paid - (refund === null || refund.state === "canceled" ? 0 : Math.floor(paid / refund.share));
}
