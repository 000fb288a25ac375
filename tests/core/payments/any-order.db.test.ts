import fc from "fast-check";
import { expect, it } from "vitest";
import {
  cancelBooking,
  checkPayment,
  choosePoints,
  confirmHold,
  expireHolds,
  findBooking,
  giveUpHold,
  holdSlot,
  openPayment,
  reconcilePayments,
  refundBooking,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../../src/core/kernel/instant.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { receiveHint } from "../../../src/core/payments/index.ts";
import { createYookassaProvider } from "../../../src/core/payments/yookassa/index.ts";
import { ledgerCheck, listWaitingMoney } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { SECRET_KEY, SHOP_ID } from "../../sandbox/yookassa-sandbox.ts";
import { testAppWithBank } from "../../support/app.ts";
import { alignClocks, atBank, pass, payAtBank, payBySbp, repeatedUnderNewKeys } from "../../support/bank.ts";
import { makeHold, wish } from "../../support/hold.ts";
import { givePoints, granted, makeClient } from "../../support/make.ts";

const TIMEOUT_MS = 100;
/** A whole life is the simulation's: here one hold and its money are looked at from all sides. */
const RUNS = 50;
const withBank = await testAppWithBank();
const app = {
  ...withBank,
  payments: createYookassaProvider({
    shopId: SHOP_ID,
    secretKey: SECRET_KEY,
    apiUrl: `${withBank.bank.baseUrl}/v3/`,
    timeoutMs: TIMEOUT_MS,
  }),
};
await alignClocks(app);
const actor = OPERATOR;
granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor }));

type Scene = Awaited<ReturnType<typeof makeHold>> & {
  readonly providerIds: () => Promise<readonly string[]>;
};

/** What anybody may do, in any order and at one moment; a refusal is an answer like another. */
const ACTS: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  "opens the card's page": ({ hold }) => openPayment(app, { ...hold, method: "bank_card" }),
  "opens the page of SBP": ({ hold }) => openPayment(app, { ...hold, method: "sbp" }),
  "pays what was opened first": async (scene) => payOne((await scene.providerIds()).at(0)),
  "pays what was opened last": async (scene) => payOne((await scene.providerIds()).at(-1)),
  "pays with a card that is declined": async (scene) =>
    payOne((await scene.providerIds()).at(-1), "5555555555554592"),
  "says «Я оплатил»": ({ hold }) => checkPayment(app, hold),
  "chooses points": ({ hold }) => choosePoints(app, { ...hold, points: 300 }),
  "takes the points back": ({ hold }) => choosePoints(app, { ...hold, points: 0 }),
  "confirms without paying": ({ hold }) => confirmHold(app, hold),
  "gives the hold up": ({ hold }) => giveUpHold(app, hold),
  cancels: ({ hold }) =>
    cancelBooking(app, { bookingId: hold.bookingId, by: { kind: "client", clientId: hold.clientId } }),
  "staff cancel": ({ hold }) =>
    cancelBooking(app, { bookingId: hold.bookingId, by: { kind: "business", actor, reason: "болезнь" } }),
  "staff give a part back": ({ hold }) =>
    refundBooking(app, {
      requestId: app.newId(),
      bookingId: hold.bookingId,
      amount: kopecks(12_345),
      reason: "просьба",
      actor,
    }),
  "somebody else takes the start": async (scene) =>
    holdSlot(app, wish(app, { ...scene, client: await makeClient(app) })),
  "holds the start anew": (scene) => holdSlot(app, { ...scene.asked, bookingId: app.newId() }),
  "the bank notifies": async (scene) => {
    for (const providerId of await scene.providerIds())
      await receiveHint(app, { event: "payment.waiting_for_capture", providerId });
    await reconcilePayments(app);
  },
  "the jobs run": runJobs,
  "some seconds pass": () => pass(app, 7),
  "some minutes pass": () => pass(app, 5 * 60),
  "the hold's time passes": () => pass(app, 16 * 60),
};

const actNamed = (name: string) => present(ACTS[name], name);

/** What the bank does instead of answering, once or twice. */
const FAULTS = [
  { path: "/payments", method: "POST", exact: true, status: 500 },
  { path: "/payments", method: "POST", exact: true, status: 500, when: "after" },
  { path: "/payments", method: "POST", exact: true, reset: true, when: "after" },
  { path: "/payments/*", method: "GET", status: 502, body: "html", times: 2 },
  { path: "/payments/*/capture", status: 500, times: 2 },
  { path: "/payments/*/capture", status: 500, when: "after" },
  { path: "/payments/*/capture", delay_ms: 2 * TIMEOUT_MS, when: "before" },
  { path: "/payments/*/capture", status: 400 },
  { path: "/payments/*/cancel", status: 500, when: "after" },
  { path: "/payments/*/cancel", reset: true },
  { path: "/refunds", method: "POST", status: 500, when: "after", times: 2 },
  { path: "/refunds", method: "POST", delay_ms: 2 * TIMEOUT_MS, when: "before" },
] as const;

async function payOne(providerId: string | undefined, card?: string): Promise<void> {
  if (providerId === undefined) return;
  await payAtBank(app, providerId, card);
  if (card === undefined) await payBySbp(app, providerId);
}

async function runJobs(): Promise<void> {
  await reconcilePayments(app);
  await sendDueRefunds(app);
  await expireHolds(app);
}

async function raiseCurtain(): Promise<Scene> {
  const startsAt = hoursAfter(app.clock.now(), 30);
  startsAt.setUTCMinutes(0, 0, 0);
  const held = await makeHold(app, { at: startsAt.toISOString() });
  await givePoints(app, held.client.id, 1_000);
  const providerIds = async () => {
    const rows = await app.db.many<{ id: string }>(sql`
      SELECT provider_payment_id AS id FROM payments
      WHERE client_id = ${held.client.id}::uuid AND provider_payment_id IS NOT NULL ORDER BY created_at, id`);
    return rows.map(({ id }) => id);
  };
  return { ...held, providerIds };
}

/** The bank errs no more, nobody does anything any more, and the jobs run until nothing is open. */
async function letItEnd(): Promise<void> {
  app.bank.part.restore(app.bank.part.snapshot());
  await runJobs();
  await pass(app, 16 * 60);
  for (let round = 0; round < 30; round += 1) {
    await runJobs();
    if ((await listWaitingMoney(app, { rowsMax: 1 })).length === 0 && round > 2) return;
    await pass(app, 60 + round * 60);
  }
}

/** Every payment that the bank made for this client, known to us or not, and what it keeps of each. */
async function keptAtBank(clientId: string): Promise<number> {
  const ours = await app.db.many<{ id: string }>(
    sql`SELECT id FROM bookings WHERE client_id = ${clientId}::uuid`,
  );
  const made = (await app.bank.sim("/payments")).body.payments as {
    id: string;
    metadata: { booking_id?: string };
  }[];
  let kept = 0;
  for (const { id, metadata } of made)
    if (ours.some((booking) => booking.id === metadata.booking_id)) kept += (await atBank(app, id)).kept;
  return kept;
}

async function expectEveryRubleTold({ client }: Scene): Promise<void> {
  expect(await listWaitingMoney(app, { rowsMax: 10 })).toEqual([]);
  expect(await ledgerCheck(app)).toEqual([]);
  expect(await repeatedUnderNewKeys(app)).toEqual([]);
  const bookings = await app.db.many<{ id: string }>(
    sql`SELECT id FROM bookings WHERE client_id = ${client.id}::uuid`,
  );
  let paid = 0;
  for (const { id } of bookings) {
    const booking = await findBooking(app.db, id);
    expect(["confirmed", "cancelled", "expired"]).toContain(booking?.state);
    if (booking?.state === "expired") expect(booking.paid).toBe(0);
    paid += booking?.paid ?? 0;
  }
  expect(await keptAtBank(client.id), "the bank's books and ours").toBe(paid);
}

/** Money has to come and to be heard of before much can be done with it. */
const OFTEN = ["pays what was opened last", "says «Я оплатил»", "the bank notifies", "the jobs run"];
const act = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(ACTS)) },
  { weight: 2, arbitrary: fc.constantFrom(...OFTEN) },
);
const opening = fc.constantFrom("opens the card's page", "opens the page of SBP");
const moment = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 3 }),
  fault: fc.option(fc.constantFrom(...FAULTS), { nil: undefined, freq: 2 }),
});

/** How it ended: for the bookings, and for the money. */
const outcomes = new Map<string, number>();
async function noteOutcome({ client }: Scene): Promise<void> {
  const rows = await app.db.many<{ end: string }>(sql`
    SELECT 'booking ' || state AS end FROM bookings WHERE client_id = ${client.id}::uuid
    UNION ALL SELECT 'payment ' || state FROM payments WHERE client_id = ${client.id}::uuid
    UNION ALL SELECT 'refund ' || refund.reason FROM refunds refund
      JOIN payments ON payments.id = refund.payment_id WHERE client_id = ${client.id}::uuid`);
  for (const { end } of rows) outcomes.set(end, (outcomes.get(end) ?? 0) + 1);
}

it("whatever anybody does in whatever order, and whatever the bank answers, every ruble is kept for a booking, given back or never taken (PY-3, PY-5)", async () => {
  await fc.assert(
    fc.asyncProperty(opening, fc.array(moment, { minLength: 2, maxLength: 9 }), async (first, moments) => {
      const scene = await raiseCurtain();
      await actNamed(first)(scene);
      for (const { acts, fault } of moments) {
        if (fault) await app.bank.sim("/faults", fault);
        await Promise.all(acts.map((one) => actNamed(one)(scene)));
      }
      await letItEnd();
      await expectEveryRubleTold(scene);
      await noteOutcome(scene);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 180_000);

it("it was shown money that was kept and money that was not", () => {
  const ends = ["booking confirmed", "booking expired", "payment captured", "payment cancelled"];
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining(ends));
});
