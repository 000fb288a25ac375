import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  findBooking,
  holdSlot,
  markVisit,
  recordOnSpot,
  refundBooking,
} from "../../../src/core/booking/index.ts";
import { type Actor, OPERATOR } from "../../../src/core/kernel/actor.ts";
import { listPayments } from "../../../src/core/payments/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testApp } from "../../support/app.ts";
import { messagesOf } from "../../support/bank.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { wish } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeSituation } from "../../support/make.ts";
import { makeCompleted, makeVisit, rubles } from "../../support/till.ts";

const app = await testApp();
beforeEach(() => app.clock.set(START));

const take = (bookingId: string, amount: number, over: { actor?: Actor; paymentId?: string } = {}) => ({
  paymentId: app.newId(),
  bookingId,
  amount: rubles(amount),
  method: "cash" as const,
  actor: OPERATOR,
  ...over,
});
const giveBack = (bookingId: string, amount: number) => ({
  requestId: app.newId(),
  bookingId,
  of: "on_spot" as const,
  amount: rubles(amount),
  reason: "ошиблись суммой",
  actor: OPERATOR,
});
const member = async (role: "admin" | "specialist", specialistId?: string): Promise<Actor> => {
  const login = { email: `${app.newId()}@x.test`, password: "0123456789" };
  const staff = granted(
    await addStaff(app, { name: "Ольга", role, specialistId, ...login, actor: OPERATOR }),
  );
  return { kind: "staff", id: staff.id };
};

describe("money taken on the spot (PY-7)", () => {
  it("is a payment like the others: captured at once, with who took it and how", async () => {
    const { bookingId, clientId } = await makeCompleted(app);
    const actor = await member("admin");
    const outcome = await recordOnSpot(app, { ...take(bookingId, 500), method: "terminal", actor });
    expect(granted(outcome)).toMatchObject({
      paid: 50_000,
      takenOnSpot: 50_000,
      owedOnSpot: 150_000,
      tips: 0,
    });
    app.clock.advance(1_000);
    granted(await recordOnSpot(app, take(bookingId, 1_500)));
    expect(await findBooking(app.db, bookingId)).toMatchObject({ paid: 200_000, owedOnSpot: 0 });
    expect(await listPayments(app.db, { bookingId, rowsMax: 5 })).toMatchObject([
      { kind: "on_spot", method: "cash", state: "captured", captured: 150_000, takenBy: undefined },
      { kind: "on_spot", method: "terminal", state: "captured", captured: 50_000, takenBy: "Ольга" },
    ]);
    const trail = sql`SELECT actor_kind, change FROM audit WHERE subject_id = ${bookingId} AND action = 'record_on_spot' ORDER BY id`;
    expect(await app.db.many(trail)).toEqual([
      { actorKind: "staff", change: { amount: 50_000, method: "terminal" } },
      { actorKind: "operator", change: { amount: 150_000, method: "cash" } },
    ]);
    const told = sql`SELECT kind FROM outbox WHERE client_id = ${clientId}::uuid AND kind NOT IN ('booking_confirmed', 'visit_completed', 'reminder', 'review_requested')`;
    expect(await app.db.many(told)).toEqual([]);
  });

  it("is recorded once, however often it is said under one id, and is no other money under it", async () => {
    const { bookingId } = await makeVisit(app);
    const input = take(bookingId, 500);
    granted(await recordOnSpot(app, input));
    expect(await writingNothing(app, () => recordOnSpot(app, input))).toMatchObject({ ok: true });
    expect(await refusedBy(app, () => recordOnSpot(app, { ...input, amount: rubles(501) }))).toBe(
      "payment_is_another",
    );
    const other = await makeVisit(app);
    const elsewhere = { ...input, bookingId: other.bookingId };
    expect(await refusedBy(app, () => recordOnSpot(app, elsewhere))).toBe("payment_is_another");
  });

  it("is never above what the price leaves: a digit too many does not pass", async () => {
    const { bookingId } = await makeVisit(app);
    const typo = () => recordOnSpot(app, take(bookingId, 20_000));
    expect(await writingNothing(app, typo)).toMatchObject({
      refusal: "on_spot_above_owed",
      detail: { given: 2_000_000, max: 200_000 },
    });
    granted(await recordOnSpot(app, take(bookingId, 1_999.99)));
    expect(await refusedBy(app, () => recordOnSpot(app, take(bookingId, 0.02)))).toBe("on_spot_above_owed");
    granted(await recordOnSpot(app, take(bookingId, 0.01)));
    expect(await refusedBy(app, () => recordOnSpot(app, take(bookingId, 0)))).toBe("amount_not_positive");
    expect(await refusedBy(app, () => recordOnSpot(app, take(bookingId, -5)))).toBe("amount_not_positive");
  });

  it("is for confirmed and completed visits only; one that came to nothing owes nothing (CX-3)", async () => {
    const { bookingId } = await makeVisit(app);
    granted(await recordOnSpot(app, take(bookingId, 1)));
    app.clock.set("2026-11-24T10:00:00Z");
    granted(await markVisit(app, { bookingId, mark: "no_show", actor: OPERATOR }));
    expect(await refusedBy(app, () => recordOnSpot(app, take(bookingId, 1)))).toBe("booking_takes_no_money");
    expect(await findBooking(app.db, bookingId)).toMatchObject({ paid: 100, owedOnSpot: 0, willEarn: 0 });

    app.clock.set(START);
    const cancelled = await makeVisit(app);
    const by = { kind: "business", actor: OPERATOR, reason: "мастер заболел" } as const;
    granted(await cancelBooking(app, { bookingId: cancelled.bookingId, by }));
    const held = wish(app, await makeSituation(app));
    granted(await holdSlot(app, held));
    expect(await findBooking(app.db, cancelled.bookingId)).toMatchObject({ owedOnSpot: 0, willEarn: 0 });
    for (const id of [cancelled.bookingId, held.bookingId]) {
      expect(await refusedBy(app, () => recordOnSpot(app, take(id, 1)))).toBe("booking_takes_no_money");
    }
    expect(await refusedBy(app, () => recordOnSpot(app, take(app.newId(), 1)))).toBe("unknown_booking");
  });

  it("is recorded by a specialist for their own visits only, by a manager for all, by nobody who left", async () => {
    const [mine, theirs] = [await makeVisit(app), await makeVisit(app)];
    const specialist = await member("specialist", mine.specialistId);
    granted(await recordOnSpot(app, take(mine.bookingId, 1, { actor: specialist })));
    const stranger = () => recordOnSpot(app, take(theirs.bookingId, 1, { actor: specialist }));
    expect(await refusedBy(app, stranger)).toBe("not_your_booking");
    const manager = await member("admin");
    granted(await recordOnSpot(app, take(theirs.bookingId, 1, { actor: manager })));
    const id = manager.kind === "staff" ? manager.id : "";
    await app.db.run(sql`UPDATE staff SET is_active = false WHERE id = ${id}::uuid`);
    const gone = () => recordOnSpot(app, take(theirs.bookingId, 1, { actor: manager }));
    expect(await refusedBy(app, gone)).toBe("not_your_booking");
    const client: Actor = { kind: "client", id: mine.clientId };
    expect(refusalOf(await recordOnSpot(app, take(mine.bookingId, 1, { actor: client })))).toBe(
      "not_your_booking",
    );
  });

  it("leaves nothing when its recording is cut before the end", async () => {
    const { bookingId } = await makeVisit(app);
    const input = take(bookingId, 500);
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) => recordOnSpot(dying, input)),
    );
    expect(granted(await recordOnSpot(app, input)).paid).toBe(50_000);
  });
});

describe("a mistake on the spot (PY-7, CX-3)", () => {
  it("is given back by a refund that is over at once, with its reason, and may be recorded rightly then", async () => {
    const { bookingId, clientId } = await makeVisit(app);
    granted(await recordOnSpot(app, take(bookingId, 2_000)));
    const back = granted(await refundBooking(app, giveBack(bookingId, 1_800)));
    expect(back).toMatchObject({ paid: 20_000, refunded: 180_000, takenOnSpot: 20_000 });
    expect(back).toMatchObject({ owedOnSpot: 0, takableOnSpot: 180_000 });
    const row = sql`SELECT state, reason, note, next_attempt_at, after_mark FROM refunds WHERE booking_id = ${bookingId}::uuid`;
    expect(await app.db.many(row)).toEqual([
      {
        state: "succeeded",
        reason: "by_staff",
        note: "ошиблись суммой",
        nextAttemptAt: null,
        afterMark: null,
      },
    ]);
    expect((await messagesOf(app, bookingId)).filter((kind) => kind === "payment_returned")).toHaveLength(1);
    const payload = sql`SELECT payload FROM outbox WHERE client_id = ${clientId}::uuid AND kind = 'payment_returned'`;
    expect(await app.db.first(payload)).toEqual({
      payload: { why: "by_staff", of: "on_spot", amountKopecks: 180_000, pointsTakenBack: 0 },
    });
    granted(await recordOnSpot(app, take(bookingId, 1_800)));
    expect(await findBooking(app.db, bookingId)).toMatchObject({ paid: 200_000, owedOnSpot: 0 });
  });

  it("is never more than was taken there, and nothing of it is looked for online", async () => {
    const { bookingId } = await makeVisit(app);
    granted(await recordOnSpot(app, take(bookingId, 300)));
    const tooMuch = () => refundBooking(app, giveBack(bookingId, 300.01));
    expect(await writingNothing(app, tooMuch)).toMatchObject({
      refusal: "refund_out_of_range",
      detail: { given: 30_001, max: 30_000 },
    });
    const online = { ...giveBack(bookingId, 300), of: "online" } as const;
    expect(await refusedBy(app, () => refundBooking(app, online))).toBe("nothing_to_refund");
    const all = { ...giveBack(bookingId, 0), amount: "all" } as const;
    expect(granted(await refundBooking(app, all))).toMatchObject({ paid: 0, refunded: 30_000 });
    expect(await refusedBy(app, () => refundBooking(app, { ...all, requestId: app.newId() }))).toBe(
      "nothing_to_refund",
    );
  });
});
