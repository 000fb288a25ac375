import { beforeEach, describe, expect, it } from "vitest";
import {
  checkPayment,
  findBooking,
  markVisit,
  mayTip,
  openTip,
  reconcilePayments,
  refundBooking,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import type { kopecks } from "../../../src/core/kernel/money.ts";
import { type PaymentProvider, paymentsOf, receiveHint } from "../../../src/core/payments/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, atBank, messagesOf, pass, payAtBank, payBySbp, settleAll } from "../../support/bank.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted, makeClient } from "../../support/make.ts";
import { makeCompleted, makeTip, makeVisit, providerIdOfTip, rubles, tipOf } from "../../support/till.ts";

const app = await testAppWithBank();
await alignClocks(app);
granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 7, actor: OPERATOR }));
beforeEach(() => app.clock.set(START));

const EMPTY_CARD = "5555555555554600";
const tipsOf = (bookingId: string) =>
  app.db.many(sql`SELECT state, amount_kopecks FROM payments
                  WHERE booking_id = ${bookingId}::uuid AND kind = 'tip' ORDER BY created_at, id`);
const tipMessages = async (bookingId: string) =>
  (await messagesOf(app, bookingId)).filter((kind) => kind.includes("tip"));
function via(over: Partial<PaymentProvider>) {
  if (app.payments === undefined) throw new Error("the bank is there");
  return { ...app, payments: { ...app.payments, ...over } };
}

describe("a tip (MS-2, PY-3)", () => {
  it("is taken at once, named for its specialist, and thanked: nothing of the booking changes by it", async () => {
    const tip = await makeTip(app);
    const before = await findBooking(app.db, tip.bookingId);
    const [row] = await paymentsOf(app.db, tip.bookingId);
    expect(row).toMatchObject({ kind: "tip", isTwoStage: false, state: "pending", amount: 20_000 });
    expect(row?.request?.description).toBe(`Чаевые: ${tip.specialist.name}`);
    expect(tip.opened.url).toContain(tip.providerId);

    await payAtBank(app, tip.providerId);
    granted(await checkPayment(app, tip));
    expect(await atBank(app, tip.providerId)).toEqual({ status: "succeeded", kept: 20_000 });
    expect(await tipsOf(tip.bookingId)).toEqual([{ state: "captured", amountKopecks: 20_000 }]);
    expect(await findBooking(app.db, tip.bookingId)).toEqual({ ...before, tips: 20_000 });
    expect(await tipMessages(tip.bookingId)).toEqual(["staff_tip", "tip_received"]);
    await writingNothing(app, () => checkPayment(app, tip));
  });

  it("is asked for once under one id, and the open page is led to again for the same amount", async () => {
    const tip = await makeTip(app);
    expect(granted(await openTip(app, tip.asked)).url).toBe(tip.opened.url);
    expect(granted(await openTip(app, { ...tip.asked, tipId: app.newId() })).url).toBe(tip.opened.url);
    expect(await tipsOf(tip.bookingId)).toHaveLength(1);
    const other = granted(await openTip(app, tipOf(app, tip, rubles(500))));
    expect(other.url).not.toBe(tip.opened.url);
    const changed = { ...tip.asked, amount: rubles(201) };
    expect(await refusedBy(app, () => openTip(app, changed))).toBe("payment_is_another");
    await pass(app, 31 * 60);
    const later = granted(await openTip(app, { ...tip.asked, tipId: app.newId() }));
    expect(later.url).not.toBe(tip.opened.url);
  });

  it("that is paid is not paid again under its id", async () => {
    const tip = await makeTip(app);
    await payAtBank(app, tip.providerId);
    granted(await checkPayment(app, tip));
    expect(await refusedBy(app, () => openTip(app, tip.asked))).toBe("tip_paid");
  });

  it("that was paid at the second attempt is not paid again from the notice about the first (MS-2)", async () => {
    const tip = await makeTip(app);
    await payAtBank(app, tip.providerId, EMPTY_CARD);
    await settleAll(app);
    app.clock.advance(1_000);
    const again = { ...tip.asked, tipId: app.newId(), insteadOf: tip.asked.tipId };
    const page = granted(await openTip(app, again));
    const meanwhile = { ...again, tipId: app.newId() };
    expect(granted(await openTip(app, meanwhile)).tipId).toBe(page.tipId);
    await payAtBank(app, await providerIdOfTip(app, again.tipId));
    granted(await checkPayment(app, tip));
    app.clock.advance(60 * 60_000);
    const late = { ...again, tipId: app.newId() };
    expect(await refusedBy(app, () => openTip(app, late))).toBe("tip_paid");
    expect(await refusedBy(app, () => openTip(app, late))).toBe("tip_paid");
    const meant = granted(await openTip(app, { ...tip.asked, tipId: app.newId() }));
    expect(meant.tipId).not.toBe(page.tipId);
    granted(await openTip(app, { ...late, amount: rubles(500) }));
  });

  it("is for the client's own visit that took place, for 30 days after its end", async () => {
    const confirmed = await makeVisit(app);
    expect(await refusedBy(app, () => openTip(app, tipOf(app, confirmed)))).toBe("visit_not_completed");
    const visit = await makeCompleted(app);
    const stranger = { ...tipOf(app, visit), clientId: (await makeClient(app)).id };
    expect(await refusedBy(app, () => openTip(app, stranger))).toBe("unknown_booking");
    const view = await findBooking(app.db, visit.bookingId);
    if (view === undefined) throw new Error("the visit is there");
    app.clock.set("2026-12-24T10:00:00Z");
    expect(mayTip(app, view)).toBe(true);
    app.clock.set("2026-12-24T10:00:01Z");
    expect(mayTip(app, view)).toBe(false);
    expect(await refusedBy(app, () => openTip(app, tipOf(app, visit)))).toBe("tip_too_late");
  });

  it.each([999, 5_000_001, 1_000.5])("of %d kopecks is refused with both limits", async (amount) => {
    const visit = await makeCompleted(app);
    const asked = { ...tipOf(app, visit), amount: amount as ReturnType<typeof kopecks> };
    expect(await writingNothing(app, () => openTip(app, asked))).toMatchObject({
      refusal: "tip_out_of_range",
      detail: { min: 1_000, max: 5_000_000 },
    });
  });

  it("is not offered and not taken with payments off, nor by SBP when that is off", async () => {
    const visit = await makeCompleted(app);
    const off = { ...app, payments: undefined };
    expect(await refusedBy(app, () => openTip(off, tipOf(app, visit)))).toBe("payments_off");
    const view = await findBooking(app.db, visit.bookingId);
    expect(view && mayTip(off, view)).toBe(false);
    const sbp = { ...tipOf(app, visit), method: "sbp" as const };
    expect(await refusedBy(app, () => openTip(app, sbp))).toBe("method_off");
    granted(await changeSetting(app, { key: "payments.sbp", typed: "yes", actor: OPERATOR }));
    granted(await openTip(app, sbp));
    await payBySbp(app, await providerIdOfTip(app, sbp.tipId));
    expect(granted(await checkPayment(app, visit)).tips).toBe(20_000);
  });

  it("whose card was refused is told once, and another may be tried", async () => {
    const tip = await makeTip(app);
    await payAtBank(app, tip.providerId, EMPTY_CARD);
    await settleAll(app);
    expect(await tipsOf(tip.bookingId)).toEqual([{ state: "cancelled", amountKopecks: 20_000 }]);
    expect(await tipMessages(tip.bookingId)).toEqual(["tip_declined"]);
    expect(await refusedBy(app, () => openTip(app, tip.asked))).toBe("gateway_refused");
    const again = { ...tip.asked, tipId: app.newId() };
    granted(await openTip(app, again));
    await payAtBank(app, await providerIdOfTip(app, again.tipId));
    await settleAll(app);
    expect(await tipMessages(tip.bookingId)).toEqual(["staff_tip", "tip_declined", "tip_received"]);
  });

  it("that nobody paid ends in silence when its page does", async () => {
    const tip = await makeTip(app);
    await pass(app, 3_601);
    await settleAll(app);
    expect(await tipsOf(tip.bookingId)).toEqual([{ state: "cancelled", amountKopecks: 20_000 }]);
    expect(await tipMessages(tip.bookingId)).toEqual([]);
  });

  it("is kept when the visit's mark is corrected meanwhile: it was meant for who worked", async () => {
    const tip = await makeTip(app);
    const mark = { bookingId: tip.bookingId, mark: "no_show", actor: OPERATOR, reason: "ошибка" } as const;
    granted(await markVisit(app, mark));
    await payAtBank(app, tip.providerId);
    await settleAll(app);
    expect(await findBooking(app.db, tip.bookingId)).toMatchObject({
      state: "no_show",
      paid: 0,
      tips: 20_000,
    });
  });

  it("is learnt of by a notification alone, told once though it came twice", async () => {
    const tip = await makeTip(app);
    await payAtBank(app, tip.providerId);
    for (const _ of [1, 2]) {
      await receiveHint(app, { event: "payment.succeeded", providerId: tip.providerId });
      await reconcilePayments(app);
    }
    expect(await tipMessages(tip.bookingId)).toEqual(["staff_tip", "tip_received"]);
  });

  it("goes back by hand through the bank, never more than is left of it (CX-3)", async () => {
    const tip = await makeTip(app);
    await payAtBank(app, tip.providerId);
    granted(await checkPayment(app, tip));
    const back = { bookingId: tip.bookingId, of: "tip", reason: "ошиблась", actor: OPERATOR } as const;
    granted(await refundBooking(app, { ...back, requestId: app.newId(), amount: rubles(150) }));
    const more = { ...back, requestId: app.newId(), amount: rubles(50.01) };
    expect(await refusedBy(app, () => refundBooking(app, more))).toBe("refund_out_of_range");
    granted(await refundBooking(app, { ...back, requestId: app.newId(), amount: "all" }));
    await settleAll(app);
    expect(await atBank(app, tip.providerId)).toEqual({ status: "succeeded", kept: 0 });
    expect(await findBooking(app.db, tip.bookingId)).toMatchObject({ tips: 0, paid: 0, refunded: 0 });
  });
});

describe("a tip in trouble", () => {
  it("leaves nothing when its writing is cut", async () => {
    const visit = await makeCompleted(app);
    await writingNothing(app, () =>
      interrupted(app, /^COMMIT/, (dying) => openTip(dying, tipOf(app, visit))),
    );
  });

  it("whose asker died before the bank's answer is asked for by the job under the same key", async () => {
    const visit = await makeCompleted(app);
    const silent = via({
      createPayment: async () => ({ outcome: "unknown", reason: "silence", retryAfterMs: undefined }),
    });
    const asked = tipOf(app, visit);
    expect(await openTip(silent, asked)).toMatchObject({ refusal: "gateway_silent" });
    await settleAll(app);
    const opened = granted(await openTip(app, asked));
    expect(opened.url).toContain(await providerIdOfTip(app, asked.tipId));
    expect(await tipsOf(visit.bookingId)).toEqual([{ state: "pending", amountKopecks: 20_000 }]);
  });

  it("is noted again after its noting was cut, and thanked once", async () => {
    const tip = await makeTip(app);
    await payAtBank(app, tip.providerId);
    await interrupted(app, /INSERT INTO outbox/, (dying) => checkPayment(dying, tip));
    expect(await tipsOf(tip.bookingId)).toEqual([{ state: "pending", amountKopecks: 20_000 }]);
    await settleAll(app);
    expect(await tipMessages(tip.bookingId)).toEqual(["staff_tip", "tip_received"]);
  });

  it("that the bank only set aside is let go: it was asked for in one stage", async () => {
    const tip = await makeTip(app);
    const { payments } = app;
    const seen = await payments?.findPayment(tip.providerId);
    if (seen?.outcome !== "ok") throw new Error("the bank knows it");
    const cancels: string[] = [];
    const holding = via({
      findPayment: async () => ({ ...seen, value: { ...seen.value, state: "waiting_for_capture" } }),
      cancelPayment: async ({ key }) => {
        cancels.push(key);
        return {
          ...seen,
          value: { ...seen.value, state: "canceled", cancellationReason: "canceled_by_merchant" },
        };
      },
    });
    granted(await checkPayment(holding, tip));
    expect(cancels).toEqual([`cnl-${tip.asked.tipId}`]);
    expect(await tipsOf(tip.bookingId)).toEqual([{ state: "cancelled", amountKopecks: 20_000 }]);
  });
});
