import { expect, it } from "vitest";
import { describeVisit, markVisit, rateVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { testApp } from "../support/app.ts";
import { makeBooking } from "../support/hold.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app, 120);
const { booking, client } = await makeBooking(app);
const of = { bookingId: booking.id, clientId: client.id };

it("MS-2: says so when there is none", async () => {
  expect((await run(["reviews", "list"])).out).toBe("Отзывов не найдено.\n");
});

it("MS-2: reviews with whose visit they are of, and only the low ones for who asks", async () => {
  app.clock.set(booking.endsAt);
  granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
  granted(await rateVisit(app, { ...of, rating: 4 }));
  granted(await describeVisit(app, { ...of, words: "Уютно" }));
  const { out } = await run(["reviews", "list"]);
  expect(out).toContain("4 из 5");
  expect(out).toContain(`№${booking.number}`);
  expect(out).toContain("Уютно");
  expect(out).toContain("1 отзыв");
  expect((await run(["reviews", "list", "--max", "3", "--json"])).json()).toEqual({
    items: [],
    hasMore: false,
  });
  expect((await run(["reviews", "list", "--max", "9"])).exit).toBe(2);
});

it("MS-2: the list of specialists has their average and how many rated", async () => {
  const { out } = await run(["specialists", "list"]);
  expect(out).toContain("4,0 · 1 отзыв");
  expect((await run(["specialists", "list", "--json"])).json().items).toMatchObject([
    { averageRating: 4, reviews: 1 },
  ]);
});
