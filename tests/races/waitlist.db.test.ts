import { describe, expect, it } from "vitest";
import {
  expireHolds,
  findWaitlistEntry,
  giveUpHold,
  holdSlot,
  leaveWaitlist,
  offerWaitlist,
} from "../../src/core/booking/index.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { START, testApp } from "../support/app.ts";
import { watched } from "../support/crowd.ts";
import { refusalOf } from "../support/footprint.ts";
import { makeClient, makeSlot } from "../support/make.ts";
import { makeFullSalon, makeWaiting, messagesTo, nobodyWaits } from "../support/wait.ts";

const app = await testApp();
const QUARTER = 15 * 60_000;
const ROUNDS = 12;

const offersOf = (entryId: string) =>
  app.db.many<{ answer: string | null }>(
    sql`SELECT answer FROM waitlist_offers WHERE entry_id = ${entryId}::uuid`,
  );

/** One who waits, and the start that fits just became free. */
async function situation() {
  app.clock.set(START);
  await nobodyWaits(app);
  const { service, specialist } = await makeFullSalon(app);
  const waiting = await makeWaiting(app, { serviceId: service.id });
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt: "2026-11-24T09:00:00Z" });
  return { service, specialist, waiting, slot };
}

/** Every process has its own role lock in life; here it is out of the way, so that only rows and constraints decide. */
let thoughtTheyMay = 0;
function lockless<A extends typeof app>(base: A): A {
  const connect = async () => {
    const client = await base.db.pool.connect();
    return new Proxy(client, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (key !== "query") return typeof value === "function" ? value.bind(target) : value;
        return (order: { readonly text: string }) => {
          if (/pg_try_advisory_lock/.test(order.text)) thoughtTheyMay += 1;
          return /pg_(try_advisory_lock|advisory_unlock)/.test(order.text)
            ? target.query({ ...order, text: "SELECT true AS won, $1::text AS role", name: "always-won" })
            : target.query(order);
        };
      },
    });
  };
  const pool = Object.create(base.db.pool, { connect: { value: connect } }) as typeof base.db.pool;
  return { ...base, db: { ...base.db, pool } };
}

describe("MS-9: of several processes that offer at once", () => {
  it.each([
    ["by the one that may", (one: typeof app) => one],
    ["even if all of them thought that they may", lockless],
  ])("one start is offered once, to one, and told once: %s", async (_, as) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { service, waiting, slot } = await situation();
      const next = await makeWaiting(app, { serviceId: service.id });
      const { app: seen, failures } = watched(app);
      const done = await Promise.all([1, 2, 3, 4].map(() => offerWaitlist(as({ ...app, ...seen }))));
      expect(done.reduce((sum, { offered }) => sum + offered, 0)).toBe(1);
      const entries = await Promise.all(
        [waiting, next].map(({ entry }) => findWaitlistEntry(app.db, entry.id)),
      );
      expect(entries.map((entry) => entry?.offers).sort()).toEqual([0, 1]);
      const taken = await app.db.many(sql`
        SELECT 1 FROM bookings WHERE slot_ids[1] = ${slot.id}::uuid AND state = 'held'`);
      expect(taken).toHaveLength(1);
      const told = await Promise.all([waiting, next].map(({ clientId }) => messagesTo(app, clientId)));
      expect(told.flat()).toHaveLength(1);
      expect(failures).toEqual([]);
    }
    expect(thoughtTheyMay).toBe(as === lockless ? 4 * ROUNDS : 0);
  });
});

describe("MS-9: an offer against somebody who books the start in the calendar", () => {
  it("one of them gets it, and whoever waits does not lose their place by it", async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { service, waiting, slot } = await situation();
      const { id: clientId } = await makeClient(app);
      const wish = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: slot.id };
      const tap = () => holdSlot(app, wish);
      // One after the other first, in either order, so that both ends are seen; then at one moment.
      const tapped = round === 0 ? await tap() : undefined;
      const offering = offerWaitlist(app);
      if (round === 1) await offering;
      const [{ offered }, held] = await Promise.all([offering, tapped ?? tap()]);
      expect(held.ok ? 1 : 0).toBe(1 - offered);
      if (!held.ok) expect(held.refusal).toBe("slot_taken");
      expect(await findWaitlistEntry(app.db, waiting.entry.id)).toMatchObject({
        state: offered === 1 ? "offered" : "waiting",
        offers: offered,
      });
      outcomes.add(refusalOf(held));
    }
    expect([...outcomes].sort()).toEqual(["done", "slot_taken"]);
  });

  it("and against the same client who taps it just then: they have it once, and one hold", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { service, waiting, slot } = await situation();
      const { clientId } = waiting;
      const wish = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: slot.id };
      const [, held] = await Promise.all([offerWaitlist(app), holdSlot(app, wish)]);
      expect(refusalOf(held)).toBe("done");
      const live = await app.db.many(sql`
        SELECT id FROM bookings WHERE client_id = ${clientId}::uuid AND state = 'held'`);
      expect(live).toHaveLength(1);
    }
  });
});

describe("MS-9: an answer against the end of the hold", () => {
  it("is the answer or the silence, written down once; the client waits on", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { waiting } = await situation();
      const { clientId, entry } = waiting;
      await offerWaitlist(app);
      const bookingId = present((await findWaitlistEntry(app.db, entry.id))?.offeredBookingId, "the offer");
      app.clock.advance(QUARTER);
      const [, given] = await Promise.all([
        expireHolds(app),
        giveUpHold(app, { bookingId, clientId }),
        offerWaitlist(app),
      ]);
      const [answer] = await offersOf(entry.id);
      expect(answer?.answer).toBe(given.ok ? "declined" : "missed");
      expect(await findWaitlistEntry(app.db, entry.id)).toMatchObject({
        state: "waiting",
        offers: 1,
        missed: given.ok ? 0 : 1,
      });
      expect(await offersOf(entry.id)).toHaveLength(1);
    }
  });

  it("«Больше не ждать» against an offer: nobody waits, and nothing stays held", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { waiting, slot } = await situation();
      const { clientId, entry } = waiting;
      const [left] = await Promise.all([
        leaveWaitlist(app, { entryId: entry.id, by: { kind: "client", clientId } }),
        offerWaitlist(app),
      ]);
      expect(refusalOf(left)).toBe("done");
      expect(await findWaitlistEntry(app.db, entry.id)).toMatchObject({ state: "left" });
      expect(await app.db.first(sql`SELECT booking_id FROM slots WHERE id = ${slot.id}::uuid`)).toEqual({
        bookingId: null,
      });
    }
  });
});
