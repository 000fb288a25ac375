import { beforeEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  choosePoints,
  completeForgottenVisits,
  markVisit,
  openPayment,
  reconcilePayments,
  refundBooking,
  sendDueReceipts,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import type { PaymentProvider } from "../../../src/core/payments/index.ts";
import { addStaff, setEmail } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { rowsOf } from "../../sandbox/yookassa-sandbox.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { alignClocks, bankRequests, messagesOf, payAtBank, providerIdOf } from "../../support/bank.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { makeHold } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { givePoints, granted } from "../../support/make.ts";
import {
  completeVisit,
  makeHoldWithEmail,
  makePaidVisit,
  notePayments,
  RECEIPTS_TO,
} from "../../support/paid-visit.ts";

const app = await testAppWithBank();
await alignClocks(app);
granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 7, actor: OPERATOR }));
const set = async (key: string, typed: string) =>
  granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
await set("payments.sbp", "yes");
await app.bank.sim("/settings", { fiscalization: true });
beforeEach(async () => {
  app.clock.set(START);
  await set("receipts.mode", "yookassa");
  await set("receipts.taxSystem", "2");
  await set("receipts.vatCode", "1");
});

const TO = RECEIPTS_TO;
type Over = Parameters<typeof makeHold>[1];
const withEmail = (over: Over = {}) => makeHoldWithEmail(app, over);
const paid = (over: Over = {}) => makePaidVisit(app, over);
const noteNow = (bookingId: string) => notePayments(app, bookingId);
const complete = (bookingId: string) => completeVisit(app, bookingId);
const open = ({ hold }: Awaited<ReturnType<typeof withEmail>>) =>
  openPayment(app, { ...hold, method: "bank_card" });

/** The receipts that the bank has for a payment, oldest first. */
const receiptsAt = async (providerId: string) =>
  rowsOf(await app.bank.sim("/receipts"), "receipts").filter((row) => row.payment_id === providerId);
const rub = (value: string) => ({ value, currency: "RUB" });
const item = (value: string, mode: string, over: object = {}) => ({
  ...{ quantity: 1, amount: rub(value), vat_code: 1, measure: "piece" },
  ...{ payment_subject: "service", payment_mode: mode },
  ...over,
});

/** Every request that is kept anywhere, as text. */
const kept = async (bookingId: string): Promise<string> => {
  const rows = await app.db.many<{ request: unknown }>(sql`
    SELECT request FROM payments WHERE booking_id = ${bookingId}::uuid
    UNION ALL SELECT request FROM refunds WHERE booking_id = ${bookingId}::uuid
    UNION ALL SELECT request FROM closing_receipts WHERE booking_id = ${bookingId}::uuid`);
  return JSON.stringify(rows);
};

describe("PY-6: a payment", () => {
  it("is not opened without an e-mail to send the receipt to, and nothing is written", async () => {
    const { hold } = await makeHold(app);
    const pay = () => openPayment(app, { ...hold, method: "bank_card" });
    expect(await refusedBy(app, pay)).toBe("email_needed");
  });

  it("carries one line of the service at its price, at creation and at capture, and the e-mail is forgotten after", async () => {
    const held = await withEmail();
    granted(await open(held));
    const { bookingId } = held.hold;
    expect(await kept(bookingId)).toContain(TO);
    const providerId = await providerIdOf(app, bookingId);
    await payAtBank(app, providerId);
    await noteNow(bookingId);
    expect(await receiptsAt(providerId)).toMatchObject([
      {
        type: "payment",
        customer: { email: TO },
        tax_system_code: 2,
        items: [item("2000.00", "full_prepayment", { description: held.service.name })],
      },
    ]);
    expect(await kept(bookingId)).not.toContain(TO);
    expect(await kept(bookingId)).toContain("full_prepayment");
  });

  it("is captured with the very receipt that it was opened with", async () => {
    const payments = present(app.payments, "the bank");
    const sent: { create: unknown[]; capture: unknown[] } = { create: [], capture: [] };
    const watched = {
      ...app,
      payments: {
        ...payments,
        createPayment: (input) => {
          sent.create.push(input.receipt);
          return payments.createPayment(input);
        },
        capturePayment: (input) => {
          sent.capture.push(input.receipt);
          return payments.capturePayment(input);
        },
      } satisfies PaymentProvider,
    };
    await makePaidVisit(watched);
    expect(sent.create).toMatchObject([{ email: TO, items: [{ amount: 200_000 }] }]);
    expect(sent.capture).toEqual(sent.create);
  });

  it("of a part is marked so", async () => {
    const { providerId } = await paid({ service: { policy: "prepay", prepayment: kopecks(50_000) } });
    expect(await receiptsAt(providerId)).toMatchObject([{ items: [item("500.00", "partial_prepayment")] }]);
  });

  it("of what points left is the whole of a lower price", async () => {
    const held = await withEmail();
    await givePoints(app, held.client.id, 700);
    granted(await choosePoints(app, { ...held.hold, points: 700 }));
    granted(await open(held));
    const providerId = await providerIdOf(app, held.hold.bookingId);
    await payAtBank(app, providerId);
    await noteNow(held.hold.bookingId);
    expect(await receiptsAt(providerId)).toMatchObject([{ items: [item("1300.00", "full_prepayment")] }]);
  });

  it("pressed again is the same one; with another e-mail it is another", async () => {
    const held = await withEmail();
    granted(await open(held));
    const first = await providerIdOf(app, held.hold.bookingId);
    await set("receipts.vatCode", "11");
    granted(await open(held));
    expect(await providerIdOf(app, held.hold.bookingId)).toBe(first);
    granted(await setEmail(app, { clientId: held.client.id, email: "new@example.ru" }));
    granted(await open(held));
    const second = await providerIdOf(app, held.hold.bookingId);
    expect(second).not.toBe(first);
    await payAtBank(app, second);
    await noteNow(held.hold.bookingId);
    expect(await receiptsAt(second)).toMatchObject([
      { customer: { email: "new@example.ru" }, items: [{ vat_code: 11 }] },
    ]);
  });

  it("whose answers are lost is asked for again to the letter", async () => {
    const held = await withEmail();
    await app.bank.sim("/faults", {
      path: "/payments",
      exact: true,
      method: "POST",
      status: 500,
      when: "after",
    });
    expect(refusalOf(await open(held))).toBe("gateway_silent");
    // Whatever changes meanwhile, the same key carries the same words.
    await set("receipts.vatCode", "11");
    await set("receipts.taxSystem", "3");
    granted(await open(held));
    const providerId = await providerIdOf(app, held.hold.bookingId);
    await app.bank.sim("/faults", { path: "/payments/*/capture", status: 500, when: "before" });
    await payAtBank(app, providerId);
    await noteNow(held.hold.bookingId);
    await noteNow(held.hold.bookingId);
    expect(await receiptsAt(providerId)).toMatchObject([{ tax_system_code: 2, items: [{ vat_code: 1 }] }]);
    const asked = (await bankRequests(app)).filter(({ path }) => path === `/payments/${providerId}/capture`);
    expect(new Set(asked.map((one) => one.idempotence_key)).size).toBe(1);
    expect(asked.map(({ status }) => status)).toEqual([500, 200]);
  });

  it("whose receipt the gateway does not take is refused, and those who keep the settings are told once", async () => {
    await set("receipts.mode", "off");
    const held = await makeHold(app);
    const pay = () => openPayment(app, { ...held.hold, method: "bank_card" });
    expect(refusalOf(await pay())).toBe("gateway_refused");
    await reconcilePayments(app);
    expect(await messagesOf(app, held.hold.bookingId)).toEqual(["staff_payment_receipt_refused"]);
    expect(
      await app.db.first(
        sql`SELECT state, ended_reason FROM payments WHERE booking_id = ${held.hold.bookingId}::uuid`,
      ),
    ).toEqual({ state: "rejected", endedReason: "receipt_refused" });

    await set("receipts.mode", "yookassa");
    expect(refusalOf(await pay())).toBe("email_needed");
    granted(await setEmail(app, { clientId: held.client.id, email: TO }));
    granted(await pay());
  });

  it("without receipts asks for no e-mail and carries none", async () => {
    await set("receipts.mode", "off");
    await app.bank.sim("/settings", { fiscalization: false });
    const { hold } = await makeHold(app);
    granted(await openPayment(app, { ...hold, method: "sbp" }));
    await app.bank.sim("/settings", { fiscalization: true });
    expect(await kept(hold.bookingId)).not.toContain("receipt");
  });
});

describe("PY-6: a refund", () => {
  const giveBack = async (bookingId: string, amount: number) =>
    granted(
      await refundBooking(app, {
        requestId: app.newId(),
        bookingId,
        amount: kopecks(amount),
        reason: "договорились",
        actor: OPERATOR,
      }),
    );

  it("of a part carries that part, marked like the payment, whatever the settings say by now", async () => {
    const { hold, providerId } = await paid({ service: { policy: "prepay", prepayment: kopecks(50_000) } });
    await set("receipts.vatCode", "11");
    await giveBack(hold.bookingId, 12_345);
    await giveBack(hold.bookingId, 37_655);
    await sendDueRefunds(app);
    const refunds = (await receiptsAt(providerId)).filter(({ type }) => type === "refund");
    const lines = [item("123.45", "partial_prepayment"), item("376.55", "partial_prepayment")];
    expect(refunds.map(({ items }) => items)).toEqual(
      expect.arrayContaining(lines.map((one) => [expect.objectContaining(one)])),
    );
    expect(await kept(hold.bookingId)).not.toContain(TO);
  });

  it("of everything leaves the receipt to the gateway", async () => {
    const { hold, providerId, client } = await paid();
    granted(
      await cancelBooking(app, { bookingId: hold.bookingId, by: { kind: "client", clientId: client.id } }),
    );
    await sendDueRefunds(app);
    expect(await receiptsAt(providerId)).toMatchObject([
      { type: "payment" },
      { type: "refund", items: [item("2000.00", "full_prepayment")] },
    ]);
  });

  it("whose answer is lost is sent again to the letter, though the client has another e-mail by now", async () => {
    const { hold, providerId, client } = await paid();
    await giveBack(hold.bookingId, 10_000);
    await app.bank.sim("/faults", { path: "/refunds", method: "POST", status: 500, when: "before" });
    await sendDueRefunds(app);
    expect(await kept(hold.bookingId)).toContain(TO);
    granted(await setEmail(app, { clientId: client.id, email: "new@example.ru" }));
    app.clock.advance(60_000);
    await sendDueRefunds(app);
    const refunds = (await receiptsAt(providerId)).filter(({ type }) => type === "refund");
    expect(refunds).toMatchObject([{ customer: { email: TO }, items: [item("100.00", "full_prepayment")] }]);
    expect(await kept(hold.bookingId)).not.toContain(TO);
  });

  it("after the closing receipt is no prepayment any more, a part or all of it", async () => {
    const { hold, providerId } = await paid();
    await complete(hold.bookingId);
    await sendDueReceipts(app);
    await giveBack(hold.bookingId, 200_000);
    await sendDueRefunds(app);
    const refunds = (await receiptsAt(providerId)).filter(({ type }) => type === "refund");
    expect(refunds).toMatchObject([{ items: [item("2000.00", "full_payment")] }]);
  });
});

describe("PY-6: the closing receipt", () => {
  const rowsFor = (bookingId: string) =>
    app.db.many<{ state: string; amountKopecks: number; endedReason: string | null; attempts: number }>(sql`
      SELECT state, amount_kopecks, ended_reason, attempts FROM closing_receipts WHERE booking_id = ${bookingId}::uuid`);
  const closingAt = async (providerId: string) =>
    (await receiptsAt(providerId)).filter(({ settlements }) =>
      JSON.stringify(settlements).includes("prepayment"),
    );
  const sends = async () =>
    (await bankRequests(app)).filter(({ method, path }) => method === "POST" && path === "/receipts");
  const managersTold = async (bookingId: string) =>
    (await messagesOf(app, bookingId)).filter((kind) => kind === "staff_closing_receipt_refused").length;
  async function tries(count: number, seconds = 2_000) {
    for (let time = 0; time < count; time += 1) {
      await sendDueReceipts(app);
      app.clock.advance(seconds * 1000);
      await app.bank.advance(seconds);
    }
  }
  async function completed(over: Over = {}) {
    const visit = await paid(over);
    await complete(visit.hold.bookingId);
    await alignClocks(app);
    return visit;
  }

  it("is made once when a prepaid visit is completed: paid in full by what was prepaid", async () => {
    await set("receipts.vatCode", "12");
    await set("receipts.taxSystem", "1");
    const { hold, providerId, service } = await completed();
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "queued", amountKopecks: 200_000 }]);
    expect(await kept(hold.bookingId)).not.toContain(TO);
    await sendDueReceipts(app);
    expect(await closingAt(providerId)).toMatchObject([
      {
        type: "payment",
        customer: { email: TO },
        tax_system_code: 1,
        items: [item("2000.00", "full_payment", { description: service.name, vat_code: 11 })],
        settlements: [{ type: "prepayment", amount: rub("2000.00") }],
      },
    ]);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded", endedReason: null }]);
    expect(await kept(hold.bookingId)).not.toContain(TO);
    await writingNothing(app, () => sendDueReceipts(app));
  });

  it("is for what was not given back", async () => {
    const visit = await paid();
    const { bookingId } = visit.hold;
    const back = {
      requestId: app.newId(),
      bookingId,
      amount: kopecks(150_000),
      reason: "скидка",
      actor: OPERATOR,
    };
    granted(await refundBooking(app, back));
    await complete(bookingId);
    await sendDueRefunds(app);
    await sendDueReceipts(app);
    const all = await receiptsAt(visit.providerId);
    expect(
      all.map(({ type, items }) => [type, (items as { amount: object; payment_mode: string }[])[0]]),
    ).toMatchObject([
      ["payment", item("2000.00", "full_prepayment")],
      ["refund", item("1500.00", "full_prepayment")],
      ["payment", item("500.00", "full_payment")],
    ]);
  });

  it.each([
    [
      "all of it was given back",
      async () => {
        const visit = await paid();
        const { bookingId } = visit.hold;
        const back = {
          requestId: app.newId(),
          bookingId,
          amount: kopecks(200_000),
          reason: "подарок",
          actor: OPERATOR,
        };
        granted(await refundBooking(app, back));
        return visit;
      },
    ],
    [
      "receipts are off by then",
      async () => {
        const visit = await paid();
        await set("receipts.mode", "off");
        return visit;
      },
    ],
    [
      "the payment had none either",
      async () => {
        await set("receipts.mode", "off");
        await app.bank.sim("/settings", { fiscalization: false });
        const visit = await paid();
        await app.bank.sim("/settings", { fiscalization: true });
        await set("receipts.mode", "yookassa");
        return visit;
      },
    ],
  ])("is not made when %s", async (_, make) => {
    const { hold } = await make();
    await complete(hold.bookingId);
    expect(await rowsFor(hold.bookingId)).toEqual([]);
  });

  it("is not made for a visit that was missed; corrected marks make one in all", async () => {
    const { hold, providerId } = await paid();
    const { bookingId } = hold;
    app.clock.set("2026-11-24T11:00:00Z");
    const mark = async (as: "completed" | "no_show") =>
      granted(await markVisit(app, { bookingId, mark: as, actor: OPERATOR, reason: "ошиблись" }));
    await mark("no_show");
    expect(await rowsFor(bookingId)).toEqual([]);
    await mark("completed");
    await sendDueReceipts(app);
    await mark("no_show");
    await mark("completed");
    await sendDueReceipts(app);
    expect(await rowsFor(bookingId)).toMatchObject([{ state: "succeeded" }]);
    expect(await closingAt(providerId)).toHaveLength(1);
  });

  it("is promised together with the mark, or neither is", async () => {
    const { hold } = await paid();
    app.clock.set("2026-11-24T11:00:00Z");
    const mark = { bookingId: hold.bookingId, mark: "completed", actor: OPERATOR } as const;
    await interrupted(app, /INSERT INTO closing_receipts/, (dying) => markVisit(dying, mark));
    expect(await rowsFor(hold.bookingId)).toEqual([]);
    granted(await markVisit(app, mark));
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "queued" }]);
    await sendDueReceipts(app);
  });

  it("follows a visit that completed itself", async () => {
    const { hold, providerId } = await paid();
    app.clock.set("2026-11-24T13:00:00Z");
    await completeForgottenVisits(app);
    await sendDueReceipts(app);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded" }]);
    expect(await closingAt(providerId)).toHaveLength(1);
  });

  it("is sent once by three processes at once", async () => {
    const { providerId } = await completed();
    const before = (await sends()).length;
    await Promise.all([sendDueReceipts(app), sendDueReceipts(app), sendDueReceipts(app)]);
    expect(await sends()).toHaveLength(before + 1);
    expect(await closingAt(providerId)).toHaveLength(1);
  });

  it("whose answers are lost is sent again under the same key, to the letter, until there is one", async () => {
    const { hold, providerId, client } = await completed();
    await app.bank.sim("/faults", {
      path: "/receipts",
      method: "POST",
      reset: true,
      when: "before",
      times: 2,
    });
    await tries(1, 60);
    granted(await setEmail(app, { clientId: client.id, email: "new@example.ru" }));
    await app.bank.sim("/faults", { path: "/receipts", method: "POST", status: 500, when: "after" });
    await tries(3, 60);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded" }]);
    expect(await closingAt(providerId)).toMatchObject([{ customer: { email: TO } }]);
    expect(new Set((await sends()).slice(-4).map((one) => one.idempotence_key)).size).toBe(1);
  });

  it("whose key the bank has forgotten is looked up before it is asked for anew", async () => {
    const { hold, providerId } = await completed();
    await app.bank.sim("/faults", { path: "/receipts", method: "POST", status: 500, when: "after" });
    await tries(1, 25 * 3600);
    const before = (await sends()).length;
    await tries(2);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded" }]);
    expect(await sends()).toHaveLength(before);
    expect(await closingAt(providerId)).toHaveLength(1);
  });

  it("that never reached the bank is made after a day's outage all the same", async () => {
    const { hold, providerId } = await completed();
    await app.bank.sim("/faults", { path: "/receipts", method: "POST", status: 500, when: "before" });
    await tries(1, 25 * 3600);
    await tries(2);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded" }]);
    expect(await closingAt(providerId)).toHaveLength(1);
  });

  it("is asked about while it is being registered", async () => {
    const { hold } = await completed();
    await app.bank.sim("/faults", { receipts: "pending" });
    await tries(3);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "pending" }]);
    expect(await kept(hold.bookingId)).toContain(TO);
    await app.bank.sim("/faults", { receipts: "normal" });
    await tries(1);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded" }]);
    expect(await kept(hold.bookingId)).not.toContain(TO);
  });

  it.each([
    ["the bank refuses it", { path: "/receipts", method: "POST", status: 400 }, /fault/],
    ["the tax service does not take it", { receipts: "canceled" }, /not_registered/],
  ] as const)(
    "that %s is over, with its reason, and those who run the business are told once",
    async (_, fault, why) => {
      const { hold } = await completed();
      await app.bank.sim("/faults", fault);
      await tries(3);
      await app.bank.sim("/faults", { receipts: "normal" });
      const rows = await rowsFor(hold.bookingId);
      expect(rows).toMatchObject([{ state: "canceled" }]);
      expect(rows[0]?.endedReason).toMatch(why);
      expect(await managersTold(hold.bookingId)).toBe(1);
      expect(await kept(hold.bookingId)).not.toContain(TO);
    },
  );

  it("refused after all although it was made is made", async () => {
    const { hold } = await completed();
    await app.bank.sim("/faults", { path: "/receipts", method: "POST", status: 400, when: "after" });
    await tries(1);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded" }]);
    expect(await managersTold(hold.bookingId)).toBe(0);
  });

  it("is not over because a look at it is refused", async () => {
    const { hold } = await completed();
    await app.bank.sim("/faults", { receipts: "pending" });
    await tries(1);
    await app.bank.sim("/faults", { path: "/receipts", method: "GET", status: 404 });
    await tries(1);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "pending" }]);
    await app.bank.sim("/faults", { receipts: "normal" });
    await tries(1);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded" }]);
  });

  it.each([401, 403])("waits while the trouble is ours (%i)", async (status) => {
    const { hold } = await completed();
    await app.bank.sim("/faults", { path: "/receipts", status });
    await tries(1);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "queued" }]);
    await tries(1);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "succeeded" }]);
    expect(await managersTold(hold.bookingId)).toBe(0);
  });

  it("of a client whose e-mail is gone is over, and a person is told", async () => {
    const { hold, client } = await completed();
    await app.db.run(sql`UPDATE clients SET email = NULL WHERE id = ${client.id}::uuid`);
    await tries(1);
    expect(await rowsFor(hold.bookingId)).toMatchObject([
      { state: "canceled", endedReason: "email_missing" },
    ]);
    expect(await managersTold(hold.bookingId)).toBe(1);
  });

  it("whose sender dies before a person was told is refused, and told of, by the next", async () => {
    const { hold } = await completed();
    await app.bank.sim("/faults", { path: "/receipts", method: "POST", status: 400, times: 2 });
    await expect(sendDueReceipts({ ...app, newId: () => "not an id" })).rejects.toThrow();
    await tries(2);
    expect(await rowsFor(hold.bookingId)).toMatchObject([{ state: "canceled" }]);
    expect(await managersTold(hold.bookingId)).toBe(1);
  });

  it("waits while payments are off", async () => {
    await completed();
    await writingNothing(app, () => sendDueReceipts({ ...app, payments: undefined }));
    await tries(1);
  });
});
