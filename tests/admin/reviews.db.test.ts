import { expect, it } from "vitest";
import { describeVisit, markVisit, rateVisit } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { testApp } from "../support/app.ts";
import { makeBooking } from "../support/hold.ts";
import { granted } from "../support/make.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { signedIn } from "./visitor.ts";

const app = await testApp();
const { booking, client } = await makeBooking(app);
const of = { bookingId: booking.id, clientId: client.id };
app.clock.set(booking.endsAt);
granted(await markVisit(app, { bookingId: booking.id, mark: "completed", actor: OPERATOR }));
granted(await rateVisit(app, { ...of, rating: 2 }));
granted(await describeVisit(app, { ...of, words: "<img src=x onerror=alert(1)> опоздали" }));
const { app: panelApp, url } = await startPanel(app.db);
const LIST = "/admin/api/resources/Review/actions/list";

it("MS-2: «Отзывы» are read by those who run the business, in words, with the visit, and changed by nobody", async () => {
  const admin = await signedIn(url, await makeStaff(panelApp, { role: "admin" }));
  const { json, text } = await admin.get(LIST);
  expect(json.records?.[0]?.params).toMatchObject({ rating: "2, плохо", ratingTone: "danger" });
  expect(text).toContain(`№\u00a0${booking.number}`);
  const low = await admin.get(`${LIST}?filters.rating=2`);
  expect(low.json.records).toHaveLength(1);
  expect((await admin.get(`${LIST}?filters.rating=5`)).json.records).toHaveLength(0);
  const odd = await admin.get(`${LIST}?filters.clientId=not-an-id`);
  expect([odd.status, odd.json.records]).toEqual([200, []]);
  const at = `/admin/api/resources/Review/records/${booking.id}`;
  expect((await admin.get(`${at}/show`)).json.record?.params).toMatchObject({ rating: "2, плохо" });
  const changed = await admin.post(`${at}/edit`, { rating: "5" });
  expect(changed.status).toBe(403);
});

it("MS-2: the card of a rated visit leads to its review, by a filter that finds it alone", async () => {
  const admin = await signedIn(url, await makeStaff(panelApp, { role: "admin" }));
  const { json } = await admin.get(`/admin/api/resources/Booking/records/${booking.id}/show`);
  const ways = json.record?.params.ways as { text: string; href: string }[];
  const href = `resources/Review?filters.bookingId=${booking.id}`;
  expect(ways).toContainEqual({ text: "Отзыв", href });
  expect((await admin.get(`${LIST}?filters.bookingId=${booking.id}`)).json.records).toHaveLength(1);
  expect((await admin.get(`${LIST}?filters.bookingId=${panelApp.newId()}`)).json.records).toHaveLength(0);
});

it("PE-3: a specialist does not see them", async () => {
  const specialist = await signedIn(
    url,
    await makeStaff(panelApp, { role: "specialist", specialistId: booking.specialistId }),
  );
  expect((await specialist.get(LIST)).status).toBe(403);
});
