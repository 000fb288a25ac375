import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { takeTimeOff } from "../../src/core/booking/index.ts";
import { announceHotWindows, findBroadcast, WINDOWS_WAIT_TEXT } from "../../src/core/broadcasts/index.ts";
import { addSlot, findSlot, makeHot } from "../../src/core/calendar/index.ts";
import { type Actor, OPERATOR } from "../../src/core/kernel/actor.ts";
import { hoursAfter, minutesAfter } from "../../src/core/kernel/instant.ts";
import { dayOf } from "../../src/core/kernel/local-day.ts";
import { setConsent } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { findSegmentByName } from "../../src/core/segments/index.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { testDatabase } from "../support/database.ts";
import { broadcastPages } from "./broadcast-pages.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { granted, makeClient, makeService, makeSpecialist } from "./salon.ts";
import { signedIn, type Visitor } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const ownerLogin = await makeStaff(app, { role: "owner", name: "Ольга" });
const owner = await signedIn(url, ownerLogin);
const admin = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialistId = await makeSpecialist(app, "Мария");
const master = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId }));
await makeService(app, "Стрижка");
const anna = await makeClient(app, "Анна Кузнецова");
await makeClient(app, "Борис");
granted(await setConsent(app, { clientId: anna, kind: "marketing", action: "given", pressed: "Да" }));

const set = async (key: string, typed: string) =>
  granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
beforeAll(async () => {
  await set("quietHours", "00:00–00:00");
  await set("marketing.enabled", "да");
});

const { onRow, shown, cardOf, offeredOn } = broadcastPages(owner);

describe("MS-4: hot windows that wait for a decision", () => {
  /** As the server has it: with payments on. */
  const paying = { ...app, payments: {} as NonNullable<typeof app.payments> };
  async function proposed(): Promise<string> {
    const startsAt = hoursAfter(
      new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000),
      30 + Math.floor(Math.random() * 200),
    );
    granted(
      await addSlot(app, {
        specialistId,
        startsAt,
        endsAt: minutesAfter(startsAt, 60),
        kind: "hot",
        actor: OPERATOR,
      }),
    );
    await app.db.run(
      sql`UPDATE slots SET hot_since = hot_since - interval '10 minutes' WHERE hot_announced_at IS NULL`,
    );
    await announceHotWindows(paying);
    const row = await app.db.first<{ id: string }>(
      sql`SELECT id FROM broadcasts WHERE proposed_at IS NOT NULL AND state = 'draft' ORDER BY created_at DESC LIMIT 1`,
    );
    return row?.id ?? "";
  }

  it("have buttons of their own, and none that rewrite them", async () => {
    const id = await proposed();
    const offered = await offeredOn(id);
    expect(offered).toEqual(expect.arrayContaining(["sendHotWindows", "dropHotWindows"]));
    for (const other of ["changeBroadcast", "startBroadcast", "scheduleBroadcast", "cancelBroadcast"]) {
      expect(offered).not.toContain(other);
    }
    expect((await shown(id))?.params.state).toBe("ждёт решения");
    expect((await cardOf(id)).stateWords).toBe("ждёт решения: разослать или нет");
    const { proposals } = (await owner.get("/admin/api/dashboard")).json as unknown as { proposals: number };
    expect(proposals).toBe(1);
    // The panel under test has no payments, so to it the windows are gone.
    expect((await cardOf(id)).lookMissing).toContain("не осталось");
    expect((await onRow(id, "sendHotWindows")).notice?.message).toContain("уже не осталось");
    expect((await onRow(id, "dropHotWindows")).notice?.message).toContain("не рассылаем");
    expect(await findBroadcast(db, id)).toMatchObject({ state: "cancelled" });
  });
});

describe("MS-4: a new hot window on its card", () => {
  it("says that it waits while everybody who could hear of it heard of others lately", async () => {
    const broadcastId = randomUUID();
    await app.db.run(sql`
      INSERT INTO broadcasts (id, kind, title, text, buttons, segment, state, started_at, planned_at, ended_at, created_at)
      VALUES (${broadcastId}::uuid, 'hot', 'Окна', 'Окна', '[]', '{"all":[]}', 'done', now(), now(), now(), now())`);
    await app.db.run(sql`
      INSERT INTO broadcast_recipients (broadcast_id, client_id, state, outcome, ended_at)
      SELECT ${broadcastId}::uuid, id, 'ended', 'delivered', now() FROM clients`);
    const startsAt = hoursAfter(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000), 400);
    const slot = granted(
      await addSlot(app, {
        ...{ specialistId, startsAt, endsAt: minutesAfter(startsAt, 60), kind: "hot", actor: OPERATOR },
      }),
    );
    const told = async () =>
      (await owner.get(`/admin/api/resources/Slot/records/${slot.id}/show`)).json.record?.params
        .hotAnnouncedAt;
    expect(await told()).toBe(WINDOWS_WAIT_TEXT);
    await app.db.run(sql`UPDATE broadcast_recipients SET ended_at = now() - interval '9 days'`);
    expect(await told()).toBe("");
  });
});

describe("MS-4: undoing in the calendar what clients may have been told of", () => {
  const actor: Actor = { kind: "staff", id: ownerLogin.id };
  const undone = async (id: string) =>
    (await owner.post("/admin/api/pages/calendar", { do: "undo", id })).json as unknown as { done: string };
  let hours = 500;
  async function madeHot() {
    hours += 2;
    const startsAt = hoursAfter(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000), hours);
    const stretch = { startsAt, endsAt: minutesAfter(startsAt, 60) };
    const slot = granted(await addSlot(app, { ...stretch, specialistId, kind: "regular", actor: OPERATOR }));
    const changeId = randomUUID();
    granted(await makeHot(app, { changeId, slotId: slot.id, actor }));
    // Announced, or let by: the slot itself does not know whether anybody heard.
    await app.db.run(sql`UPDATE slots SET hot_announced_at = now() WHERE id = ${slot.id}::uuid`);
    return { slot, changeId };
  }
  async function toldTo(slotId: string, outcome: "delivered" | "blocked") {
    const id = randomUUID();
    const buttons = JSON.stringify([{ leadsTo: "window", slotId, label: "Окно" }]);
    await app.db.run(sql`
      INSERT INTO broadcasts (id, kind, title, text, buttons, segment, state, started_at, planned_at, ended_at, created_at)
      VALUES (${id}::uuid, 'hot', 'Окна', 'Окна', ${buttons}::jsonb, '{"all":[]}', 'done', now(), now(), now(), now())`);
    await app.db.run(sql`
      INSERT INTO broadcast_recipients (broadcast_id, client_id, state, outcome, ended_at)
      VALUES (${id}::uuid, ${anna}::uuid, 'ended', ${outcome}, now())`);
  }

  it("says that clients were written to only if somebody was", async () => {
    const silent = await madeHot();
    expect((await undone(silent.changeId)).done).toBe("Отменено: превращение в горящее.");
    const unheard = await madeHot();
    await toldTo(unheard.slot.id, "blocked");
    expect((await undone(unheard.changeId)).done).toBe("Отменено: превращение в горящее.");
    const heard = await madeHot();
    await toldTo(heard.slot.id, "delivered");
    expect((await undone(heard.changeId)).done).toBe(
      "Отменено: превращение в горящее. О горящем окошке уже написали 1 клиенту: этого не вернуть.",
    );
  });

  it("says nothing of it where a time off is undone: the slot is hot again", async () => {
    const { slot } = await madeHot();
    await toldTo(slot.id, "delivered");
    const day = dayOf(slot.startsAt, "Europe/Moscow");
    const changeId = randomUUID();
    const span = { fromDay: day, toDay: day };
    granted(
      await takeTimeOff(app, { changeId, specialistIds: [specialistId], span, reason: "Учёба", actor }),
    );
    await toldTo(slot.id, "delivered");
    expect((await undone(changeId)).done).toMatch(/^Отменено: [^.]+\.$/);
    expect(await findSlot(db, slot.id)).toMatchObject({ state: "open", kind: "hot" });
  });
});

describe("MS-4, MS-7: their settings in the panel", () => {
  const change = async (key: string, value: unknown, who = admin) =>
    (await who.post(`/admin/api/resources/Setting/records/${key}/changeSetting`, { value })).json;

  it("hot.segments are chosen and shown by name", async () => {
    const one = await findSegmentByName(db, "Постоянные (5+ визитов)");
    const { form } = (await admin.get("/admin/api/resources/Setting/records/hot.segments/changeSetting"))
      .json;
    expect(form?.fields[0]).toMatchObject({ kind: "checks", value: [] });
    expect((await change("hot.segments", [one?.id])).notice?.type).toBe("success");
    const setting = async () =>
      (await admin.get("/admin/api/resources/Setting/records/hot.segments/show")).json.record?.params;
    expect(await setting()).toMatchObject({
      value: "Постоянные (5+ визитов)",
      usual: "у кого нет записи впереди",
    });
    await change("hot.segments", []);
    expect(await setting()).toMatchObject({ value: "у кого нет записи впереди" });
    expect((await setting())?.history).toContain("Постоянные (5+ визитов) → у кого нет записи впереди");
  });

  it("marketing.enabled is the owner's, beside what the law says, also on the first page", async () => {
    const firstPage = async (who: Visitor) =>
      (await who.get("/admin/api/dashboard")).json as unknown as {
        marketing?: { law: string; mayTurnOn: boolean };
        missing: readonly { text: string; href: string }[];
      };
    expect((await firstPage(owner)).marketing).toBeUndefined();
    await set("marketing.enabled", "нет");
    expect((await firstPage(owner)).marketing).toMatchObject({
      mayTurnOn: true,
      law: expect.stringContaining("38-ФЗ"),
    });
    expect((await firstPage(admin)).marketing).toMatchObject({ mayTurnOn: false });
    expect((await firstPage(master)).marketing).toBeUndefined();
    expect((await firstPage(owner)).missing.map(({ href }) => href)).toContain(
      "resources/Setting/records/business.address/changeSetting",
    );
    expect((await change("marketing.enabled", "yes")).notice?.type).toBe("error");
    const { form } = (await owner.get("/admin/api/resources/Setting/records/marketing.enabled/changeSetting"))
      .json;
    expect((form as unknown as { intro: string }).intro).toContain("статья 18");
    expect((await change("marketing.enabled", "yes", owner)).notice?.type).toBe("success");
    expect((await firstPage(owner)).marketing).toBeUndefined();
  });
});
