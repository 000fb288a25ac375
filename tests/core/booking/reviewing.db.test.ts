import { beforeEach, describe, expect, it } from "vitest";
import { describeVisit, markVisit, rateVisit, unwantedBecause } from "../../../src/core/booking/index.ts";
import { findReview, listRatings } from "../../../src/core/feedback/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { DAY_MS } from "../../../src/core/kernel/instant.ts";
import { deliverDue, type Message } from "../../../src/core/notifications/index.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { START, testApp } from "../../support/app.ts";
import { refusalOf, refusedBy } from "../../support/footprint.ts";
import { makeBooking } from "../../support/hold.ts";
import { granted, makeClient } from "../../support/make.ts";

const app = await testApp();
granted(
  await addStaff(app, {
    name: "Ольга",
    role: "owner",
    email: "olga@okoshko.test",
    password: "0123456789",
    telegramId: 555,
    actor: OPERATOR,
  }),
);
beforeEach(async () => {
  app.clock.set(START);
  await app.db.run(sql`UPDATE outbox SET state = 'skipped' WHERE state = 'queued'`);
});

/** A visit that took place tomorrow at noon and was marked when it ended. */
async function visited() {
  const { booking, client, specialist } = await makeBooking(app);
  app.clock.set(booking.endsAt);
  granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
  return { of: { bookingId: booking.id, clientId: client.id }, specialist, booking };
}
const mark = (bookingId: string, as: "completed" | "no_show") =>
  markVisit(app, { bookingId, mark: as, actor: OPERATOR, reason: "ошиблись" });

const HEARD = ["review_requested", "staff_low_rating", "staff_rating_better"];

async function send(): Promise<readonly string[]> {
  const sent: Message[] = [];
  const messenger = {
    deliver: async (message: Message) => {
      sent.push(message);
      return { outcome: "sent", telegramMessageId: 1 } as const;
    },
  };
  await deliverDue({ ...app, messenger }, { unwantedBecause: (message) => unwantedBecause(app, message) });
  return sent.map(({ kind }) => kind).filter((kind) => HEARD.includes(kind));
}

describe("MS-2: the request for a review", () => {
  it("goes out once, an hour after the visit was marked", async () => {
    await visited();
    app.clock.advance(3_599_000);
    expect(await send()).toEqual([]);
    app.clock.advance(1_000);
    expect(await send()).toEqual(["review_requested"]);
    app.clock.advance(DAY_MS);
    expect(await send()).toEqual([]);
  });

  it("MS-5: waits for the end of quiet hours", async () => {
    const { booking } = await makeBooking(app);
    app.clock.set("2026-11-24T19:30:00Z");
    granted(await mark(booking.id, "completed"));
    app.clock.set("2026-11-24T20:30:00Z");
    expect(await send()).toEqual([]);
    app.clock.set("2026-11-25T05:59:59Z");
    expect(await send()).toEqual([]);
    app.clock.set("2026-11-25T06:00:00Z");
    expect(await send()).toEqual(["review_requested"]);
  });

  it("is not sent for a visit that turned out to be missed, or was reviewed already", async () => {
    const missed = await visited();
    granted(await mark(missed.of.bookingId, "no_show"));
    app.clock.set(START);
    const reviewed = await visited();
    granted(await rateVisit(app, { ...reviewed.of, rating: 5 }));
    app.clock.advance(3_600_000);
    expect(await send()).toEqual([]);
  });
});

describe("MS-2: a review", () => {
  it("is one per visit: stars, then words, changed for a day and not after it", async () => {
    const { of } = await visited();
    granted(await rateVisit(app, { ...of, rating: 4 }));
    granted(await describeVisit(app, { ...of, words: " Очень понравилось! " }));
    granted(await rateVisit(app, { ...of, rating: 5 }));
    expect(await findReview(app.db, of.bookingId)).toMatchObject({ rating: 5, words: "Очень понравилось!" });
    app.clock.advance(DAY_MS);
    granted(await describeVisit(app, { ...of, words: "И аккуратно." }));
    app.clock.advance(1);
    expect(await refusedBy(app, () => rateVisit(app, { ...of, rating: 1 }))).toBe("review_closed");
    expect(await findReview(app.db, of.bookingId)).toMatchObject({ rating: 5, words: "И аккуратно." });
  });

  it("of three stars reaches the owner at once and once, and so do the words to it", async () => {
    const { of } = await visited();
    granted(await rateVisit(app, { ...of, rating: 3 }));
    expect(await send()).toEqual(["staff_low_rating"]);
    granted(await rateVisit(app, { ...of, rating: 2 }));
    expect(await send()).toEqual([]);
    granted(await describeVisit(app, { ...of, words: "Пришлось ждать." }));
    expect(await send()).toEqual(["staff_low_rating"]);
  });

  it("that was low and became better is told once to those who heard of it, and only to them", async () => {
    const { of } = await visited();
    granted(await rateVisit(app, { ...of, rating: 2 }));
    expect(await send()).toEqual(["staff_low_rating"]);
    granted(await rateVisit(app, { ...of, rating: 4 }));
    expect(await send()).toEqual(["staff_rating_better"]);
    granted(await rateVisit(app, { ...of, rating: 3 }));
    granted(await rateVisit(app, { ...of, rating: 5 }));
    expect(await send()).toEqual([]);
  });

  it("of four stars that became five tells nobody", async () => {
    const { of } = await visited();
    granted(await rateVisit(app, { ...of, rating: 4 }));
    granted(await rateVisit(app, { ...of, rating: 5 }));
    expect(await send()).toEqual([]);
  });

  it("of four stars alarms nobody", async () => {
    const { of } = await visited();
    granted(await rateVisit(app, { ...of, rating: 4 }));
    expect(await send()).toEqual([]);
  });

  it("is the client's own word about a visit that took place", async () => {
    const { of } = await visited();
    const stranger = await makeClient(app);
    expect(await refusedBy(app, () => rateVisit(app, { ...of, clientId: stranger.id, rating: 5 }))).toBe(
      "unknown_booking",
    );
    expect(await refusedBy(app, () => describeVisit(app, { ...of, words: "Раз" }))).toBe("not_rated_yet");
    app.clock.set(START);
    const { booking, client } = await makeBooking(app);
    const ahead = { bookingId: booking.id, clientId: client.id, rating: 5 };
    expect(await refusedBy(app, () => rateVisit(app, ahead))).toBe("visit_not_completed");
  });

  it("given twice at once is one", async () => {
    const { of } = await visited();
    const both = await Promise.all([
      rateVisit(app, { ...of, rating: 5 }),
      rateVisit(app, { ...of, rating: 4 }),
    ]);
    expect(both.map(refusalOf)).toEqual(["done", "done"]);
    expect(
      await app.db.many(sql`SELECT 1 FROM reviews WHERE booking_id = ${of.bookingId}::uuid`),
    ).toHaveLength(1);
  });

  it("counts in the specialist's average", async () => {
    const { of, specialist } = await visited();
    granted(await rateVisit(app, { ...of, rating: 4 }));
    expect((await listRatings(app.db)).find((one) => one.specialistId === specialist.id)).toEqual({
      specialistId: specialist.id,
      average: 4,
      reviews: 1,
    });
  });
});
