import { describe, expect, it } from "vitest";
import {
  completeForgottenVisits,
  markVisit,
  refundBooking,
  sendDueReceipts,
  sendDueRefunds,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { setEmail } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { alignClocks, bankRequests, messagesOf } from "../../support/bank.ts";
import { writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted } from "../../support/make.ts";
import { RECEIPTS_TO } from "../../support/paid-visit.ts";
import { item, rub, testAppWithReceipts } from "../../support/receipts.ts";
import { groundWith, troublesOf } from "../reports/doctor-ground.ts";

const { app, set, receiptsAt, kept, paid, complete } = await testAppWithReceipts();
const TO = RECEIPTS_TO;

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
  async function completed(over: Parameters<typeof paid>[0] = {}) {
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

describe("PY-6: a visit whose closing receipt was never promised", () => {
  const ground = groundWith({ db: app.db, clock: app.clock });
  /** The visits of this file that took place while receipts were off are told, too. */
  const missing = async () =>
    (await troublesOf(ground, ["money"])).find(({ id }) => id === "money_receipts_missing")?.count ?? 0;

  it("is told by doctor; one that had no receipt is not, and none is while receipts are off", async () => {
    const promised = await paid();
    const { hold } = await paid();
    await complete(promised.hold.bookingId);
    const before = await missing();
    await set("receipts.mode", "off");
    await complete(hold.bookingId);
    await set("receipts.mode", "yookassa");
    expect(await missing()).toBe(before + 1);
    const found = await troublesOf(ground, ["money"]);
    const { number } = (await app.db.first<{ number: number }>(
      sql`SELECT number FROM bookings WHERE id = ${hold.bookingId}::uuid`,
    )) ?? { number: 0 };
    expect(found.find(({ id }) => id === "money_receipts_missing")).toMatchObject({
      level: "warning",
      what: expect.stringContaining(`№${number}`),
      mend: expect.stringMatching(/bookings show \d+/),
    });
    await set("receipts.mode", "off");
    expect(await missing()).toBe(0);
    await set("receipts.mode", "yookassa");
    await app.db.run(
      sql`UPDATE payments SET request = request - 'receipt' WHERE booking_id = ${hold.bookingId}::uuid`,
    );
    expect(await missing()).toBe(before);
  });
});
