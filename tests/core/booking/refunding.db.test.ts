import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkPayment,
  findBooking,
  markVisit,
  recordOnSpot,
  refundableOf,
  refundBooking,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { balanceOf } from "../../../src/core/loyalty/index.ts";
import type { PaymentProvider } from "../../../src/core/payments/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, makePayable, payAtBank } from "../../support/bank.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted } from "../../support/make.ts";
import { entriesOf, makeTip, rubles } from "../../support/till.ts";

const app = await testAppWithBank();
await alignClocks(app);

/** A booking of 2 000 ₽ that was paid by card. */
async function paid() {
  app.clock.set(START);
  const { hold, providerId } = await makePayable(app);
  await payAtBank(app, providerId);
  granted(await checkPayment(app, hold));
  return { ...hold, providerId };
}
/** Its visit took place: it earned 200 points. */
async function visited() {
  const booking = await paid();
  app.clock.set("2026-11-24T10:00:00Z");
  await mark(booking.bookingId, "completed");
  return booking;
}
const mark = async (bookingId: string, as: "completed" | "no_show") =>
  granted(await markVisit(app, { bookingId, mark: as, actor: OPERATOR, reason: "ошибка" }));
const request = (bookingId: string, rubles: number, requestId = app.newId()) => ({
  requestId,
  bookingId,
  amount: kopecks(rubles * 100),
  reason: "не понравилось",
  actor: OPERATOR,
});
const balance = async (clientId: string) =>
  (await balanceOf(app.db, { clientId, now: app.clock.now() })).balance;

it("a part that goes back takes the points with it that it had earned, once however often it is asked (EP-6)", async () => {
  const { bookingId, clientId } = await visited();
  const input = request(bookingId, 500);
  expect(granted(await refundBooking(app, input))).toMatchObject({ paid: 150_000, refunded: 50_000 });
  granted(await refundBooking(app, input));
  expect(await balance(clientId)).toBe(150);
  granted(await refundBooking(app, request(bookingId, 1_500)));
  expect(await balance(clientId)).toBe(0);
});

describe("EP-6, PY-7: what staff gave back", () => {
  it("is never owed on the spot: online, on the spot, before the visit and after it", async () => {
    const [ahead, after] = [await paid(), await visited()];
    for (const { bookingId } of [ahead, after]) {
      const part = granted(await refundBooking(app, request(bookingId, 500)));
      expect(part).toMatchObject({ paid: 150_000, owedOnSpot: 0, takableOnSpot: 50_000 });
    }
    const { bookingId } = after;
    const money = { paymentId: app.newId(), bookingId, amount: rubles(500), method: "cash" } as const;
    expect(granted(await recordOnSpot(app, { ...money, actor: OPERATOR }))).toMatchObject({ paid: 200_000 });
    const cash = { ...request(bookingId, 500), of: "on_spot" } as const;
    expect(granted(await refundBooking(app, cash))).toMatchObject({ owedOnSpot: 0, takableOnSpot: 50_000 });
  });

  it("is told from what goes back by itself: a payment that came twice leaves the debt as it was", async () => {
    const { bookingId } = await visited();
    granted(await refundBooking(app, request(bookingId, 500)));
    await app.db.run(sql`UPDATE refunds SET reason = 'double' WHERE booking_id = ${bookingId}::uuid`);
    expect(await findBooking(app.db, bookingId)).toMatchObject({ paid: 150_000, owedOnSpot: 50_000 });
  });
});

describe("CX-3, EP-6: an id is one refund", () => {
  it("another sum, other money, another payment or another booking under it is refused and writes nothing", async () => {
    const [{ bookingId }, other] = [await visited(), await visited()];
    const input = request(bookingId, 500);
    granted(await refundBooking(app, input));
    await writingNothing(app, async () => granted(await refundBooking(app, input)));
    for (const over of [
      { amount: kopecks(60_000) },
      { amount: "all" } as const,
      { of: "tip" } as const,
      { of: "on_spot" } as const,
      { paymentId: app.newId() },
      { bookingId: other.bookingId },
    ]) {
      const asked = { ...input, ...over };
      expect(await refusedBy(app, () => refundBooking(app, asked))).toBe("refund_is_another");
    }
  });

  it("all of it asked again is the same, though nothing is left; a sum is another", async () => {
    const { bookingId } = await visited();
    const input = { ...request(bookingId, 0), amount: "all" as const };
    granted(await refundBooking(app, input));
    await writingNothing(app, async () => granted(await refundBooking(app, input)));
    const part = request(bookingId, 500, input.requestId);
    expect(await refusedBy(app, () => refundBooking(app, part))).toBe("refund_is_another");
  });

  it("for two clients at the same moment it is one refund", async () => {
    const [one, other] = [await visited(), await visited()];
    const requestId = app.newId();
    const outcomes = await Promise.all(
      [one, other].map(({ bookingId }) => refundBooking(app, request(bookingId, 500, requestId))),
    );
    const said = outcomes.map((outcome) => (outcome.ok ? "done" : outcome.refusal));
    expect(said.sort()).toEqual(["done", "refund_is_another"]);
  });
});

it("more than was paid, nothing, or no reason is refused and changes nothing", async () => {
  const { bookingId, clientId } = await visited();
  expect(await refundBooking(app, request(bookingId, 2_001))).toMatchObject({
    refusal: "refund_out_of_range",
  });
  expect(await refundBooking(app, request(bookingId, 0))).toMatchObject({ refusal: "refund_out_of_range" });
  const silent = { ...request(bookingId, 10), reason: " " };
  expect(await refundBooking(app, silent)).toMatchObject({ refusal: "reason_missing" });
  expect(await balance(clientId)).toBe(200);
});

it("is told to the client once, with its reason kept and who gave it (CX-3, MS-8)", async () => {
  const { bookingId } = await visited();
  const input = request(bookingId, 500);
  granted(await refundBooking(app, input));
  await writingNothing(app, () => refundBooking(app, input));
  const told = sql`SELECT payload FROM outbox WHERE booking_id = ${bookingId}::uuid AND kind = 'payment_returned'`;
  expect(await app.db.many(told)).toEqual([
    { payload: { why: "by_staff", of: "online", amountKopecks: 50_000, pointsTakenBack: 50 } },
  ]);
  const rows = sql`SELECT amount_kopecks, state, reason, note, after_mark FROM refunds WHERE booking_id = ${bookingId}::uuid`;
  expect(await app.db.many(rows)).toEqual([
    { amountKopecks: 50_000, state: "queued", reason: "by_staff", note: "не понравилось", afterMark: 1 },
  ]);
  const trail = sql`SELECT reason, change FROM audit WHERE subject_id = ${bookingId} AND action = 'refund_booking'`;
  expect(await app.db.many(trail)).toEqual([
    { reason: "не понравилось", change: { amount: 50_000, of: "online" } },
  ]);
});

it("leaves nothing when it is cut before the end", async () => {
  const { bookingId, clientId } = await visited();
  const input = request(bookingId, 500);
  await writingNothing(app, () =>
    interrupted(app, /INSERT INTO audit/, (dying) => refundBooking(dying, input)),
  );
  granted(await refundBooking(app, input));
  expect(await balance(clientId)).toBe(150);
});

describe("points of a refunded visit (EP-6)", () => {
  it("are not touched by what was given back before the visit was completed", async () => {
    const { bookingId, clientId } = await paid();
    granted(await refundBooking(app, request(bookingId, 1_000)));
    app.clock.set("2026-11-24T10:00:00Z");
    await mark(bookingId, "completed");
    expect(await balance(clientId)).toBe(200);
    granted(await refundBooking(app, request(bookingId, 100)));
    expect(await balance(clientId)).toBe(190);
  });

  it("go with money of the spot too, and tell the two ways apart by nothing", async () => {
    const { bookingId, clientId } = await visited();
    granted(await refundBooking(app, request(bookingId, 1_000)));
    const cash = { paymentId: app.newId(), bookingId, amount: rubles(1_000), method: "cash" as const };
    granted(await recordOnSpot(app, { ...cash, actor: OPERATOR }));
    granted(await refundBooking(app, { ...request(bookingId, 500), of: "on_spot" }));
    expect(await balance(clientId)).toBe(50);
  });

  it("do not go with a tip, which earned none, nor does a tip count as what was paid", async () => {
    app.clock.set(START);
    const tip = await makeTip(app, rubles(300));
    await payAtBank(app, tip.providerId);
    const checked = granted(await checkPayment(app, tip));
    expect(checked).toMatchObject({ paid: 0, tips: 30_000, refunded: 0 });
    const refund = { ...request(tip.bookingId, 100), of: "tip", paymentId: tip.asked.tipId } as const;
    expect(granted(await refundBooking(app, refund))).toMatchObject({ paid: 0, tips: 20_000, refunded: 0 });
    expect(await balance(tip.clientId)).toBe(200);
    const strange = { ...refund, requestId: app.newId(), paymentId: app.newId() };
    expect(await refusedBy(app, () => refundBooking(app, strange))).toBe("nothing_to_refund");
    expect(await refundableOf(app.db, tip.bookingId)).toEqual({ online: 0, on_spot: 0, tip: 20_000 });
  });

  it("come again when the gateway refuses the refund, once however often it says so", async () => {
    const { bookingId, clientId } = await visited();
    granted(await refundBooking(app, request(bookingId, 500)));
    const refusing = refusingRefunds();
    await sendDueRefunds(refusing);
    expect(await balance(clientId)).toBe(200);
    await app.db.run(sql`
      UPDATE refunds SET state = 'queued', ended_at = NULL, next_attempt_at = ${app.clock.now()}
      WHERE booking_id = ${bookingId}::uuid`);
    await sendDueRefunds(refusing);
    expect(await entriesOf(app, bookingId)).toEqual([
      ["accrual", 200],
      ["refund_reversal", -50],
      ["refund_reversal_return", 50],
    ]);
    granted(await refundBooking(app, request(bookingId, 1_000)));
    expect(await balance(clientId)).toBe(100);
  });

  it("come again to the last when several refunds are refused at one moment", async () => {
    const { bookingId, clientId } = await visited();
    for (const amount of [300, 500, 700]) granted(await refundBooking(app, request(bookingId, amount)));
    expect(await balance(clientId)).toBe(50);
    await sendDueRefunds(refusingRefunds());
    expect(await balance(clientId)).toBe(200);
  });

  it("come again with the end of the refund, or neither does", async () => {
    const { bookingId, clientId } = await visited();
    granted(await refundBooking(app, request(bookingId, 500)));
    await interrupted(refusingRefunds(), /INSERT INTO point_entries/, (dying) => sendDueRefunds(dying));
    const states = sql`SELECT state FROM refunds WHERE booking_id = ${bookingId}::uuid`;
    expect([await app.db.many(states), await balance(clientId)]).toEqual([[{ state: "queued" }], 150]);
    app.clock.advance(120_000);
    await sendDueRefunds(refusingRefunds());
    expect([await app.db.many(states), await balance(clientId)]).toEqual([[{ state: "canceled" }], 200]);
  });
});

describe("a corrected mark after a refund (CX-8)", () => {
  it("gives again what the refund took, and a second completion earns afresh", async () => {
    const { bookingId, clientId } = await visited();
    granted(await refundBooking(app, request(bookingId, 500)));
    expect(await balance(clientId)).toBe(150);
    await mark(bookingId, "no_show");
    expect(await entriesOf(app, bookingId)).toEqual([
      ["accrual", 200],
      ["refund_reversal", -50],
      ["accrual_reversal", -200],
      ["refund_reversal_return", 50],
      ["penalty", -200],
    ]);
    granted(await refundBooking(app, request(bookingId, 500)));
    expect(await balance(clientId)).toBe(-200);
    await mark(bookingId, "completed");
    expect(await balance(clientId)).toBe(200);
    granted(await refundBooking(app, request(bookingId, 500)));
    expect(await balance(clientId)).toBe(150);
  });

  it("leaves the net of the visit at what its present mark and its refunds say, whatever came before", async () => {
    const step = fc.oneof(
      fc.constantFrom("completed" as const, "no_show" as const),
      fc.integer({ min: 1, max: 400 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 7 }), async (steps) => {
        const { bookingId, clientId } = await visited();
        let state: "completed" | "no_show" = "completed";
        let since = 0;
        let left = 2_000;
        for (const one of steps) {
          if (typeof one === "number") {
            const amount = Math.min(one, left);
            if (amount === 0) continue;
            granted(await refundBooking(app, request(bookingId, amount)));
            left -= amount;
            since += amount;
          } else if (one !== state) {
            await mark(bookingId, one);
            [state, since] = [one, 0];
          }
          const expected = state === "no_show" ? -200 : 200 - Math.floor((200 * since) / 2_000);
          expect(await balance(clientId)).toBe(expected);
        }
      }),
      { numRuns: 12 },
    );
  });
});

function via(over: Partial<PaymentProvider>) {
  if (app.payments === undefined) throw new Error("the bank is there");
  return { ...app, payments: { ...app.payments, ...over } };
}

/** The product with a gateway that refuses every refund for good. */
function refusingRefunds() {
  return via({
    createRefund: async () => ({
      outcome: "rejected",
      httpStatus: 400,
      code: "invalid_request",
      parameter: undefined,
      description: "нет денег",
    }),
  });
}
