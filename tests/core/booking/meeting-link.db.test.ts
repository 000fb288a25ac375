import { expect, it } from "vitest";
import { findBooking } from "../../../src/core/booking/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { makeHold } from "../../support/hold.ts";

const app = await testApp();
const online = () => makeHold(app, { kind: "online", service: { kind: "online", policy: "onSite" } });
const linkOf = async (bookingId: string) => (await findBooking(app.db, bookingId))?.meetingUrl;

it("an online booking carries the specialist's own link (SL-8)", async () => {
  const { booking } = await online();
  expect(booking.meetingUrl).toBe("https://meet.example.test/room");
});

it("or the one that was set on the booking, for this booking alone (SL-8)", async () => {
  const [one, other] = [await online(), await online()];
  const link = "https://meet.example.test/another";
  await app.db.run(sql`UPDATE bookings SET meeting_url = ${link} WHERE id = ${one.booking.id}::uuid`);
  expect(await linkOf(one.booking.id)).toBe(link);
  expect(await linkOf(other.booking.id)).toBe("https://meet.example.test/room");
});

it("a visit in person has none, whatever link its specialist has (SL-8)", async () => {
  const { booking } = await makeHold(app);
  expect(booking.meetingUrl).toBeUndefined();
});
