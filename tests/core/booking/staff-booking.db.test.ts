import { expect, it } from "vitest";
import {
  bookForClient,
  cancelBooking,
  findBooking,
  holdSlot,
  openPayment,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { enterClient } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testAppWithBank } from "../../support/app.ts";
import { granted, makeSituation } from "../../support/make.ts";

const app = await testAppWithBank();

async function wanted(kind: "regular" | "hot" = "regular") {
  const { service, slot, client } = await makeSituation(app, { kind });
  return {
    bookingId: app.newId(),
    clientId: client.id,
    serviceId: service.id,
    slotId: slot.id,
    actor: OPERATOR,
  };
}
const promisedTo = async (bookingId: string) => {
  const rows = await app.db.many<{ kind: string }>(
    sql`SELECT kind FROM outbox WHERE booking_id = ${bookingId}::uuid AND kind <> 'reminder' ORDER BY kind`,
  );
  return rows.map((row) => row.kind);
};
const onSpot = (waiverReason?: string) => ({ by: "on_spot", waiverReason }) as const;

it("a booking made by staff is confirmed at once, all of it owed on the spot (PY-8)", async () => {
  const input = await wanted();
  const booking = granted(await bookForClient(app, { ...input, payment: onSpot() }));
  expect(booking).toMatchObject({ state: "confirmed", madeBy: "staff", payNow: 0, onSpot: 200_000 });
  expect(await promisedTo(input.bookingId)).toEqual(["booking_confirmed"]);
});

it("made twice with one id it is made once", async () => {
  const input = { ...(await wanted()), payment: onSpot() };
  const [first, second] = [
    granted(await bookForClient(app, input)),
    granted(await bookForClient(app, input)),
  ];
  expect(second.number).toBe(first.number);
  expect(await promisedTo(input.bookingId)).toEqual(["booking_confirmed"]);
});

it("with a pay link it is held until the moment that staff chose, and the client pays it in the bot", async () => {
  const input = await wanted();
  const until = new Date("2026-11-23T20:00:00Z");
  const booking = granted(await bookForClient(app, { ...input, payment: { by: "link", until } }));
  expect(booking).toMatchObject({ state: "held", heldUntil: until, payNow: 200_000 });
  expect(await promisedTo(input.bookingId)).toEqual(["payment_requested"]);
  const { bookingId, clientId } = input;
  expect(granted(await openPayment(app, { bookingId, clientId, method: "bank_card" })).payUntil).toEqual(
    until,
  );
});

it("a client whom staff entered by phone pays by the link that staff hand over: the bot says nothing (PY-8)", async () => {
  const input = await wanted();
  const entered = granted(await enterClient(app, { phone: "+79005552200", name: "Жанна", actor: OPERATOR }));
  const wish = { ...input, clientId: entered.id };
  const link = { by: "link", until: undefined } as const;
  expect(granted(await bookForClient(app, { ...wish, payment: link }))).toMatchObject({ state: "held" });
  const { bookingId, clientId } = wish;
  const opened = granted(await openPayment(app, { bookingId, clientId, method: "bank_card" }));
  expect(opened).toMatchObject({ url: expect.stringMatching(/^https?:/), amount: 200_000 });
});

it("MS-8: the client is told that staff took their unpaid booking away, once, and not that its time ran out", async () => {
  const input = await wanted();
  granted(await bookForClient(app, { ...input, payment: { by: "link", until: undefined } }));
  const by = { kind: "business", actor: OPERATOR, reason: "передумала" } as const;
  for (const _ of [1, 2]) await cancelBooking(app, { bookingId: input.bookingId, by });
  expect(await promisedTo(input.bookingId)).toEqual(["hold_expired", "payment_requested"]);
  const { payload } = present(
    await app.db.first<{ payload: unknown }>(
      sql`SELECT payload FROM outbox WHERE booking_id = ${input.bookingId}::uuid AND kind = 'hold_expired'`,
    ),
    "the message",
  );
  expect(payload).toEqual({ by: "business" });
});

it("waiving a hot slot's prepayment needs a reason, which is kept", async () => {
  const input = await wanted("hot");
  expect(await bookForClient(app, { ...input, payment: onSpot(" ") })).toMatchObject({
    refusal: "waiver_needs_reason",
  });
  expect(await findBooking(app.db, input.bookingId)).toBeUndefined();
  granted(await bookForClient(app, { ...input, payment: onSpot("постоянный клиент") }));
  const trail = await app.db.first(sql`SELECT reason FROM audit WHERE subject_id = ${input.bookingId}`);
  expect(trail).toEqual({ reason: "постоянный клиент" });
});

it("neither a block nor the lead time stands in the way of staff; a taken slot does (CX-4)", async () => {
  const input = await wanted();
  const blockId = app.newId();
  await app.db.run(sql`
    INSERT INTO client_blocks (id, client_id, kind, reason, created_at)
    VALUES (${blockId}::uuid, ${input.clientId}::uuid, 'manual', 'долг', ${app.clock.now()})`);
  granted(await bookForClient(app, { ...input, payment: onSpot() }));
  const other = await wanted();
  const again = { ...other, slotId: input.slotId, serviceId: input.serviceId, payment: onSpot() };
  expect(await bookForClient(app, again)).toMatchObject({ refusal: "slot_taken" });
});

it("an overdue hold does not stand in the way of staff, whether or not its end was written down (PY-1, PY-8)", async () => {
  const input = await wanted();
  const other = await wanted();
  granted(await holdSlot(app, { ...input, bookingId: app.newId(), clientId: other.clientId }));
  expect(await bookForClient(app, { ...input, payment: onSpot() })).toMatchObject({ refusal: "slot_taken" });
  app.clock.advance(15 * 60_000);
  const booking = granted(await bookForClient(app, { ...input, payment: onSpot() }));
  expect(booking).toMatchObject({ state: "confirmed", clientId: input.clientId });
  app.clock.set(START);
});

it("a client entered by phone is one client, however the phone is written (PE-4)", async () => {
  const first = granted(
    await enterClient(app, { phone: "8 (900) 555-11-22", name: "Ольга", actor: OPERATOR }),
  );
  const again = granted(await enterClient(app, { phone: "+79005551122", name: "", actor: OPERATOR }));
  expect(again.id).toBe(first.id);
  expect(await enterClient(app, { phone: "12", name: "Ольга", actor: OPERATOR })).toMatchObject({
    refusal: "phone_unreadable",
  });
  expect(await enterClient(app, { phone: "+79005551199", name: " ", actor: OPERATOR })).toMatchObject({
    refusal: "name_empty",
  });
});
