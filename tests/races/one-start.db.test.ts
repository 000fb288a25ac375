import { describe, expect, it } from "vitest";
import { confirmHold, holdSlot } from "../../src/core/booking/index.ts";
import { sqlState, violatedConstraint } from "../../src/core/runtime/database-error.ts";
import { raw, sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { makeCrowd, tally, watched } from "../support/crowd.ts";
import { refusalOf } from "../support/footprint.ts";
import { makeHold, wish } from "../support/hold.ts";
import { granted, makeClient, makeSituation, makeSlot, makeSpecialist } from "../support/make.ts";

const app = await testApp();
const liveAt = async (specialistId: string) =>
  app.db.many(sql`
    SELECT id FROM bookings WHERE specialist_id = ${specialistId}::uuid AND state IN ('held', 'confirming', 'confirmed')`);
const deadlocks = async () =>
  (
    await app.db.first<{ deadlocks: number }>(
      sql`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    )
  )?.deadlocks;

describe("of many clients who want one start at once", () => {
  it.each([20, 1_000])(
    "exactly one of %i gets it, the others hear politely that it is taken, and nothing fails",
    async (count) => {
      const situation = await makeSituation(app);
      const crowd = await makeCrowd(app, count);
      const { app: seen, failures } = watched(app);
      const deadlocksBefore = await deadlocks();
      const outcomes = await Promise.all(
        crowd.map((clientId) =>
          holdSlot(seen, { ...wish(app, situation), bookingId: app.newId(), clientId }),
        ),
      );

      expect(tally(outcomes.map(refusalOf))).toEqual({ done: 1, slot_taken: count - 1 });
      expect(await liveAt(situation.specialist.id)).toHaveLength(1);
      expect(failures).toEqual([]);
      expect(await deadlocks()).toBe(deadlocksBefore);
    },
  );

  it("but with other lengths, none overlaps another", async () => {
    const short = await makeSituation(app);
    const long = await makeSituation(app, { service: { durationMinutes: 120 } });
    const specialist = await makeSpecialist(app, [short.service.id, long.service.id]);
    const slots = await Promise.all(
      ["09", "10", "11", "12"].map((hour) =>
        makeSlot(app, { specialistId: specialist.id, startsAt: `2026-11-25T${hour}:00:00Z` }),
      ),
    );
    const crowd = await makeCrowd(app, 200);
    const outcomes = await Promise.all(
      crowd.map((clientId, place) => {
        const serviceId = place % 2 === 0 ? short.service.id : long.service.id;
        return holdSlot(app, {
          bookingId: app.newId(),
          clientId,
          serviceId,
          slotId: slots[place % 4]?.id ?? "",
        });
      }),
    );
    expect(Object.keys(tally(outcomes.map(refusalOf))).sort()).toEqual(["done", "slot_taken"]);
    const overlaps = await app.db.many(sql`
      SELECT 1 FROM bookings a JOIN bookings b ON a.id < b.id AND a.specialist_id = b.specialist_id
        AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
      WHERE a.specialist_id = ${specialist.id}::uuid`);
    expect(overlaps).toEqual([]);
    const claimed = await app.db.many<{ slots: number; claimed: number }>(sql`
      SELECT cardinality(slot_ids) AS slots, (SELECT count(*) FROM slots WHERE booking_id = bookings.id) AS claimed
      FROM bookings WHERE specialist_id = ${specialist.id}::uuid`);
    for (const booking of claimed) expect(booking.claimed).toBe(booking.slots);
  });

  it("one who asks for all of a day's starts at once has one hold in the end", async () => {
    const situation = await makeSituation(app);
    const slots = [situation.slot];
    for (const hour of ["10", "11", "12", "13"])
      slots.push(
        await makeSlot(app, { specialistId: situation.specialist.id, startsAt: `2026-11-24T${hour}:00:00Z` }),
      );
    const asked = wish(app, situation);
    const outcomes = await Promise.all(
      slots.map((slot) => holdSlot(app, { ...asked, bookingId: app.newId(), slotId: slot.id })),
    );
    expect(outcomes.map(refusalOf)).toEqual(slots.map(() => "done"));
    expect(await liveAt(situation.specialist.id)).toHaveLength(1);
    const claimed = await app.db.many(sql`
      SELECT 1 FROM slots WHERE specialist_id = ${situation.specialist.id}::uuid AND booking_id IS NOT NULL`);
    expect(claimed).toHaveLength(1);
  });

  it("two who swap their holds both end with one hold, and no deadlock reaches them", async () => {
    for (let round = 0; round < 10; round += 1) {
      const mine = await makeHold(app);
      const theirs = await makeHold(app);
      const outcomes = await Promise.all([
        holdSlot(app, {
          ...mine.asked,
          bookingId: app.newId(),
          serviceId: theirs.service.id,
          slotId: theirs.slot.id,
        }),
        holdSlot(app, {
          ...theirs.asked,
          bookingId: app.newId(),
          serviceId: mine.service.id,
          slotId: mine.slot.id,
        }),
      ]);
      for (const outcome of outcomes) expect(["done", "slot_taken"]).toContain(refusalOf(outcome));
      expect(await liveAt(mine.specialist.id)).toHaveLength(1);
      expect(await liveAt(theirs.specialist.id)).toHaveLength(1);
    }
  });
});

describe("the database alone, without the rule", () => {
  /** A live booking written past the use case: a copy of another with these columns changed. */
  const copyOf = (bookingId: string, change: string) =>
    sql`INSERT INTO bookings SELECT (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(),
          'number', nextval(pg_get_serial_sequence('bookings', 'number'))) || ${change}::jsonb)).*
        FROM bookings b WHERE id = ${bookingId}::uuid`;
  const broken = async (bookingId: string, change: object) => {
    try {
      await app.db.run(copyOf(bookingId, JSON.stringify(change)));
      return "nothing";
    } catch (error) {
      return violatedConstraint(error);
    }
  };
  async function confirmed() {
    const held = await makeHold(app);
    granted(await confirmHold(app, held.hold));
    return held.booking;
  }

  it("lets no second live booking of a specialist overlap the first", async () => {
    const { id } = await confirmed();
    const { id: clientId } = await makeClient(app);
    expect(await broken(id, { client_id: clientId })).toBe("bookings_specialist_no_overlap");
    const later = { client_id: clientId, starts_at: "2026-11-24T09:59:59Z", ends_at: "2026-11-24T10:59:59Z" };
    expect(await broken(id, later)).toBe("bookings_specialist_no_overlap");
    for (const state of ["held", "confirming"])
      expect(await broken(id, { client_id: clientId, state, held_until: "2026-11-24T00:00:00Z" })).toBe(
        "bookings_specialist_no_overlap",
      );
  });

  it("lets no second live booking of a client overlap the first", async () => {
    const { id } = await confirmed();
    const { id: specialistId } = await makeSpecialist(app);
    expect(await broken(id, { specialist_id: specialistId })).toBe("bookings_client_no_overlap");
  });

  it("lets touching ones stand, those of another specialist and client, those that are over, and a hold that replaces another", async () => {
    const { id } = await confirmed();
    const { id: clientId } = await makeClient(app);
    const { id: specialistId } = await makeSpecialist(app);
    const touching = { starts_at: "2026-11-24T10:00:00Z", ends_at: "2026-11-24T11:00:00Z" };
    expect(await broken(id, touching)).toBe("nothing");
    expect(await broken(id, { client_id: clientId, specialist_id: specialistId })).toBe("nothing");
    expect(await broken(id, { state: "cancelled", ended_at: "2026-11-23T10:00:00Z" })).toBe("nothing");
    const replacing = {
      state: "held",
      held_until: "2026-11-24T00:00:00Z",
      confirmed_at: null,
      replaces_id: id,
    };
    expect(await broken(id, replacing)).toBe("nothing");
  });

  it("lets one of fifty writers through who do not ask anybody", async () => {
    const { id } = await confirmed();
    const { id: specialistId } = await makeSpecialist(app);
    const crowd = await makeCrowd(app, 50);
    const writes = crowd.map((clientId) => {
      const change = JSON.stringify({ client_id: clientId, specialist_id: specialistId });
      return app.db.run(sql`${copyOf(id, change)} ${raw("ON CONFLICT DO NOTHING")}`);
    });
    const written = await Promise.all(writes);
    expect(written.filter((rows) => rows === 1)).toHaveLength(1);
  });

  it("lets one of fifty claims of a slot through", async () => {
    const { slot } = await makeSituation(app);
    const { id } = await confirmed();
    const claims = Array.from({ length: 50 }, () =>
      app.db.run(
        sql`UPDATE slots SET booking_id = ${id}::uuid WHERE id = ${slot.id}::uuid AND booking_id IS NULL`,
      ),
    );
    expect((await Promise.all(claims)).filter((rows) => rows === 1)).toHaveLength(1);
  });

  it("names what went wrong by SQLSTATE, never by a sentence", async () => {
    const { id } = await confirmed();
    const { id: clientId } = await makeClient(app);
    const error: unknown = await app.db
      .run(copyOf(id, JSON.stringify({ client_id: clientId })))
      .catch((caught: unknown) => caught);
    expect(sqlState(error)).toBe("23P01");
  });
});
