import { expect, it } from "vitest";
import { cancelBooking, findBooking } from "../../src/core/booking/index.ts";
import { addSlot } from "../../src/core/calendar/index.ts";
import { addService } from "../../src/core/catalog/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter } from "../../src/core/kernel/instant.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const [own, other] = [await makeSpecialist(app, "Мария"), await makeSpecialist(app, "Анна")];
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: own }));
const inPerson = await makeService(app, "Стрижка");
const details = { kind: "online", durationMinutes: 60, price: kopecks(150_000), policy: "onSite" } as const;
const online = granted(
  await addService(app, {
    ...{ name: "Консультация", ...details, prepayment: kopecks(0) },
    ...{ specialistIds: "all", actor: OPERATOR },
  }),
).id;

let hours = 24;
async function booked(specialistId: string) {
  hours += 2;
  const startsAt = hoursAfter(app.clock.now(), hours);
  const slot = { specialistId, startsAt, endsAt: hoursAfter(startsAt, 1), kind: "online" } as const;
  const { id: slotId } = granted(await addSlot(app, { ...slot, actor: OPERATOR }));
  return makeBooking(app, { clientId: await makeClient(app, "Вера"), serviceId: online, slotId });
}
const at = (id: string, action = "setMeetingLink") => `/admin/api/resources/Booking/records/${id}/${action}`;
const send = async (who: Visitor, id: string, meetingUrl: string) =>
  (await who.post(at(id), { meetingUrl })).json;
const offered = async (who: Visitor, id: string) =>
  ((await who.get(at(id, "show"))).json.record?.recordActions ?? []).map(({ name }) => name);
const LINK = "https://meet.example.test/vera";

it("SL-8: everybody who serves sets the link of an online booking, sees it on it and takes it away", async () => {
  const { id } = await booked(own);
  for (const who of [owner, admin, specialist]) expect(await offered(who, id)).toContain("setMeetingLink");
  expect((await send(specialist, id, LINK)).notice).toEqual({
    message: "Ссылка на встречу сохранена.",
    type: "success",
  });
  expect((await owner.get(at(id, "show"))).json.record?.params.meetingUrl).toBe(LINK);
  const form = (await owner.get(at(id))).json.form?.fields;
  expect(form?.map(({ name, value }) => [name, value])).toEqual([["meetingUrl", LINK]]);
  await send(admin, id, "");
  expect((await findBooking(db, id))?.meetingUrl).toBeUndefined();
  const journal = (await owner.get("/admin/api/resources/AuditEntry/actions/list")).json.records ?? [];
  const told = journal.map(({ params }) => params.action);
  expect(told).toEqual(expect.arrayContaining(["задал ссылку на встречу", "убрал ссылку на встречу"]));
});

it("SL-8: what is no link is refused beside its field", async () => {
  const { id } = await booked(own);
  expect((await send(owner, id, "созвонимся")).refused).toEqual({
    field: "meetingUrl",
    message: "Это не похоже на ссылку: нужен адрес целиком, он начинается с https:// или http://.",
  });
  expect((await send(owner, id, LINK.padEnd(301, "x"))).refused?.message).toBe(
    "Ссылка слишком длинная: не больше 300 знаков.",
  );
});

it("SL-8, PE-3: it is not offered for a visit in person, for one that is over, or for another specialist's", async () => {
  const slotId = await makeSlot(app, own, 10);
  const visit = await makeBooking(app, {
    ...{ clientId: await makeClient(app, "Вера"), serviceId: inPerson, slotId },
  });
  expect(await offered(owner, visit.id)).not.toContain("setMeetingLink");
  const over = await booked(own);
  const by = { kind: "business", actor: OPERATOR, reason: "так" } as const;
  granted(await cancelBooking(app, { bookingId: over.id, by }));
  expect(await offered(owner, over.id)).not.toContain("setMeetingLink");
  const annas = await booked(other);
  expect((await send(specialist, annas.id, LINK)).notice?.type).not.toBe("success");
  expect((await findBooking(db, annas.id))?.meetingUrl).toBeUndefined();
});
