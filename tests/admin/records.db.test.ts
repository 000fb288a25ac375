import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await signedIn(url, await makeStaff(app, { role: "owner" }));
const specialistId = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const anna = await makeClient(app, "Анна Кузнецова");
const boris = await makeClient(app, "Борис");
const slotId = await makeSlot(app, specialistId, 30);
const booking = await makeBooking(app, { clientId: anna, serviceId, slotId });

const list = async (resource: string, query = "") =>
  (await owner.get(`/admin/api/resources/${resource}/actions/list${query}`)).json;

describe("a form of one record", () => {
  const edit = (id: string, body: object) =>
    owner.post(`/admin/api/resources/Client/records/${id}/edit`, body);

  it("writes to that record, whatever id it carries", async () => {
    await edit(anna, { id: boris, note: "постоянная клиентка" });
    const { rows } = await db.pool.query("SELECT id, note FROM clients ORDER BY name");
    expect(rows).toEqual([
      { id: anna, note: "постоянная клиентка" },
      { id: boris, note: "" },
    ]);
  });

  it("changes nothing that it does not offer", async () => {
    const before = await db.pool.query("SELECT * FROM clients WHERE id = $1", [anna]);
    const answer = await edit(anna, {
      name: "Взломщик",
      pointsBalance: 1_000_000,
      phone: "+79001234567",
      isVip: true,
      telegramId: 1,
      referralCode: "x",
      createdAt: "2000-01-01T00:00:00Z",
      mergedIntoId: boris,
    });
    expect(answer.status).toBe(200);
    expect((await db.pool.query("SELECT * FROM clients WHERE id = $1", [anna])).rows).toEqual(before.rows);
  });

  it("leaves a list of words to its own form, and finds rows by one of them", async () => {
    await edit(anna, { "tags.0": "мимо" });
    await owner.post(`/admin/api/resources/Client/records/${anna}/setTags`, { tags: "окрашивание, утро" });
    const { rows } = await db.pool.query("SELECT tags FROM clients WHERE id = $1", [anna]);
    expect(rows).toEqual([{ tags: ["окрашивание", "утро"] }]);
    expect((await list("Client", "?filters.tags=утро")).meta?.total).toBe(1);
  });

  it("names the field that cannot hold what it was given, and saves nothing", async () => {
    const answer = await edit(anna, { note: "с\u0000нулём" });
    expect(answer.json.notice?.type).toBe("error");
    expect(Object.keys(answer.json.record?.errors ?? {})).toEqual(["note"]);
  });

  it("is not made, deleted or written where nothing is offered", async () => {
    for (const path of [
      "Client/actions/new",
      `Client/records/${anna}/delete`,
      `Client/bulk/bulkDelete?recordIds=${anna}`,
      `Booking/records/${booking.id}/edit`,
      `Booking/records/${booking.id}/delete`,
      `PointEntry/records/${randomUUID()}/edit`,
      `AuditEntry/records/1/delete`,
      "Payment/actions/new",
    ]) {
      const { status } = await owner.post(`/admin/api/resources/${path}`, { name: "x" });
      expect([403, 404], path).toContain(status);
    }
  });
});

describe("columns that are not shown", () => {
  it("never leave the database: a password's hash is in no answer and cannot be asked about", async () => {
    const all = await owner.get("/admin/api/resources/Staff/actions/list");
    expect(all.text).not.toContain("passwordHash");
    expect(all.text).not.toContain("$argon2");
    const total = (await list("Staff")).meta?.total;
    expect((await list("Staff", "?filters.passwordHash=%24argon2")).meta?.total).toBe(total);
    expect((await list("Staff", "?filters.passwordHash=nothing")).meta?.total).toBe(total);
    const search = await owner.get(
      "/admin/api/resources/Staff/actions/search/argon?searchProperty=passwordHash",
    );
    expect(search.text).not.toContain("$argon2");
  });

  it("of another row's owner stay there: a reference is an id and a title", async () => {
    const { records } = await list("Booking");
    const populated = (records?.[0] as { populated?: Record<string, { params: object; title: string }> })
      ?.populated;
    expect(populated?.clientId?.title).toBe("Анна Кузнецова");
    expect(Object.keys(populated?.clientId?.params ?? {}).sort()).toEqual(["id", "name"]);
  });
});

describe("a list", () => {
  it("shows names, rubles, words and local times, and no ids", async () => {
    const { records } = await list("Booking");
    const params = records?.[0]?.params;
    expect(params).toMatchObject({
      number: `№\u00a0${booking.number}`,
      priceKopecks: "1\u00a0500,00\u00a0₽",
      state: "подтверждена",
      stateTone: "success",
    });
    expect(params?.startsAt).toMatch(/^(пн|вт|ср|чт|пт|сб|вс), \d{1,2}\u00a0[а-я]{3}\u00a0\d{4}, \d\d:\d\d$/);
  });

  it("finds a client by a part of the name in any case, and takes what people type literally", async () => {
    expect((await list("Client", "?filters.name=кузн")).meta?.total).toBe(1);
    expect((await list("Client", "?filters.name=%25")).meta?.total).toBe(0);
    expect((await list("Client", "?filters.name=_")).meta?.total).toBe(0);
  });

  it("reads ranges: days of the business calendar, rubles; what is neither matches nothing", async () => {
    expect(
      (await list("Booking", "?filters.priceKopecks~~from=1500&filters.priceKopecks~~to=1500,00")).meta
        ?.total,
    ).toBe(1);
    expect((await list("Booking", "?filters.priceKopecks~~from=1500,01")).meta?.total).toBe(0);
    expect((await list("Booking", "?filters.startsAt~~from=today")).meta?.total).toBe(1);
    expect((await list("Booking", "?filters.startsAt~~to=2020-01-01")).meta?.total).toBe(0);
    expect((await list("Booking", "?filters.startsAt~~from=never")).meta?.total).toBe(0);
  });

  it.each([
    ["Booking", "state=confirmed", 1],
    ["Booking", "state=nonsense", 0],
    ["Booking", "number=1e3", 0],
    ["Booking", "clientId=not-an-id", 0],
    ["Client", "isVip=false", 2],
    ["Client", "isVip=perhaps", 0],
    ["Staff", "telegramId=99999999999999999999", 0],
  ])("of %s filtered by %s has %i rows", async (resource, filter, total) => {
    const answer = await list(resource, `?filters.${filter}`);
    expect(answer.meta?.total).toBe(total);
  });

  it("never gives more than 500 rows, nor repeats one on the next page", async () => {
    await db.pool.query(`
      INSERT INTO clients (name, referral_code, created_at)
      SELECT 'Клиент', 'code' || n, '2026-01-01' FROM generate_series(1, 600) AS n`);
    expect((await list("Client", "?perPage=100000")).records).toHaveLength(500);
    const pages = await Promise.all(
      [1, 2, 3].map((page) => list("Client", `?page=${page}&perPage=200&sortBy=createdAt`)),
    );
    const ids = pages.flatMap(({ records }) => records?.map(({ id }) => id) ?? []);
    expect(ids).toHaveLength(600);
    expect(new Set(ids).size).toBe(600);
    expect((await list("Client", "?page=-3&perPage=-5")).records?.length).toBeGreaterThan(0);
  });

  it("keeps numbers exact that JavaScript's own would not", async () => {
    await db.pool.query("UPDATE staff SET telegram_id = 9007199254740993 WHERE role = 'owner'");
    const { records } = await list("Staff");
    expect(records?.map(({ params }) => params.telegramId)).toContain("9007199254740993");
  });
});
