import { describe, expect, it } from "vitest";
import { bookForCaller } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { findClientByIdOrPhone } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { granted, makeSituation } from "../../support/make.ts";

const app = await testApp();

const LATER = "2026-11-25T09:00:00Z";
let serial = 0;
/** A free start, and somebody whose phone nobody has. */
async function call(at = "2026-11-24T09:00:00Z") {
  const { service, slot } = await makeSituation(app, { at });
  serial += 1;
  return {
    ...{ bookingId: app.newId(), serviceId: service.id, slotId: slot.id, actor: OPERATOR },
    ...{ phone: `+7903000${String(serial).padStart(4, "0")}`, name: "Жанна" },
    payment: { by: "on_spot", waiverReason: undefined } as const,
  };
}
const all = () =>
  app.db.first(sql`
    SELECT (SELECT count(*)::int FROM clients) AS clients, (SELECT count(*)::int FROM bookings) AS bookings,
           (SELECT count(*)::int FROM audit) AS audit, (SELECT count(*)::int FROM outbox) AS outbox`);

describe("whoever calls and is not known", () => {
  it("is entered together with the booking, once however often it is repeated (PY-8, PE-4)", async () => {
    const input = await call();
    const made = granted(await bookForCaller(app, input));
    expect(made).toMatchObject({ state: "confirmed", clientName: "Жанна" });
    const before = await all();
    expect(granted(await bookForCaller(app, input)).number).toBe(made.number);
    expect(await all()).toEqual(before);
  });

  it("is found by the phone afterwards, and keeps the name", async () => {
    const first = await call();
    const { clientId } = granted(await bookForCaller(app, first));
    const again = { ...(await call(LATER)), phone: `8${first.phone.slice(2)}`, name: "Другая" };
    expect(granted(await bookForCaller(app, again))).toMatchObject({ clientId, clientName: "Жанна" });
  });

  it("is not left behind by a booking that is refused", async () => {
    const taken = await call();
    granted(await bookForCaller(app, taken));
    const next = await call();
    const before = await all();
    const wishes = [
      [{ ...next, slotId: taken.slotId, serviceId: taken.serviceId }, "slot_taken"],
      [{ ...next, slotId: app.newId() }, "slot_gone"],
      [
        { ...next, payment: { by: "link", until: new Date("2020-01-01T00:00:00Z") } as const },
        "link_time_passed",
      ],
      [{ ...next, name: " " }, "name_empty"],
      [{ ...next, phone: "12" }, "phone_unreadable"],
    ] as const;
    for (const [wish, refusal] of wishes)
      expect(await bookForCaller(app, wish)).toMatchObject({ ok: false, refusal });
    expect(await all()).toEqual(before);
    expect(await findClientByIdOrPhone(app.db, next.phone)).toBeUndefined();
  });
});

describe("raced", () => {
  it("of many new clients for one start one is booked and entered, the others are nowhere", async () => {
    const { slotId, serviceId } = await call();
    const callers = await Promise.all(Array.from({ length: 8 }, () => call()));
    const outcomes = await Promise.all(
      callers.map((one) => bookForCaller(app, { ...one, slotId, serviceId })),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const known = await Promise.all(callers.map(({ phone }) => findClientByIdOrPhone(app.db, phone)));
    expect(known.map((client) => client !== undefined)).toEqual(outcomes.map(({ ok }) => ok));
  });

  it("two bookings for one new phone at once are of one client", async () => {
    const [one, two] = [await call(), await call(LATER)];
    const other = { ...two, phone: one.phone };
    const outcomes = await Promise.all([bookForCaller(app, one), bookForCaller(app, other)]);
    const [first, second] = outcomes.map(granted);
    expect(second?.clientId).toBe(first?.clientId);
    expect(second?.clientId).toBe((await findClientByIdOrPhone(app.db, one.phone))?.id);
  });
});
