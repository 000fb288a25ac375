import { beforeEach, describe, expect, it } from "vitest";
import {
  bookAgain,
  bookForCaller,
  bookForClient,
  findBooking,
  markVisit,
  rescheduleBooking,
} from "../../../src/core/booking/index.ts";
import { type Actor, OPERATOR } from "../../../src/core/kernel/actor.ts";
import type { Outcome } from "../../../src/core/kernel/outcome.ts";
import { addStaff, enterClient, type StaffRole } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../../support/make.ts";

const app = await testApp();
beforeEach(() => app.clock.set(START));

let serial = 0;
const phoneOf = () => {
  serial += 1;
  return `+7903111${String(serial).padStart(4, "0")}`;
};
async function member(role: StaffRole, specialistId?: string): Promise<Actor & { readonly kind: "staff" }> {
  serial += 1;
  const who = { name: "Сотрудник", role, specialistId, telegramId: 5_000 + serial, actor: OPERATOR };
  return { kind: "staff", id: granted(await addStaff(app, who)).id };
}

const service = await makeService(app, { policy: "onSite" });
const [mine, theirs] = [
  await makeSpecialist(app, [service.id], { name: "Мария" }),
  await makeSpecialist(app, [service.id], { name: "Анна" }),
];
const [maria, manager] = [await member("specialist", mine.id), await member("admin")];

let day = 23;
/** A free slot of somebody at noon of a day of its own. */
const slotOf = async (whose: typeof mine) => {
  day += 1;
  return makeSlot(app, {
    specialistId: whose.id,
    startsAt: new Date(Date.UTC(2026, 10, day, 9)).toISOString(),
  });
};
const onSpot = { by: "on_spot", waiverReason: undefined } as const;
/** What is booked: this service, at a slot of somebody. */
const wishAt = async (whose: typeof mine, actor: Actor) => ({
  ...{ bookingId: app.newId(), serviceId: service.id, slotId: (await slotOf(whose)).id },
  ...{ payment: onSpot, actor },
});
const call = async (whose: typeof mine, actor: Actor) => ({
  ...(await wishAt(whose, actor)),
  ...{ phone: phoneOf(), name: "Жанна" },
});
/** A booking with somebody, made by who runs the business. */
const booked = async (whose: typeof mine) => granted(await bookForCaller(app, await call(whose, manager)));
const byBusiness = (actor: Actor) => ({ kind: "business", actor, reason: "попросили" }) as const;
const moveOf = async (replacesId: string, to: typeof mine, actor: Actor) => ({
  ...{ bookingId: app.newId(), replacesId, serviceId: service.id, slotId: (await slotOf(to)).id },
  by: byBusiness(actor),
});

type Attempt = (actor: Actor) => Promise<() => Promise<Outcome<unknown, string>>>;

/** What a specialist may not do, each ready to be done by somebody. */
const FOREIGN: Readonly<Record<string, readonly [Attempt, string]>> = {
  "a caller into another's slot": [
    async (actor) => {
      const wish = await call(theirs, actor);
      return () => bookForCaller(app, wish);
    },
    "not_your_slot",
  ],
  "the client of an own booking into another's slot": [
    async (actor) => {
      const wish = { ...(await wishAt(theirs, actor)), lastId: (await booked(mine)).id };
      return () => bookAgain(app, wish);
    },
    "not_your_slot",
  ],
  "the client of another's booking, into an own slot": [
    async (actor) => {
      const wish = { ...(await wishAt(mine, actor)), lastId: (await booked(theirs)).id };
      return () => bookAgain(app, wish);
    },
    "not_your_booking",
  ],
  "a client by their id, known or not": [
    async (actor) => {
      const wish = { ...(await wishAt(mine, actor)), clientId: (await booked(mine)).clientId };
      return () => bookForClient(app, wish);
    },
    "unknown_client",
  ],
  "a move of another's booking into an own slot": [
    async (actor) => {
      const wish = await moveOf((await booked(theirs)).id, mine, actor);
      return () => rescheduleBooking(app, wish);
    },
    "not_your_booking",
  ],
  "a move of an own booking into another's slot": [
    async (actor) => {
      const wish = await moveOf((await booked(mine)).id, theirs, actor);
      return () => rescheduleBooking(app, wish);
    },
    "not_your_slot",
  ],
};

describe("PE-3: a specialist's booking is refused, and writes nothing:", () => {
  it.each(Object.entries(FOREIGN))("%s", async (_, [attempt, refusal]) => {
    expect(await refusedBy(app, await attempt(maria))).toBe(refusal);
  });

  it.each(Object.entries(FOREIGN))(
    "%s — and a manager's goes through: nothing else stands in its way",
    async (_, [attempt]) => {
      granted(await (await attempt(manager))());
    },
  );

  it("so is everything of who left, and of who is no staff", async () => {
    const gone = await member("specialist", mine.id);
    await app.db.run(sql`UPDATE staff SET is_active = false WHERE id = ${gone.id}::uuid`);
    const { id, clientId } = await booked(mine);
    for (const actor of [gone, { kind: "client", id: clientId } as const]) {
      const wish = await call(mine, actor);
      expect(await refusedBy(app, () => bookForCaller(app, wish))).toBe("not_your_slot");
      const move = await moveOf(id, mine, actor);
      expect(await refusedBy(app, () => rescheduleBooking(app, move))).toBe("not_your_booking");
    }
  });

  it("one that names a booking of another's as its own: it is not read out", async () => {
    const { id: bookingId } = await booked(theirs);
    const wish = { ...(await call(mine, maria)), bookingId };
    expect(await refusedBy(app, () => bookForCaller(app, wish))).toBe("not_your_booking");
  });
});

describe("PE-3: into their own calendar a specialist", () => {
  it("books a new caller, and a known one under the name they have; once however often it is sent (PY-8, PE-4)", async () => {
    const wish = await call(mine, maria);
    const made = granted(await bookForCaller(app, wish));
    expect(made).toMatchObject({ state: "confirmed", clientName: "Жанна", specialistId: mine.id });
    expect(granted(await writingNothing(app, () => bookForCaller(app, wish))).id).toBe(made.id);
    const again = { ...(await call(mine, maria)), phone: wish.phone, name: "Кто-то" };
    expect(granted(await bookForCaller(app, again))).toMatchObject({
      clientId: made.clientId,
      clientName: "Жанна",
    });
    const trail = sql`SELECT actor_id, action FROM audit WHERE subject_id = ${made.id}`;
    expect(await app.db.first(trail)).toEqual({ actorId: maria.id, action: "book_for_client" });
  });

  it("books whoever sits down in a slot that has begun (SL-4)", async () => {
    const slot = await makeSlot(app, { specialistId: mine.id, startsAt: "2026-11-23T11:00:00Z" });
    app.clock.set("2026-11-23T11:05:00Z");
    const wish = { ...(await call(mine, maria)), slotId: slot.id };
    expect(granted(await bookForCaller(app, wish))).toMatchObject({ startsAt: slot.startsAt });
  });

  it("books the client of their visit again, and moves their booking (CX-7)", async () => {
    const last = await booked(mine);
    const { bookingId: _, ...wanted } = await wishAt(mine, maria);
    app.clock.set(last.endsAt.toISOString());
    granted(await markVisit(app, { bookingId: last.id, mark: "completed", actor: maria }));
    const wish = { ...wanted, bookingId: app.newId(), lastId: last.id };
    const next = granted(await bookAgain(app, wish));
    expect(next).toMatchObject({ state: "confirmed", clientId: last.clientId, specialistId: mine.id });
    expect(granted(await writingNothing(app, () => bookAgain(app, wish))).id).toBe(next.id);
    const nowhere = { ...wish, bookingId: app.newId(), lastId: app.newId() };
    expect(await refusedBy(app, () => bookAgain(app, nowhere))).toBe("unknown_booking");

    const move = await moveOf(next.id, mine, maria);
    const moved = granted(await rescheduleBooking(app, move));
    expect(moved).toMatchObject({ state: "confirmed", specialistId: mine.id });
    expect(granted(await writingNothing(app, () => rescheduleBooking(app, move))).id).toBe(moved.id);
    expect((await findBooking(app.db, next.id))?.state).toBe("moved");
  });

  it("hears that a client is busy, and a manager also where: it is another's booking", async () => {
    const phone = phoneOf();
    const { id: clientId } = granted(await enterClient(app, { phone, name: "Жанна", actor: manager }));
    const [own, another] = [await slotOf(mine), await slotOf(theirs)];
    const elsewhere = { ...(await wishAt(theirs, manager)), clientId, slotId: another.id };
    const { number } = granted(await bookForClient(app, elsewhere));
    const [mineThen, mineFrom] = [
      await makeSlot(app, { specialistId: mine.id, startsAt: another.startsAt.toISOString() }),
      { ...(await wishAt(mine, maria)), slotId: own.id },
    ];
    const wish = { ...mineFrom, slotId: mineThen.id, phone, name: "Жанна" };
    const busy = { refusal: "overlaps_own_booking" };
    expect(await bookForCaller(app, wish)).toMatchObject({ ...busy, detail: {} });
    expect(await bookForCaller(app, { ...wish, actor: manager })).toMatchObject({
      ...busy,
      detail: { number },
    });
    const first = granted(await bookForCaller(app, { ...mineFrom, phone, name: "Жанна" }));
    const move = { ...(await moveOf(first.id, mine, maria)), slotId: mineThen.id };
    const told = async (actor: Actor) => rescheduleBooking(app, { ...move, by: byBusiness(actor) });
    expect(await told(maria)).toEqual({ ok: false, ...busy, detail: {} });
    expect(await told(manager)).toMatchObject({ ...busy, detail: { number } });
  });
});

it("PE-3: a slot that passes to another specialist at that moment is theirs already, and not booked", async () => {
  const wish = await call(mine, maria);
  const hand = await app.db.pool.connect();
  try {
    await hand.query("BEGIN");
    await hand.query("UPDATE slots SET specialist_id = $1 WHERE id = $2", [theirs.id, wish.slotId]);
    const booking = bookForCaller(app, wish);
    const waits = sql`SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect.poll(() => app.db.first(waits)).toEqual({ waiting: 1 });
    await hand.query("COMMIT");
    expect(await booking).toMatchObject({ refusal: "not_your_slot" });
  } finally {
    await hand.query("ROLLBACK");
    hand.release();
  }
});
