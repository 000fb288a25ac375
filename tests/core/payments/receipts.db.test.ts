import { describe, expect, it } from "vitest";
import {
  cancelBooking,
  choosePoints,
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
import { setEmail } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { bankRequests, messagesOf, payAtBank, providerIdOf } from "../../support/bank.ts";
import { refusalOf, refusedBy } from "../../support/footprint.ts";
import { makeHold } from "../../support/hold.ts";
import { givePoints, granted } from "../../support/make.ts";
import { makeHoldWithEmail, makePaidVisit, notePayments, RECEIPTS_TO } from "../../support/paid-visit.ts";
import { item, testAppWithReceipts } from "../../support/receipts.ts";

const { app, set, receiptsAt, kept, paid, complete } = await testAppWithReceipts();
const TO = RECEIPTS_TO;
const withEmail = () => makeHoldWithEmail(app);
const noteNow = (bookingId: string) => notePayments(app, bookingId);
const open = ({ hold }: Awaited<ReturnType<typeof withEmail>>) =>
  openPayment(app, { ...hold, method: "bank_card" });

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
