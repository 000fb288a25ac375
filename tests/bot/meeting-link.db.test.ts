import { expect, it } from "vitest";
import { bookForClient, cancelBooking, setMeetingLink } from "../../src/core/booking/index.ts";
import { changeSpecialist } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { findClientByTelegram } from "../../src/core/people/index.ts";
import { testApp } from "../support/app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testApp();
const { person, settle } = await startBot(app);
const service = await makeService(app, { name: "Консультация", kind: "online", policy: "onSite" });
const specialist = await makeSpecialist(app, [service.id]);
const vera = person(8001, "Вера");
await vera.join();
const clientId = present(await findClientByTelegram(app.db, 8001), "the client").id;

async function booked(startsAt: string) {
  const slot = await makeSlot(app, { specialistId: specialist.id, startsAt, kind: "online" });
  const wish = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: slot.id };
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const booking = granted(await bookForClient(app, { ...wish, payment, actor: OPERATOR }));
  await settle();
  return booking;
}
const set = async (bookingId: string, meetingUrl: string | undefined) =>
  granted(await setMeetingLink(app, { bookingId, meetingUrl, actor: OPERATOR }));
const newest = async () => {
  const message = (await vera.messages()).findLast(({ text }) => text.startsWith("🔗"));
  const { text, buttons } = present(message, "a word about the link");
  return { text: text.replaceAll(/Мария \d+/g, "Мария"), buttons: buttons.flat() };
};

it("SL-8, MS-8: a client is told of the new link of their booking, with the button and the calendar's file", async () => {
  const { id, number } = await booked("2026-11-24T09:00:00Z");
  await set(id, "https://meet.example.test/a&b");
  await settle();
  const { text, buttons } = await newest();
  expect(text).toContain(`Новая ссылка на встречу, запись №${number}`);
  expect(text).toContain("Консультация");
  expect(text).toContain("Ссылка на встречу");
  expect(buttons.map((one) => ("url" in one ? one.url : one.text))).toEqual([
    "https://meet.example.test/a&b",
    "Мои записи",
    "В меню",
  ]);
  await vera.press("Мои записи");
  await vera.press("Консультация");
  expect(JSON.stringify((await vera.last()).buttons)).toContain("https://meet.example.test/a&b");
});

it("SL-8: of two changes in a row both words name what is true now; a link that is gone is said to be", async () => {
  const specialistId = specialist.id;
  granted(await changeSpecialist(app, { specialistId, meetingUrl: undefined, actor: OPERATOR }));
  const { id, number } = await booked("2026-11-25T09:00:00Z");
  await set(id, "https://meet.example.test/1");
  await set(id, undefined);
  await settle();
  const { text, buttons } = await newest();
  expect(text).toContain(`Прежняя ссылка на встречу больше не действует, запись №${number}`);
  expect(text).toContain("Ссылку на встречу пришлём перед началом");
  expect(buttons.some((one) => "url" in one)).toBe(false);
});

it("MS-8: of a booking that was cancelled before the word went out nothing is said", async () => {
  const { id } = await booked("2026-11-26T09:00:00Z");
  const before = (await vera.messages()).length;
  await set(id, "https://meet.example.test/late");
  granted(await cancelBooking(app, { bookingId: id, by: { kind: "client", clientId } }));
  await settle();
  expect((await vera.messages()).length).toBe(before);
});
