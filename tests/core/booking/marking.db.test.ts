import { describe, expect, it } from "vitest";
import {
  blockClient,
  bookForClient,
  completeForgottenVisits,
  findBooking,
  markVisit,
  setVip,
} from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { kopecks } from "../../../src/core/kernel/money.ts";
import { balanceOf, listPointEntries } from "../../../src/core/loyalty/index.ts";
import { addStaff, findBlock } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { START, testApp } from "../../support/app.ts";
import { refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import {
  givePoints,
  granted,
  makeClient,
  makeService,
  makeSlot,
  makeSpecialist,
} from "../../support/make.ts";

const app = await testApp();
const service = await makeService(app, { policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
const actor = OPERATOR;

/** A confirmed visit of 2 000 ₽, booked at `bookedAt`. */
async function visit(clientId: string, startsAt: string, bookedAt = START, specialistId = specialist.id) {
  app.clock.set(bookedAt);
  const slot = await makeSlot(app, { specialistId, startsAt });
  const bookingId = app.newId();
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = { bookingId, clientId, serviceId: service.id, slotId: slot.id, payment, actor };
  granted(await bookForClient(app, input));
  return bookingId;
}
const mark = (bookingId: string, as: "completed" | "no_show", at: string, reason?: string) => {
  app.clock.set(at);
  return markVisit(app, { bookingId, mark: as, actor, reason });
};
const balance = async (clientId: string) =>
  (await balanceOf(app.db, { clientId, now: app.clock.now() })).balance;
const entries = async (clientId: string) =>
  (await listPointEntries(app.db, { clientId, rowsMax: 50, offset: 0 })).map((one) => [one.kind, one.points]);
const blockOf = (clientId: string) => findBlock(app.db, clientId, app.clock.now());

describe("a completed visit", () => {
  it("earns ten percent of its price, once whatever happens (EP-1)", async () => {
    const { id } = await makeClient(app);
    const bookingId = await visit(id, "2026-11-24T09:00:00Z");
    expect(await mark(bookingId, "completed", "2026-11-24T08:59:59Z")).toMatchObject({
      refusal: "visit_not_begun",
    });
    granted(await mark(bookingId, "completed", "2026-11-24T10:00:00Z"));
    granted(await mark(bookingId, "completed", "2026-11-24T11:00:00Z"));
    expect(await entries(id)).toEqual([["accrual", 200]]);
  });

  it("earns five percent more when it was booked soon after the one before, once per visit before (EP-2)", async () => {
    const { id } = await makeClient(app);
    granted(await mark(await visit(id, "2026-11-24T11:00:00Z"), "completed", "2026-11-24T12:00:00Z"));
    const second = await visit(id, "2027-02-20T09:00:00Z", "2026-12-01T12:00:00Z");
    const third = await visit(id, "2026-12-21T09:00:00Z", "2026-12-01T12:00:00Z");
    granted(await mark(second, "completed", "2027-02-20T10:00:00Z"));
    expect(await balance(id)).toBe(200 + 200 + 100);
    granted(await mark(third, "completed", "2026-12-21T10:00:00Z"));
    expect(await balance(id)).toBe(200 + 200 + 100 + 200);
  });

  it("of an invited friend brings the inviter 300 points, the first one only (EP-4)", async () => {
    const inviter = await makeClient(app);
    const friend = await makeClient(app, { inviteCode: inviter.referralCode });
    granted(await mark(await visit(friend.id, "2026-11-24T13:00:00Z"), "completed", "2026-11-24T14:00:00Z"));
    granted(await mark(await visit(friend.id, "2026-11-25T13:00:00Z"), "completed", "2026-11-25T14:00:00Z"));
    expect(await entries(inviter.id)).toEqual([["referral", 300]]);
  });

  it("completes by itself three hours after its end when nobody marked it (EP-3)", async () => {
    const { id } = await makeClient(app);
    const bookingId = await visit(id, "2026-11-26T09:00:00Z");
    app.clock.set("2026-11-26T12:59:59Z");
    await completeForgottenVisits(app);
    expect((await findBooking(app.db, bookingId))?.state).toBe("confirmed");
    app.clock.set("2026-11-26T13:00:00Z");
    await completeForgottenVisits(app);
    expect((await findBooking(app.db, bookingId))?.state).toBe("completed");
    expect(await balance(id)).toBe(200);
  });
});

describe("a visit to which nobody came", () => {
  it("costs the penalty, and the second one in 90 days seven days of booking (CX-3, CX-4)", async () => {
    const { id } = await makeClient(app);
    granted(await mark(await visit(id, "2026-11-27T09:00:00Z"), "no_show", "2026-11-27T10:00:00Z"));
    expect(await blockOf(id)).toBeUndefined();
    granted(await mark(await visit(id, "2026-11-28T09:00:00Z"), "no_show", "2026-11-28T10:00:00Z"));
    expect((await blockOf(id))?.endsAt).toEqual(new Date("2026-12-05T10:00:00Z"));
    expect(await entries(id)).toEqual([
      ["penalty", -200],
      ["penalty", -200],
    ]);
    const told = sql`SELECT payload->>'blockedUntilMs' AS until FROM outbox WHERE client_id = ${id}::uuid AND kind = 'no_show_marked'`;
    expect(await app.db.many(told)).toHaveLength(2);
  });

  it("does not block a VIP client, who still pays the penalty (CX-4)", async () => {
    const { id } = await makeClient(app);
    granted(await setVip(app, { clientId: id, isVip: true, actor }));
    granted(await mark(await visit(id, "2026-11-27T11:00:00Z"), "no_show", "2026-11-27T12:00:00Z"));
    granted(await mark(await visit(id, "2026-11-28T11:00:00Z"), "no_show", "2026-11-28T12:00:00Z"));
    expect(await blockOf(id)).toBeUndefined();
    expect(await balance(id)).toBe(-400);
  });
});

describe("the window of CX-4", () => {
  it("CX-4: counts the visits' starts, whichever is marked last: exactly 90 × 24 hours still blocks", async () => {
    const { id } = await makeClient(app);
    const [early, late] = [
      await visit(id, "2026-12-02T09:00:00Z", "2026-12-01T09:00:00Z"),
      await visit(id, "2027-03-02T09:00:00Z", "2026-12-01T09:00:00Z"),
    ];
    granted(await mark(late, "no_show", "2027-03-02T10:00:00Z"));
    expect(await blockOf(id)).toBeUndefined();
    granted(await mark(early, "no_show", "2027-03-03T10:00:00Z"));
    expect((await blockOf(id))?.endsAt).toEqual(new Date("2027-03-10T10:00:00Z"));
  });

  it("CX-4: a minute more apart does not block", async () => {
    const { id } = await makeClient(app);
    const [early, late] = [
      await visit(id, "2026-12-03T09:00:00Z", "2026-12-01T09:00:00Z"),
      await visit(id, "2027-03-03T09:01:00Z", "2026-12-01T09:00:00Z"),
    ];
    granted(await mark(early, "no_show", "2026-12-03T10:00:00Z"));
    granted(await mark(late, "no_show", "2027-03-03T10:00:00Z"));
    expect(await blockOf(id)).toBeUndefined();
  });
});

describe("CX-5: a penalty", () => {
  const allowDebt = (typed: string) => changeSetting(app, { key: "penalty.allowDebt", typed, actor });

  it("CX-5: takes at most the balance where debt is not allowed, and the client hears that much", async () => {
    const { id } = await makeClient(app);
    await givePoints(app, id, 50);
    granted(await allowDebt("no"));
    granted(await mark(await visit(id, "2026-12-04T09:00:00Z"), "no_show", "2026-12-04T10:00:00Z"));
    expect(await balance(id)).toBe(0);
    granted(await mark(await visit(id, "2026-12-05T09:00:00Z"), "no_show", "2026-12-05T10:00:00Z"));
    expect(await balance(id)).toBe(0);
    granted(await allowDebt("yes"));
    const penalties = sql`SELECT (payload->>'penalty')::int AS penalty FROM outbox WHERE client_id = ${id}::uuid AND kind = 'no_show_marked' ORDER BY created_at`;
    expect((await app.db.many<{ penalty: number }>(penalties)).map((row) => row.penalty)).toEqual([50, 0]);
  });

  it("CX-5: takes the balance below zero where it is", async () => {
    const { id } = await makeClient(app);
    await givePoints(app, id, 50);
    granted(await mark(await visit(id, "2026-12-06T09:00:00Z"), "no_show", "2026-12-06T10:00:00Z"));
    expect(await balance(id)).toBe(-150);
  });
});

describe("PE-3: a specialist", () => {
  it("PE-3: marks their own visits and no one else's; nothing is written when they try", async () => {
    const other = await makeSpecialist(app, [service.id]);
    const member = async (specialistId: string, telegramId: number) => {
      const added = await addStaff(app, {
        name: "Сотрудник",
        role: "specialist",
        telegramId,
        specialistId,
        actor,
      });
      return { kind: "staff", id: granted(added).id } as const;
    };
    const [own, stranger] = [await member(specialist.id, 71), await member(other.id, 72)];
    const { id } = await makeClient(app);
    const bookingId = await visit(id, "2026-12-07T09:00:00Z");
    app.clock.set("2026-12-07T10:00:00Z");
    const by = (who: typeof own) => markVisit(app, { bookingId, mark: "completed", actor: who });
    expect(await by(stranger)).toMatchObject({ refusal: "not_your_booking" });
    expect([(await findBooking(app.db, bookingId))?.state, await balance(id)]).toEqual(["confirmed", 0]);
    granted(await by(own));
    expect(await balance(id)).toBe(200);
    for (const kind of ["staff", "client"] as const) {
      const nobody = { kind, id: kind === "client" ? id : app.newId() };
      const marked = await markVisit(app, { bookingId, mark: "no_show", actor: nobody, reason: "так" });
      expect(marked).toMatchObject({ refusal: "not_your_booking" });
    }
  });
});

describe("MS-8: the client is told of a mark", () => {
  const messages = (clientId: string) =>
    app.db.many<{ kind: string; payload: object }>(
      sql`SELECT kind, payload FROM outbox WHERE client_id = ${clientId}::uuid
            AND kind IN ('visit_completed', 'mark_corrected', 'no_show_marked', 'friend_came') ORDER BY created_at`,
    );

  it("MS-8: once, with what it earned or cost; a correction says what it changed (CX-8)", async () => {
    const { id } = await makeClient(app);
    const bookingId = await visit(id, "2026-12-08T09:00:00Z");
    granted(await mark(bookingId, "completed", "2026-12-08T10:00:00Z"));
    granted(await mark(bookingId, "completed", "2026-12-08T10:00:01Z"));
    granted(await mark(bookingId, "no_show", "2026-12-08T11:00:00Z", "перепутали"));
    granted(await mark(bookingId, "completed", "2026-12-08T12:00:00Z", "всё же был"));
    expect(await messages(id)).toMatchObject([
      { kind: "visit_completed", payload: { number: 1, earned: 200, rebook: 0 } },
      { kind: "mark_corrected", payload: { number: 2, mark: "no_show", earnedTakenBack: 200, penalty: 200 } },
      { kind: "mark_corrected", payload: { number: 3, mark: "completed", penaltyBack: 200, earned: 200 } },
    ]);
  });

  it("MS-8: interrupted, neither the mark nor its message is there; refused, nothing is written", async () => {
    const { id } = await makeClient(app);
    const bookingId = await visit(id, "2026-12-08T13:00:00Z");
    const complete = (on: typeof app) => markVisit(on, { bookingId, mark: "completed", actor });
    expect(await refusedBy(app, () => complete(app))).toBe("visit_not_begun");
    app.clock.set("2026-12-08T14:00:00Z");
    for (const before of [/INSERT INTO outbox/, /COMMIT/])
      await writingNothing(app, () => interrupted(app, before, complete));
    granted(await complete(app));
    await writingNothing(app, () =>
      interrupted(app, /COMMIT/, (dying) =>
        markVisit(dying, { bookingId, mark: "no_show", actor, reason: "перепутали" }),
      ),
    );
    expect((await messages(id)).map(({ kind }) => kind)).toEqual(["visit_completed"]);
  });

  it("EP-4: the inviter is told of the reward, once", async () => {
    const inviter = await makeClient(app);
    const friend = await makeClient(app, { inviteCode: inviter.referralCode });
    const bookingId = await visit(friend.id, "2026-12-09T09:00:00Z");
    granted(await mark(bookingId, "completed", "2026-12-09T10:00:00Z"));
    expect(await messages(inviter.id)).toEqual([
      { kind: "friend_came", payload: { friendId: friend.id, points: 300 } },
    ]);
  });
});

describe("money taken along with a mark", () => {
  it("PY-7: is recorded once with it; above what is owed, or of who did not come, nothing is done", async () => {
    const { id } = await makeClient(app);
    const bookingId = await visit(id, "2027-06-13T09:00:00Z");
    app.clock.set("2027-06-13T10:00:00Z");
    const taken = (amount: number) => ({
      paymentId: app.newId(),
      method: "cash" as const,
      amount: kopecks(amount),
    });
    const marked = (as: "completed" | "no_show", money: ReturnType<typeof taken>) =>
      markVisit(app, { bookingId, mark: as, actor, taken: money });

    expect(await writingNothing(app, () => marked("completed", taken(200_001)))).toMatchObject({
      ...{ refusal: "on_spot_above_owed", detail: { given: 200_001, max: 200_000 } },
    });
    expect(await refusedBy(app, () => marked("no_show", taken(100)))).toBe("booking_takes_no_money");
    const money = taken(150_000);
    for (const _ of [1, 2]) granted(await marked("completed", money));
    expect(await findBooking(app.db, bookingId)).toMatchObject({
      state: "completed",
      marks: 1,
      paid: 150_000,
    });
  });
});

describe("a corrected mark", () => {
  it("undoes by new entries what the first one did, and may be corrected again (CX-8)", async () => {
    const inviter = await makeClient(app);
    const { id } = await makeClient(app, { inviteCode: inviter.referralCode });
    const bookingId = await visit(id, "2026-11-29T09:00:00Z");
    granted(await mark(bookingId, "completed", "2026-11-29T10:00:00Z"));
    expect(await mark(bookingId, "no_show", "2026-11-29T11:00:00Z")).toMatchObject({
      refusal: "reason_missing",
    });
    granted(await mark(bookingId, "no_show", "2026-11-29T11:00:00Z", "ошибка"));
    expect([await balance(id), await balance(inviter.id)]).toEqual([-180, 0]);
    granted(await mark(bookingId, "completed", "2026-11-29T12:00:00Z", "всё же был"));
    expect([await balance(id), await balance(inviter.id)]).toEqual([180, 300]);
    granted(await mark(bookingId, "no_show", "2026-11-29T13:00:00Z", "нет, не был"));
    expect([await balance(id), await balance(inviter.id)]).toEqual([-180, 0]);
  });

  it("that takes a reward of an earlier month back makes no room for another in this one (EP-4, CX-8)", async () => {
    const setting = { key: "referral.maxPerMonth", actor };
    granted(await changeSetting(app, { ...setting, typed: "1" }));
    const inviter = await makeClient(app);
    const visited = async (startsAt: string, at: string) => {
      const friend = await makeClient(app, { inviteCode: inviter.referralCode });
      const bookingId = await visit(friend.id, startsAt);
      granted(await mark(bookingId, "completed", at));
      return bookingId;
    };
    const first = await visited("2026-11-30T15:00:00Z", "2026-11-30T16:00:00Z");
    const second = await visited("2026-12-10T09:00:00Z", "2026-12-10T10:00:00Z");
    granted(await mark(first, "no_show", "2026-12-10T11:00:00Z", "не приходила"));
    await visited("2026-12-10T12:00:00Z", "2026-12-10T13:00:00Z");
    expect(await balance(inviter.id)).toBe(300);
    // One of this month that is taken back does make room.
    granted(await mark(second, "no_show", "2026-12-10T14:00:00Z", "не приходила"));
    await visited("2026-12-10T15:00:00Z", "2026-12-10T16:00:00Z");
    expect(await balance(inviter.id)).toBe(300);
    expect((await entries(inviter.id)).filter(([kind]) => kind === "referral")).toHaveLength(3);
    granted(await changeSetting(app, { ...setting, typed: "20" }));
  });

  it("lifts the block that the first one made (CX-8)", async () => {
    const { id } = await makeClient(app);
    granted(await mark(await visit(id, "2026-11-30T09:00:00Z"), "no_show", "2026-11-30T10:00:00Z"));
    const second = await visit(id, "2026-11-30T12:00:00Z", "2026-11-30T11:00:00Z");
    granted(await mark(second, "no_show", "2026-11-30T13:00:00Z"));
    expect(await blockOf(id)).toBeDefined();
    granted(await mark(second, "completed", "2026-11-30T14:00:00Z", "был, мы перепутали"));
    expect(await blockOf(id)).toBeUndefined();
  });

  describe("of a no-show that counted for a block", () => {
    const missed = async (clientId: string, day: string) => {
      const { id: specialistId } = await makeSpecialist(app, [service.id]);
      const bookingId = await visit(clientId, `${day}T09:00:00Z`, START, specialistId);
      granted(await mark(bookingId, "no_show", `${day}T10:00:00Z`));
      return bookingId;
    };
    const correct = async (bookingId: string, at: string) =>
      granted(await mark(bookingId, "completed", at, "был, мы перепутали"));
    const toldOf = (bookingId: string) =>
      app.db.first<{ isBlockLifted: boolean }>(sql`
        SELECT (payload->>'isBlockLifted')::boolean AS is_block_lifted FROM outbox
        WHERE booking_id = ${bookingId}::uuid AND kind = 'mark_corrected'`);

    it("CX-4, CX-8: lifts it whichever of the two is corrected, and the client is told", async () => {
      for (const [hour, which] of [
        ["11", 0],
        ["12", 1],
      ] as const) {
        const { id } = await makeClient(app);
        const both = [await missed(id, "2026-12-14"), await missed(id, "2026-12-15")];
        expect(await blockOf(id)).toBeDefined();
        const corrected = both[which] ?? "";
        await correct(corrected, `2026-12-15T${hour}:00:00Z`);
        expect(await blockOf(id)).toBeUndefined();
        expect(await toldOf(corrected)).toEqual({ isBlockLifted: true });
      }
    });

    it("CX-4, CX-8: leaves the block that a third no-show still holds up; the next correction lifts it", async () => {
      const { id } = await makeClient(app);
      const first = await missed(id, "2026-12-14");
      const second = await missed(id, "2026-12-15");
      granted(await setVip(app, { clientId: id, isVip: true, actor }));
      granted(await setVip(app, { clientId: id, isVip: false, actor }));
      await missed(id, "2026-12-16");
      await correct(first, "2026-12-16T11:00:00Z");
      expect((await blockOf(id))?.endsAt).toEqual(new Date("2026-12-23T10:00:00Z"));
      expect(await toldOf(first)).toEqual({ isBlockLifted: false });
      await correct(second, "2026-12-16T12:00:00Z");
      expect(await blockOf(id)).toBeUndefined();
    });

    it("CX-8: leaves a block by hand, and one for which it did not count", async () => {
      const { id } = await makeClient(app);
      const manual = { blockId: app.newId(), clientId: id, reason: "ругался", endsAt: undefined, actor };
      const first = await missed(id, "2026-12-14");
      await missed(id, "2026-12-15");
      granted(await blockClient(app, manual));
      await correct(first, "2026-12-15T11:00:00Z");
      expect(await blockOf(id)).toMatchObject({ reason: "ругался" });

      const other = await makeClient(app);
      const far = await missed(other.id, "2026-12-14");
      await missed(other.id, "2027-04-01");
      await missed(other.id, "2027-04-02");
      await correct(far, "2027-04-02T11:00:00Z");
      expect(await blockOf(other.id)).toBeDefined();
    });
  });
});
