import { beforeEach, describe, expect, it } from "vitest";
import {
  expireHolds,
  findBooking,
  giveUpHold,
  openPayment,
  reconcilePayments,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { createYookassaProvider } from "../../../src/core/payments/yookassa/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { SECRET_KEY, SHOP_ID } from "../../sandbox/yookassa-sandbox.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import {
  alignClocks,
  atBank,
  bankRequests,
  messagesOf,
  pass,
  payAtBank,
  payBySbp,
  providerIdOf,
} from "../../support/bank.ts";
import { makeHold } from "../../support/hold.ts";
import { granted } from "../../support/make.ts";

const TIMEOUT_MS = 150;
const withBank = await testAppWithBank();
const apiUrl = `${withBank.bank.baseUrl}/v3/`;
const payments = createYookassaProvider({
  shopId: SHOP_ID,
  secretKey: SECRET_KEY,
  apiUrl,
  timeoutMs: TIMEOUT_MS,
});
const app = { ...withBank, payments };
await alignClocks(app);
granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor: OPERATOR }));
granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 1, actor: OPERATOR }));
beforeEach(() => app.clock.set(START));

/** What the bank does instead of answering; `refuses` is its own clear no, everything else leaves us in the dark. */
const FAULTS = {
  "500 before it is done": { status: 500 },
  "500 after it is done": { status: 500, when: "after" },
  "a proxy's page before it is done": { status: 502, body: "html" },
  "a proxy's page after it is done": { status: 502, body: "html", when: "after" },
  "a page with status 200": { status: 200, body: "html", when: "after" },
  "nothing at all": { status: 504, body: "empty", when: "after" },
  "still being processed": { status: 202, body: "json" },
  "too many requests": { status: 429, retry_after: 300 },
  "a cut before it is done": { reset: true },
  "a cut after it is done": { reset: true, when: "after" },
  "an answer later than we wait": { delay_ms: 2 * TIMEOUT_MS, when: "after" },
  "doing it later than we wait": { delay_ms: 2 * TIMEOUT_MS, when: "before" },
  "our keys are refused": { status: 401 },
  "a refusal": { status: 400 },
  "a refusal although it is done": { status: 400, when: "after" },
} as const;
type Kind = keyof typeof FAULTS;
/** Some errors last: the same answer several times over. */
const LASTING: readonly Kind[] = ["500 after it is done", "doing it later than we wait"];

const STEPS = {
  create: { path: "/payments", method: "POST", exact: true },
  find: { path: "/payments/*", method: "GET" },
  capture: { path: "/payments/*/capture" },
  cancel: { path: "/payments/*/cancel" },
  refund: { path: "/refunds", method: "POST" },
  "find the refund": { path: "/refunds/*", method: "GET" },
} as const;
type Step = keyof typeof STEPS;

/** Opens the payment of a new hold as a patient client would: pressing again until there is a page. */
async function opened(method: "bank_card" | "sbp") {
  const held = await makeHold(app);
  for (let presses = 0; presses < 6; presses += 1) {
    const page = await openPayment(app, { ...held.hold, method });
    if (page.ok) break;
    await pass(app, 6);
  }
  return { ...held, providerId: await providerIdOf(app, held.hold.bookingId) };
}

/** Lets the jobs run until nothing is open any more; the bank has long ceased to err by then. */
async function settleDown(): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    await reconcilePayments(app);
    await sendDueRefunds(app);
    const open = await app.db.first<{ open: number }>(sql`
      SELECT (SELECT count(*) FROM payments WHERE ended_at IS NULL AND abandoned_at IS NULL AND state <> 'pending')
           + (SELECT count(*) FROM payments WHERE state IN ('cancelling', 'capturing', 'new'))
           + (SELECT count(*) FROM refunds WHERE ended_at IS NULL) AS open`);
    if (open?.open === 0 && round > 2) return;
    await pass(app, 10 + round * 10);
  }
  throw new Error("payments or refunds are still open");
}

type Ending = "booked" | "nothing kept" | "a person has to look";
/** How it ended, by our books and by the bank's, which must say the same. */
async function ending(bookingId: string): Promise<Ending> {
  const booking = await findBooking(app.db, bookingId);
  const ours = await app.db.first<{ kept: number }>(sql`
    SELECT (coalesce((SELECT sum(captured_kopecks) FROM payments WHERE booking_id = ${bookingId}::uuid), 0)
          - coalesce((SELECT sum(amount_kopecks) FROM refunds WHERE booking_id = ${bookingId}::uuid AND state = 'succeeded'), 0))::int AS kept`);
  const made = (await app.bank.sim("/payments")).body.payments as {
    id: string;
    metadata: { booking_id?: string };
  }[];
  let kept = 0;
  for (const { id, metadata } of made)
    if (metadata.booking_id === bookingId) kept += (await atBank(app, id)).kept;
  expect(kept, "the bank's books and ours").toBe(ours?.kept);
  if (booking?.state === "confirmed") {
    expect(kept).toBe(booking.payNow);
    return "booked";
  }
  if (kept === 0) return "nothing kept";
  expect(await messagesOf(app, bookingId)).toContain("staff_payment_needs_person");
  return "a person has to look";
}

/** Every operation of the bank on this booking's payments was asked for under the one key that our rows hold. */
async function expectOneKeyEach(bookingId: string, from: number): Promise<void> {
  const rows = await app.db.many<{
    providerPaymentId: string | null;
    createKey: string;
    captureKey: string | null;
    cancelKey: string | null;
  }>(sql`
    SELECT provider_payment_id, create_key, capture_key, cancel_key FROM payments WHERE booking_id = ${bookingId}::uuid`);
  const refunds = await app.db.many<{ key: string }>(
    sql`SELECT key FROM refunds WHERE booking_id = ${bookingId}::uuid`,
  );
  const allowed = new Map<string, readonly (string | null)[]>([
    ["/payments", rows.map((row) => row.createKey)],
    ["/refunds", refunds.map((row) => row.key)],
  ]);
  for (const { providerPaymentId: id, captureKey, cancelKey } of rows) {
    allowed.set(`/payments/${id}/capture`, [captureKey]);
    allowed.set(`/payments/${id}/cancel`, [cancelKey]);
  }
  for (const { method, path, idempotence_key: key } of (await bankRequests(app)).slice(from)) {
    if (method === "POST") expect(allowed.get(path), `${path} under ${key}`).toContain(key);
  }
}

/** The way of a payment on which the step is taken; the fault comes right before it. */
async function walk(step: Step, order: () => Promise<unknown>) {
  if (step === "create") await order();
  const isReturned = step === "cancel" || step === "refund" || step === "find the refund";
  const method = step === "refund" || step === "find the refund" ? "sbp" : "bank_card";
  const { hold, providerId } = await opened(method);
  if (isReturned) granted(await giveUpHold(app, hold));
  if (step !== "create") await order();
  if (providerId !== "") await (method === "sbp" ? payBySbp(app, providerId) : payAtBank(app, providerId));
  await pass(app, 30);
  await settleDown();
  return hold.bookingId;
}

/** The bank's clear no ends what it is an answer to, and only that. */
function expectedEnding(step: Step, kind: Kind): Ending {
  if (step === "refund" && kind === "a refusal") return "a person has to look";
  if (step === "cancel" || step === "refund" || step === "find the refund") return "nothing kept";
  return step === "capture" && kind === "a refusal" ? "nothing kept" : "booked";
}

const CASES = Object.keys(STEPS).flatMap((step) =>
  Object.keys(FAULTS).flatMap((kind) =>
    (LASTING.includes(kind as Kind) ? [1, 3] : [1]).map(
      (times) => [step as Step, kind as Kind, times] as const,
    ),
  ),
);

describe("the bank errs", () => {
  it.each(CASES)(
    "at %s with %s, %i times: what ends well without it ends well",
    async (step, kind, times) => {
      const from = (await bankRequests(app)).length;
      const bookingId = await walk(step, () =>
        app.bank.sim("/faults", { ...STEPS[step], ...FAULTS[kind], times }),
      );
      const broken = (await bankRequests(app)).slice(from).filter(({ fault }) => fault !== undefined);
      expect(broken.length).toBeGreaterThan(0);
      expect(await ending(bookingId)).toBe(expectedEnding(step, kind));
      await expectOneKeyEach(bookingId, from);
      app.bank.part.restore(app.bank.part.snapshot());
    },
  );
});

describe("the bank is away for a whole day", () => {
  it.each(["before", "after"] as const)(
    "%s it captures: the hold waits, and is captured once and booked",
    async (when) => {
      const { hold, providerId } = await opened("bank_card");
      await payAtBank(app, providerId);
      await app.bank.sim("/faults", { path: "/", status: 503, when, times: 60 });
      for (let hour = 0; hour < 20; hour += 1) {
        await pass(app, 3_600);
        await reconcilePayments(app);
        await expireHolds(app);
      }
      app.bank.part.restore(app.bank.part.snapshot());
      await pass(app, 3_600);
      await settleDown();
      // Nothing was known of the money while the hold lasted; nobody else wanted the start, so it was made anew.
      expect(await ending(hold.bookingId)).toBe("booked");
    },
  );

  it.each([
    ["", 0, undefined],
    [", by a clock that is behind ours", 600, undefined],
    [", though the first look is refused", 0, 400],
  ])(
    "before it answers whether a payment was made: it is looked up, not made twice%s",
    async (_, behindSeconds, status) => {
      app.clock.advance(behindSeconds * 1000);
      await app.bank.sim("/faults", { ...STEPS.create, status: 500, when: "after", times: 500 });
      if (status !== undefined)
        await app.bank.sim("/faults", { path: "/payments", method: "GET", exact: true, status });
      const { hold } = await makeHold(app);
      await openPayment(app, { ...hold, method: "bank_card" });
      for (let hour = 0; hour < 27; hour += 1) {
        await pass(app, 3_600);
        await reconcilePayments(app);
      }
      const made = (await app.bank.sim("/payments")).body.payments as { metadata: { booking_id?: string } }[];
      expect(made.filter(({ metadata }) => metadata.booking_id === hold.bookingId)).toHaveLength(1);
      const rows = await app.db.many(
        sql`SELECT state, ended_reason FROM payments WHERE booking_id = ${hold.bookingId}::uuid`,
      );
      expect(rows).toEqual([{ state: "cancelled", endedReason: "expired_on_confirmation" }]);
      app.bank.part.restore(app.bank.part.snapshot());
    },
  );
});
