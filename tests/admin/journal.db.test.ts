import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { takeTimeOff } from "../../src/core/booking/index.ts";
import { saveBroadcast } from "../../src/core/broadcasts/index.ts";
import { addSlot } from "../../src/core/calendar/index.ts";
import { changeService } from "../../src/core/catalog/index.ts";
import {
  changeDraft,
  type DraftChange,
  findDraft,
  publishContent,
  shippedTexts,
} from "../../src/core/content/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { minutesAfter } from "../../src/core/kernel/instant.ts";
import { dayOf, localDay, plusDays, startOfDay } from "../../src/core/kernel/local-day.ts";
import { adjustPoints } from "../../src/core/loyalty/index.ts";
import { saveSegment } from "../../src/core/segments/index.ts";
import { changeSetting, definitionOf } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const member = await makeStaff(app, { role: "owner", name: "Ольга" });
const owner = await signedIn(url, member);
const actor = { kind: "staff", id: member.id } as const;
const clientId = await makeClient(app, "Вера");

const list = async (resource: string, query = "") =>
  (await owner.get(`/admin/api/resources/${resource}/actions/list${query}`)).json;

it("the journal names clients and staff side by side, in words, whatever kind of id a row holds", async () => {
  const slotId = await makeSlot(app, await makeSpecialist(app, "Мария"), 30);
  const booking = await makeBooking(app, {
    clientId,
    serviceId: await makeService(app, "Стрижка"),
    slotId,
  });
  granted(
    await adjustPoints(app, { entryId: randomUUID(), clientId, points: 150, reason: "подарок", actor }),
  );
  granted(await changeSetting(app, { key: "hot.discountPercent", typed: "35", actor }));
  const vip = { fact: "vip", op: "is", value: true };
  const segment = granted(
    await saveSegment(app, { segmentId: randomUUID(), name: "Свои", definition: vip, actor }),
  );
  granted(await changeSetting(app, { key: "hot.segments", typed: segment.id, actor }));
  const content = {
    kind: "informational",
    title: "Переезд",
    text: "Мы переехали",
    buttons: [],
    advertiser: "",
    erid: "",
  } as const;
  const audience = { segmentId: segment.id };
  granted(await saveBroadcast(app, { broadcastId: randomUUID(), content, audience, picture: "none", actor }));
  await db.pool.query(
    `INSERT INTO audit (actor_kind, actor_id, action, subject_kind, subject_id, created_at) VALUES
      ('client', $1, 'check_phone', 'client', $1, now()),
      ('client', $2, 'check_phone', 'client', $2, now()),
      ('staff', $3, 'mark_visit', 'booking', $4, now())`,
    [clientId, randomUUID(), member.id, booking.id],
  );
  const answer = await owner.get("/admin/api/resources/AuditEntry/actions/list?perPage=100");
  expect(answer.status).toBe(200);
  const rows = answer.json.records?.map(({ params }) => params) ?? [];
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ actorKind: "клиент", actorId: "Вера", subjectId: "Вера" }),
      expect.objectContaining({ actorKind: "клиент", actorId: "клиент", subjectId: "уже удалено" }),
      expect.objectContaining({ actorId: "Ольга", subjectId: `№ ${booking.number}, Вера` }),
      expect.objectContaining({ action: "изменил баллы", subjectId: "Вера", change: "баллы: +150" }),
      expect.objectContaining({ action: "добавил сегмент", subjectId: "Свои" }),
      expect.objectContaining({ action: "создал рассылку", subjectId: "Переезд" }),
      expect.objectContaining({ action: "изменил настройку", change: "у кого нет записи впереди → Свои" }),
      expect.objectContaining({
        action: "изменил настройку",
        change: expect.stringMatching(/^\d+\u00a0% → 35\u00a0%$/),
      }),
    ]),
  );
  for (const { id } of answer.json.records ?? []) {
    const { status } = await owner.get(`/admin/api/resources/AuditEntry/records/${id}/show`);
    expect(status).toBe(200);
  }
});

it("a record that is not there is told in Russian", async () => {
  const answer = await owner.get(`/admin/api/resources/Slot/records/${randomUUID()}/show`);
  expect(answer.text).not.toContain("cannot be found");
  expect(answer.json.notice?.message).toBe("Такой записи нет или она вам не видна.");
});

it("the day's free slots behind the first page's link are exactly those that it counts", async () => {
  const today = JSON.parse((await owner.get("/admin/api/dashboard")).text) as {
    readonly freeCount: number;
    readonly freeHref: string;
  };
  const query = today.freeHref.slice(today.freeHref.indexOf("?"));
  expect((await list("Slot", query)).meta?.total).toBe(today.freeCount);
  const all = (await list("Slot", "?filters.bookingId=none")).meta?.total;
  expect(all).toBe(0);
  await makeSlot(app, await makeSpecialist(app, "Анна"), 50);
  expect((await list("Slot", "?filters.bookingId=none")).meta?.total).toBe(1);
});

it.each([
  ["8 900 000 10 01", 1],
  ["+7 (900) 000-10-01", 1],
  ["000 10", 1],
  ["8 900 000 10 02", 0],
  ["нет", 0],
])("a client is found by the phone «%s» %i times", async (typed, total) => {
  await db.pool.query("UPDATE clients SET phone = '+79000001001' WHERE id = $1", [clientId]);
  const query = `?filters.phone=${encodeURIComponent(typed)}`;
  expect((await list("Client", query)).meta?.total).toBe(total);
});

it("the journal says which texts and pages a step changed, which version was published, and both names of a service", async () => {
  const revisionNow = async () => (await findDraft(db)).revision;
  const change = async (given: DraftChange) =>
    granted(await changeDraft(app, { revision: await revisionNow(), change: given, actor }));
  await change({ kind: "text", key: "menu", text: "Рады видеть, { $name }" });
  await change({ kind: "dropPage", slug: "questions" });
  const versionId = randomUUID();
  granted(await publishContent(app, { versionId, revision: await revisionNow(), note: "Теплее", actor }));
  const serviceId = await makeService(app, "Маникюр");
  granted(await changeService(app, { serviceId, name: "Маникюр с покрытием", actor }));

  const rows = (await list("AuditEntry", "?perPage=100")).records?.map(({ params }) => params) ?? [];
  const [text] = [shippedTexts().get("menu")?.title];
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ subjectId: "черновик", change: `«${text}»`, subjectIdHref: "pages/texts" }),
      expect.objectContaining({
        subjectId: "черновик",
        change: expect.stringContaining("страница «❓ Вопросы»"),
      }),
      expect.objectContaining({
        ...{ subjectId: "версия 1", reason: "Теплее", subjectIdHref: "pages/texts#versions/1" },
      }),
      expect.objectContaining({ change: "название: Маникюр → Маникюр с покрытием" }),
    ]),
  );
});

it("a card leads to what the journal says of it; what changed is told in the order of people", async () => {
  const { params } =
    (await owner.get(`/admin/api/resources/Client/records/${clientId}/show`)).json.record ?? {};
  const href = `resources/AuditEntry?filters.subjectId=${clientId}`;
  expect(params?.ways).toContainEqual({ text: "Журнал", href });
  const rows = (await list("AuditEntry", `?filters.subjectId=${clientId}`)).records ?? [];
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.params.subjectId).toBe("Вера");
  const specialistId = await makeSpecialist(app, "Зоя");
  const span = {
    fromDay: localDay("2030-01-01"),
    toDay: localDay("2030-01-31"),
    weekdays: new Set([2] as const),
  };
  const off = { changeId: randomUUID(), specialistIds: [specialistId], span, reason: "учёба", actor };
  granted(await takeTimeOff(app, off));
  const [taken] = (await list("AuditEntry", "?filters.action=take_time_off")).records ?? [];
  expect(String(taken?.params.change).replaceAll("\u00a0", " ")).toMatch(
    /^вт, 1 янв 2030, весь день; вт, 8 янв 2030, весь день; .*; вт, 29 янв 2030, весь день; закрыто окошек: 0$/,
  );
});

it.each([
  ["вера", ["Вера"]],
  ["Ольга", ["Ольга"]],
  ["маникюр", ["Маникюр с покрытием"]],
  ["версия 1", ["версия 1"]],
  ["скидка горящего", [definitionOf("hot.discountPercent").label]],
  ["никто такой", []],
])("the journal is searched for «%s» by what it shows", async (typed, shown) => {
  const { records = [] } = await list(
    "AuditEntry",
    `?perPage=100&filters.subjectId=${encodeURIComponent(typed)}`,
  );
  const found = new Set(records.map(({ params }) => String(params.subjectId)));
  for (const name of shown) expect([...found]).toContain(name);
  if (shown.length === 0) expect(records).toEqual([]);
  for (const name of found)
    expect(name.toLowerCase()).toContain((shown[0] ?? "").split(" ")[0]?.toLowerCase());
});

it("the first page counts all of the day's free slots and lists only the first of them", async () => {
  const zone = "Europe/Moscow";
  const midnight = startOfDay(plusDays(dayOf(app.clock.now(), zone), 1), zone);
  const { clock } = app;
  Object.assign(app, { clock: { now: () => midnight } });
  const specialistId = await makeSpecialist(app, "Инна");
  for (const index of Array.from({ length: 53 }, (_, at) => at + 1)) {
    const startsAt = minutesAfter(midnight, index * 15);
    const slot = { specialistId, startsAt, endsAt: minutesAfter(startsAt, 15), kind: "regular" } as const;
    granted(await addSlot(app, { ...slot, actor: OPERATOR }));
  }
  const today = JSON.parse((await owner.get("/admin/api/dashboard")).text) as {
    readonly free: readonly unknown[];
    readonly freeCount: number;
    readonly freeHref: string;
  };
  expect([today.free.length, today.freeCount]).toEqual([50, 53]);
  const query = today.freeHref.slice(today.freeHref.indexOf("?"));
  expect((await list("Slot", query)).meta?.total).toBe(53);
  Object.assign(app, { clock });
});
