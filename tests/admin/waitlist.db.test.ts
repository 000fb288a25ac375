import { expect, it } from "vitest";
import { findWaitlistEntry, listWaitlist } from "../../src/core/booking/index.ts";
import { dayOf, plusDays } from "../../src/core/kernel/local-day.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeClient, makeService, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const { app, url } = await startPanel(await testDatabase());
const specialistId = await makeSpecialist(app, "Мария");
const serviceId = await makeService(app, "Маникюр");
const clientId = await makeClient(app, "Анна");
const today = dayOf(app.clock.now(), "Europe/Moscow");
const LIST = "/admin/api/resources/WaitlistEntry/actions/list";
const ADD = `/admin/api/resources/Client/records/${clientId}/addToWaitlist`;
const wish = {
  serviceId,
  specialistId,
  fromDay: plusDays(today, 1),
  toDay: plusDays(today, 14),
  weekdays: ["6", "7"],
  from: "17:00",
  to: "",
};
const waits = () => listWaitlist(app.db, { clientId, rowsMax: 9 });

it("MS-8, MS-9: staff put a client on the waitlist from their card, once a form, and the client is told", async () => {
  const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
  const form = (await admin.get(ADD)).json.form as { fields: { name: string; value?: string }[] };
  const entryId = form.fields.find(({ name }) => name === "entryId")?.value ?? "";
  const answer = await admin.post(ADD, { ...wish, entryId });
  expect(answer.json.notice).toMatchObject({ type: "success" });
  await admin.post(ADD, { ...wish, entryId });
  const [entry, ...others] = await waits();
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ id: entryId, specialistId, fromMinute: 17 * 60, toMinute: 24 * 60 });
  expect(entry?.days).toHaveLength(4);
  const told = await app.db.many(sql`SELECT kind FROM outbox WHERE client_id = ${clientId}::uuid`);
  expect(told).toEqual([{ kind: "waitlist_joined" }]);
});

it("MS-9: a form that was filled in wrongly says where", async () => {
  const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
  const entryId = app.newId();
  const fieldOf = async (over: object) =>
    (await admin.post(ADD, { ...wish, entryId, ...over })).json.refused?.field;
  expect(await fieldOf({ toDay: plusDays(today, -1) })).toBe("toDay");
  expect(await fieldOf({ toDay: plusDays(today, 100) })).toBe("toDay");
  expect(await fieldOf({ weekdays: [] })).toBe("weekdays");
  expect(await fieldOf({ from: "19:00", to: "18:00" })).toBe("to");
  expect(await fieldOf({ from: "утром" })).toBe("from");
  expect(await fieldOf({ serviceId: "так" })).toBe("serviceId");
  expect(await fieldOf({ entryId: "так" })).toBe("serviceId");
  expect(await waits()).toHaveLength(1);
});

it("MS-8, MS-9: «Лист ожидания» tells who waits for what in words, and staff take a client off it with a reason", async () => {
  const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
  const [entry] = await waits();
  const { json, text } = await admin.get(LIST);
  expect(json.records?.[0]?.params).toMatchObject({ state: "ждёт", stateTone: "info", hours: "с 17:00" });
  expect(String(json.records?.[0]?.params.when)).toMatch(/^\d\d\.\d\d–\d\d\.\d\d, \d\d\.\d\d–\d\d\.\d\d$/);
  expect(text).toContain("Маникюр");
  expect((await admin.get(`${LIST}?filters.state=left`)).json.records).toHaveLength(0);
  const between = async (from: string, to: string) =>
    (await admin.get(`${LIST}?filters.fromDay~~from=${from}&filters.fromDay~~to=${to}`)).json.records?.length;
  expect(await between(plusDays(today, 1), plusDays(today, 14))).toBe(1);
  expect(await between(plusDays(today, 15), plusDays(today, 30))).toBe(0);
  expect(json.records?.[0]?.params.wish).toContain("Анна: Маникюр");
  const remove = `/admin/api/resources/WaitlistEntry/records/${entry?.id}/removeFromWaitlist`;
  expect((await admin.post(remove, { reason: " " })).json.refused?.field).toBe("reason");
  await admin.post(remove, { reason: "мастер в отпуске" });
  expect(await findWaitlistEntry(app.db, entry?.id ?? "")).toMatchObject({
    state: "left",
    note: "мастер в отпуске",
  });
  const shown = await admin.get(`/admin/api/resources/WaitlistEntry/records/${entry?.id}/show`);
  expect(shown.json.record?.params).toMatchObject({
    state: "больше не ждёт",
    endedReason: "сняли мы",
    note: "мастер в отпуске",
  });
});

it("PE-3: a specialist does not see the waitlist", async () => {
  const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));
  expect((await specialist.get(LIST)).status).toBe(403);
  expect((await specialist.get(ADD)).status).toBe(403);
});

it("MS-9: who waits is shown first, the others to who asks", async () => {
  const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
  const [entry] = await listWaitlist(app.db, { clientId, states: undefined, rowsMax: 1 });
  const count = async (query: string) => (await admin.get(`${LIST}?${query}`)).json.records?.length;
  expect([entry?.state, await count("")]).toEqual(["left", 0]);
  expect(await count("filters.state=left")).toBe(1);
  expect(await count(`filters.clientId=${clientId}`)).toBe(1);
});

it("MS-9: somebody is added from the list itself by a part of the name; several who fit are named", async () => {
  const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
  const add = "/admin/api/resources/WaitlistEntry/actions/addWaiting";
  for (const name of ["Варвара Котова", "Варвара Зимина"]) await makeClient(app, name);
  const form = (await admin.get(add)).json.form as { fields: { name: string; value?: string }[] };
  const entryId = form.fields.find(({ name }) => name === "entryId")?.value ?? "";
  const put = async (client: string) => (await admin.post(add, { ...wish, entryId, client })).json;
  expect((await put("Нет такой")).refused).toMatchObject({ field: "client" });
  const several = (await put("Варвара")).refused;
  expect(several).toMatchObject({ field: "client" });
  expect(several?.message).toMatch(/Подходят: Варвара .+; Варвара .+ Уточните/);
  expect((await put("Варвара Кот")).notice?.message).toBe(
    "Варвара Котова в листе ожидания. Бот напишет об этом.",
  );
  const entry = await findWaitlistEntry(app.db, entryId);
  expect(entry).toMatchObject({ clientName: "Варвара Котова", state: "waiting", specialistId });
});
