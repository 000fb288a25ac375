import { describe, expect, it } from "vitest";
import {
  bookForClient,
  cancelBooking,
  choosePoints,
  confirmOnSpot,
  findBooking,
  openPayment,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { listPayments, paymentWord } from "../../../src/core/payments/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { inEveryOrder } from "../../races/rounds.ts";
import { testAppWithBank } from "../../support/app.ts";
import { alignClocks, atBank, payAtBank, providerIdOf, settleAll, settleDown } from "../../support/bank.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { makeHold } from "../../support/hold.ts";
import { interrupted } from "../../support/interruption.ts";
import { givePoints, granted } from "../../support/make.ts";
import { byBusiness, HOT_NEXT_DAY, makePaid, makeReplacing, standingOf } from "../../support/move.ts";

const app = await testAppWithBank();
await alignClocks(app);
const actor = OPERATOR;
const confirm = (bookingId: string, waiverReason?: string) =>
  confirmOnSpot(app, { bookingId, waiverReason, actor });
const told = async (bookingId: string) =>
  (
    await app.db.many<{ kind: string }>(sql`
      SELECT kind FROM outbox WHERE booking_id = ${bookingId}::uuid AND kind <> 'reminder' ORDER BY kind`)
  ).map(({ kind }) => kind);

describe("a booking that waits for payment, paid on the spot instead (PY-8)", () => {
  it("is confirmed with all of it owed there, once, and the client is told (MS-8)", async () => {
    const { hold, booking } = await makeHold(app);
    expect(booking.payNow).toBe(200_000);
    const confirmed = granted(await confirm(hold.bookingId));
    expect(confirmed).toMatchObject({ state: "confirmed", payNow: 0, onSpot: 200_000, owedOnSpot: 200_000 });
    expect(await told(hold.bookingId)).toEqual(["booking_confirmed"]);
    expect(granted(await writingNothing(app, () => confirm(hold.bookingId)))).toEqual(confirmed);
    const trail = await app.db.many(
      sql`SELECT action, change, reason FROM audit WHERE subject_id = ${hold.bookingId}`,
    );
    expect(trail).toEqual([{ action: "confirm_on_spot", change: { amount: 200_000 }, reason: null }]);
  });

  it("keeps the points that were chosen, and they are spent (PT-3)", async () => {
    const { hold, client } = await makeHold(app);
    await givePoints(app, client.id, 500);
    granted(await choosePoints(app, { ...hold, points: 300 }));
    expect(granted(await confirm(hold.bookingId))).toMatchObject({ points: 300, payNow: 0, onSpot: 170_000 });
    const spent = await app.db.many(sql`
      SELECT points FROM point_entries WHERE booking_id = ${hold.bookingId}::uuid`);
    expect(spent).toEqual([{ points: -300 }]);
  });

  it("needs a reason where a hot slot's prepayment is waived", async () => {
    const { hold } = await makeHold(app, { kind: "hot" });
    expect(await refusedBy(app, () => confirm(hold.bookingId, " "))).toBe("waiver_needs_reason");
    granted(await confirm(hold.bookingId, " постоянный клиент "));
    const row = await app.db.first(sql`SELECT reason FROM audit WHERE subject_id = ${hold.bookingId}`);
    expect(row).toEqual({ reason: "постоянный клиент" });
  });

  it("lets the open payment go, and says so at once in every list (PY-5)", async () => {
    const { hold } = await makeHold(app);
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    const word = async () =>
      (await listPayments(app.db, { bookingId: hold.bookingId, rowsMax: 5 })).map(paymentWord);
    expect(await word()).toEqual(["ждёт клиента"]);
    granted(await confirm(hold.bookingId));
    expect(await word()).toEqual(["отпущен"]);
    await settleDown(app);
  });

  it("money that comes for it still goes back (PY-3, PY-5)", async () => {
    const { hold } = await makeHold(app);
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    const providerId = await providerIdOf(app, hold.bookingId);
    granted(await confirm(hold.bookingId));
    await payAtBank(app, providerId);
    await settleDown(app);
    expect(await atBank(app, providerId)).toMatchObject({ status: "canceled" });
    expect(await findBooking(app.db, hold.bookingId)).toMatchObject({
      state: "confirmed",
      paid: 0,
      owedOnSpot: 200_000,
    });
  });

  it("of a move takes the old one's place (CX-7)", async () => {
    const paid = await makePaid(app);
    const { replacing } = await makeReplacing(app, paid, HOT_NEXT_DAY);
    expect(replacing.state).toBe("held");
    granted(await confirm(replacing.id, "договорились"));
    expect((await standingOf(app, paid.booking.id))[0]).toBe("moved");
    await settleDown(app);
    expect(await standingOf(app, replacing.id)).toEqual(["confirmed", null, 0]);
  });

  it("staff's own hold with a pay link too; what is over, paid or nowhere is refused", async () => {
    const { client, service, slot, hold: first } = await makeHold(app);
    granted(await cancelBooking(app, { bookingId: first.bookingId, by: byBusiness() }));
    expect(await refusedBy(app, () => confirm(first.bookingId))).toBe("hold_over");
    const input = {
      bookingId: app.newId(),
      clientId: client.id,
      serviceId: service.id,
      slotId: slot.id,
      actor,
    };
    granted(await bookForClient(app, { ...input, payment: { by: "link", until: undefined } }));
    expect(granted(await confirm(input.bookingId))).toMatchObject({ state: "confirmed", onSpot: 200_000 });
    granted(await cancelBooking(app, { bookingId: input.bookingId, by: byBusiness() }));
    expect(await refusedBy(app, () => confirm(input.bookingId))).toBe("booking_cancelled");
    expect(await refusedBy(app, () => confirm(app.newId()))).toBe("unknown_booking");
  });

  it("a hold whose time is over is not brought back (PY-1)", async () => {
    const { hold, booking } = await makeHold(app);
    app.clock.set(booking.heldUntil?.toISOString() ?? "");
    expect(await refusedBy(app, () => confirm(hold.bookingId))).toBe("hold_over");
  });

  it("interrupted stays held, its payment open", async () => {
    const { hold } = await makeHold(app);
    granted(await openPayment(app, { ...hold, method: "bank_card" }));
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) =>
        confirmOnSpot(dying, { bookingId: hold.bookingId, actor }),
      ),
    );
  });

  it("at one moment with itself it is one confirmation", async () => {
    for (const atOnce of inEveryOrder()) {
      const { hold } = await makeHold(app);
      const [one, two] = await atOnce(
        () => confirm(hold.bookingId),
        () => confirm(hold.bookingId),
      );
      granted(one);
      granted(two);
      expect(await told(hold.bookingId)).toEqual(["booking_confirmed"]);
    }
  });

  it("at one moment with the money: it counts, or all of it goes back (PY-5)", async () => {
    for (const atOnce of inEveryOrder()) {
      const { hold } = await makeHold(app);
      granted(await openPayment(app, { ...hold, method: "bank_card" }));
      const providerId = await providerIdOf(app, hold.bookingId);
      await payAtBank(app, providerId);
      await atOnce(
        () => confirm(hold.bookingId),
        () => settleAll(app),
      );
      await settleDown(app);
      const booking = await findBooking(app.db, hold.bookingId);
      const { status } = await atBank(app, providerId);
      expect([booking?.state, booking?.paid, booking?.owedOnSpot, status]).toEqual(
        booking?.paid === 0 ? ["confirmed", 0, 200_000, "canceled"] : ["confirmed", 200_000, 0, "succeeded"],
      );
    }
  });
});
