import { afterEach, describe, expect, it } from "vitest";
import {
  cancelBooking,
  choosePoints,
  completeForgottenVisits,
  confirmHold,
  findBooking,
  holdSlot,
  markVisit,
} from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { adjustPoints, balanceOf } from "../../src/core/loyalty/index.ts";
import { ledgerCheck } from "../../src/core/reports/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { START, testApp } from "../support/app.ts";
import { refusalOf } from "../support/footprint.ts";
import { makeBooking, makeHold, wish } from "../support/hold.ts";
import { givePoints, granted, makeClient, makeSituation, makeSlot } from "../support/make.ts";
import { inEveryOrder } from "./rounds.ts";

const app = await testApp();
const actor = OPERATOR;
const AFTER = "2026-11-24T10:00:00Z";
const LONG_AFTER = "2026-11-24T13:00:00Z";

afterEach(async () => {
  app.clock.set(START);
  expect(await ledgerCheck(app)).toEqual([]);
});

type Booked = Awaited<ReturnType<typeof makeBooking>>;

/** A confirmed visit whose time has come; its client may be brought by somebody. */
async function begun(at = AFTER): Promise<Booked> {
  app.clock.set(START);
  const booked = await makeBooking(app);
  app.clock.set(at);
  return booked;
}
const mark = (booked: Booked, as: "completed" | "no_show", reason?: string) =>
  markVisit(app, { bookingId: booked.hold.bookingId, mark: as, actor, reason });
const stateOf = async ({ hold }: Booked) => (await findBooking(app.db, hold.bookingId))?.state;
const balance = async (clientId: string) =>
  (await balanceOf(app.db, { clientId, now: app.clock.now() })).balance;
const entriesOf = async (clientId: string) =>
  (
    await app.db.many<{ kind: string }>(
      sql`SELECT kind FROM point_entries WHERE client_id = ${clientId}::uuid ORDER BY sequence`,
    )
  ).map(({ kind }) => kind);

describe("a visit's end, decided twice at one moment", () => {
  it("completed and cancelled by the business: one of the two, with what belongs to it (CX-6, EP-1)", async () => {
    for (const inOrder of inEveryOrder()) {
      const booked = await begun();
      const by = { kind: "business", actor, reason: "мастер заболел" } as const;
      const [completed, cancelled] = await inOrder(
        () => mark(booked, "completed"),
        () => cancelBooking(app, { bookingId: booked.hold.bookingId, by }),
      );
      const outcomes = [refusalOf(completed), refusalOf(cancelled)];
      const isCompleted = (await stateOf(booked)) === "completed";
      expect(outcomes).toEqual(isCompleted ? ["done", "booking_over"] : ["booking_not_confirmed", "done"]);
      expect(await balance(booked.client.id)).toBe(isCompleted ? 200 : 0);
    }
  });

  it("came and did not come: the first stands, since the second would be a correction without a reason (CX-8)", async () => {
    for (const inOrder of inEveryOrder()) {
      const booked = await begun();
      const [came, missed] = await inOrder(
        () => mark(booked, "completed"),
        () => mark(booked, "no_show"),
      );
      const hasCome = (await stateOf(booked)) === "completed";
      expect([refusalOf(came), refusalOf(missed)]).toEqual(
        hasCome ? ["done", "reason_missing"] : ["reason_missing", "done"],
      );
      expect(await balance(booked.client.id)).toBe(hasCome ? 200 : -200);
    }
  });

  it("came and did not come, both with a reason: the last one counts, the other is undone (CX-8)", async () => {
    for (const inOrder of inEveryOrder()) {
      const booked = await begun();
      await inOrder(
        () => mark(booked, "completed", "приходил"),
        () => mark(booked, "no_show", "не приходил"),
      );
      const hasCome = (await stateOf(booked)) === "completed";
      expect(await entriesOf(booked.client.id)).toEqual(
        hasCome ? ["penalty", "penalty_reversal", "accrual"] : ["accrual", "accrual_reversal", "penalty"],
      );
    }
  });

  it("the same correction by two people: one correction (CX-8)", async () => {
    for (const inOrder of inEveryOrder()) {
      const booked = await begun();
      granted(await mark(booked, "completed"));
      const both = await inOrder(
        () => mark(booked, "no_show", "ошибка"),
        () => mark(booked, "no_show", "ошибся"),
      );
      expect(both.map(refusalOf)).toEqual(["done", "done"]);
      expect(await entriesOf(booked.client.id)).toEqual(["accrual", "accrual_reversal", "penalty"]);
    }
  });

  it("corrected there and back by two people: each undoes what it finds, and nothing else (CX-8)", async () => {
    for (const inOrder of inEveryOrder()) {
      const booked = await begun();
      granted(await mark(booked, "completed"));
      await inOrder(
        () => mark(booked, "no_show", "не приходил"),
        () => mark(booked, "completed", "приходил"),
      );
      const hasCome = (await stateOf(booked)) === "completed";
      expect(await balance(booked.client.id)).toBe(hasCome ? 200 : -200);
    }
  });

  it("two processes complete the forgotten visits: each earns once (EP-3)", async () => {
    const visits: Booked[] = [];
    for (let count = 0; count < 6; count += 1) visits.push(await begun());
    app.clock.set(LONG_AFTER);
    await Promise.all([1, 2, 3].map(() => completeForgottenVisits(app)));
    for (const visit of visits) {
      expect(await stateOf(visit)).toBe("completed");
      expect(await entriesOf(visit.client.id)).toEqual(["accrual"]);
    }
  });

  it("it completes by itself while staff mark that the client did not come: one of the two (EP-3, CX-3)", async () => {
    for (const inOrder of inEveryOrder()) {
      const booked = await begun(LONG_AFTER);
      const [missed] = await inOrder(
        () => mark(booked, "no_show"),
        async () => {
          await completeForgottenVisits(app);
        },
      );
      const hasCome = (await stateOf(booked)) === "completed";
      expect(missed && refusalOf(missed)).toBe(hasCome ? "reason_missing" : "done");
      expect(await balance(booked.client.id)).toBe(hasCome ? 200 : -200);
    }
  });
});

describe("an inviter's reward at one moment (EP-4)", () => {
  /** A visit of a friend whom the inviter brought, or of one who is there already. */
  async function visitOf(inviteCode: string, friend?: Booked["client"], at = "2026-11-24T09:00:00Z") {
    app.clock.set(START);
    const situation = await makeSituation(app, { at, service: { policy: "onSite" } });
    const asked = wish(app, { ...situation, client: friend ?? (await makeClient(app, { inviteCode })) });
    granted(await holdSlot(app, asked));
    const hold = { bookingId: asked.bookingId, clientId: asked.clientId };
    const booking = granted(await confirmHold(app, hold));
    return { ...situation, asked, hold, booking };
  }
  const DAY_AFTER = "2026-11-26T20:00:00Z";

  it("of one friend's two visits completed at once brings one", async () => {
    for (const inOrder of inEveryOrder()) {
      const inviter = await makeClient(app);
      const friend = await makeClient(app, { inviteCode: inviter.referralCode });
      const first = await visitOf(inviter.referralCode, friend);
      const second = await visitOf(inviter.referralCode, friend, "2026-11-25T09:00:00Z");
      app.clock.set(DAY_AFTER);
      const both = await inOrder(
        () => mark(first, "completed"),
        () => mark(second, "completed"),
      );
      expect(both.map(refusalOf)).toEqual(["done", "done"]);
      expect(await entriesOf(inviter.id)).toEqual(["referral"]);
    }
  });

  it("for two friends at once never goes above the month's limit", async () => {
    granted(await changeSetting(app, { key: "referral.maxPerMonth", typed: "1", actor }));
    for (const inOrder of inEveryOrder()) {
      const inviter = await makeClient(app);
      const visits = [await visitOf(inviter.referralCode), await visitOf(inviter.referralCode)];
      app.clock.set(DAY_AFTER);
      await inOrder(...visits.map((visit) => () => mark(visit, "completed")));
      expect(await entriesOf(inviter.id)).toEqual(["referral"]);
    }
    granted(await changeSetting(app, { key: "referral.maxPerMonth", typed: "20", actor }));
  });

  it("for a visit whose mark two people correct is undone once", async () => {
    for (const inOrder of inEveryOrder()) {
      const inviter = await makeClient(app);
      const visit = await visitOf(inviter.referralCode);
      app.clock.set(DAY_AFTER);
      granted(await mark(visit, "completed"));
      await inOrder(
        () => mark(visit, "no_show", "не приходил"),
        () => mark(visit, "no_show", "не было"),
      );
      expect(await entriesOf(inviter.id)).toEqual(["referral", "referral_reversal"]);
    }
  });
});

describe("a redemption at one moment with", () => {
  it("another number of points on the same hold: what is set aside is what the booking says (PT-3)", async () => {
    for (const inOrder of inEveryOrder()) {
      const { hold, client } = await makeHold(app, { service: { policy: "onSite" } });
      await givePoints(app, client.id, 800);
      await inOrder(
        () => choosePoints(app, { ...hold, points: 700 }),
        () => choosePoints(app, { ...hold, points: 300 }),
      );
      const chosen = (await findBooking(app.db, hold.bookingId))?.points ?? 0;
      expect([300, 700]).toContain(chosen);
      expect(await balanceOf(app.db, { clientId: client.id, now: app.clock.now() })).toMatchObject({
        held: chosen,
        available: 800 - chosen,
      });
      granted(await confirmHold(app, hold));
      expect(await balance(client.id)).toBe(800 - chosen);
    }
  });

  it("a penalty: both are taken, and the balance may go below zero (PT-3, CX-5)", async () => {
    for (const inOrder of inEveryOrder()) {
      const missed = await begun();
      await givePoints(app, missed.client.id, 300);
      const slot = await makeSlot(app, {
        specialistId: missed.specialist.id,
        startsAt: "2026-11-26T09:00:00Z",
      });
      const asked = wish(app, { ...missed, slot });
      granted(await holdSlot(app, asked));
      const hold = { bookingId: asked.bookingId, clientId: asked.clientId };
      granted(await choosePoints(app, { ...hold, points: 300 }));
      const both = await inOrder(
        () => confirmHold(app, hold),
        () => mark(missed, "no_show"),
      );
      expect(both.map(refusalOf)).toEqual(["done", "done"]);
      expect(await balance(missed.client.id)).toBe(300 - 300 - 200);
    }
  });

  it("staff taking the same points away: each once (EP-5)", async () => {
    for (const inOrder of inEveryOrder()) {
      const { hold, client } = await makeHold(app, { service: { policy: "onSite" } });
      await givePoints(app, client.id, 500);
      granted(await choosePoints(app, { ...hold, points: 500 }));
      const asked = { entryId: app.newId(), clientId: client.id, points: -200, reason: "Ошибка" };
      const entry = { ...asked, mayOwe: true, actor };
      await inOrder(
        () => confirmHold(app, hold),
        () => adjustPoints(app, entry),
        () => adjustPoints(app, entry),
      );
      expect(await balance(client.id)).toBe(500 - 500 - 200);
    }
  });
});
