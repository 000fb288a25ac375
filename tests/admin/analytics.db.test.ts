import { describe, expect, it } from "vitest";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, plusDays } from "../../src/core/kernel/local-day.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testDatabase } from "../support/database.ts";
import { makeStaff, startPanel } from "./panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "./salon.ts";
import { type Answer, signedIn } from "./visitor.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const own = await makeSpecialist(app, "=Мария");
const other = await makeSpecialist(app, "Анна");
const serviceId = await makeService(app, "Стрижка");
const today = dayOf(app.clock.now(), "Europe/Moscow");

/** Yesterday's visits of three specialists' hours, as marks and money left them. */
for (const [place, specialistId] of [own, other, own].entries()) {
  const clientId = await makeClient(app, `Вера ${place}`);
  const slotId = await makeSlot(app, specialistId, 60 + place * 2);
  const { id } = await makeBooking(app, { clientId, serviceId, slotId });
  await db.run(sql`
    UPDATE bookings SET starts_at = now() - interval '1 day', ends_at = now() - interval '23 hours', state = ${place === 2 ? "no_show" : "completed"},
      ended_at = now() WHERE id = ${id}::uuid`);
  await db.run(sql`
    INSERT INTO payments (id, booking_id, client_id, kind, method, is_two_stage, state, amount_kopecks, captured_kopecks, ended_at, created_at)
    VALUES (gen_random_uuid(), ${id}::uuid, ${clientId}::uuid, 'on_spot', 'cash', false, 'captured', 100050, 100050, now(), now())`);
}
await makeSlot(app, own, 1);

const manager = await signedIn(url, await makeStaff(app, { role: "admin" }));
const specialist = await signedIn(url, await makeStaff(app, { role: "specialist", specialistId: own }));
const PAGE = "/admin/api/pages/analytics";
const asked = `from=${plusDays(today, -6)}&to=${today}`;

type Told = {
  readonly kind: string;
  readonly message?: string;
  readonly view?: {
    readonly cards: readonly { readonly title: string; readonly value: string }[];
    readonly pictures: readonly { readonly id: string; readonly way?: { readonly href: string } }[];
  };
  readonly picture?: { readonly id: string; readonly rows: readonly { readonly label: string }[] };
};
const told = ({ json }: Answer): Told => json as unknown as Told;
const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");

describe("the analytics page over HTTP", () => {
  it("tells a manager the period's figures", async () => {
    const answer = told(await manager.get(`${PAGE}?${asked}`));
    const cards = new Map(answer.view?.cards.map(({ title, value }) => [title, plain(value)]));
    expect(cards.get("Выручка")).toBe("3 001,50 ₽");
    expect(cards.get("Визиты")).toBe("2");
    expect(cards.get("Средняя цена")).toBe("1 500,00 ₽");
    expect(cards.get("Неявки")).toBe("33,3 %");
    expect(cards.get("Новые клиенты")).toBe("2");
  });

  it("leads from every picture to a list that is there", async () => {
    const { view } = told(await manager.get(`${PAGE}?${asked}`));
    const hrefs = view?.pictures.map(({ way }) => present(way, "a way").href) ?? [];
    expect(hrefs.length).toBeGreaterThan(9);
    expect(hrefs[0]).toBe(`pages/finance?${asked}`);
    for (const href of new Set(hrefs.slice(1))) {
      const [list, query] = href.replace("resources/", "").split("?");
      const { status, json } = await manager.get(`/admin/api/resources/${list}/actions/list?${query ?? ""}`);
      expect([href, status, json.notice?.type]).toEqual([href, 200, undefined]);
      expect(json.meta?.total, href).toBeGreaterThanOrEqual(0);
    }
    const visits = present(
      hrefs.find((href) => href.includes("completed")),
      "the list of visits",
    );
    const { json } = await manager.get(`/admin/api/${visits.replace("?", "/actions/list?")}`);
    expect(json.meta?.total).toBe(2);
  });

  it.each(["cohorts", "reminders"])("answers the %s apart", async (part) => {
    expect(told(await manager.get(`${PAGE}?part=${part}&${asked}`)).picture?.id).toBe(part);
  });

  it.each([
    ["from=2026-02-30&to=2026-03-01", "Укажите обе даты периода."],
    ["from=2026-03-01", "Укажите обе даты периода."],
    ["from=2026-03-02&to=2026-03-01", "Период кончается раньше, чем начинается. Поменяйте даты местами."],
    ["from=2020-01-01&to=2026-03-01", "Слишком длинный период: покажем не больше года за раз."],
    ["from=0000-01-01&to=0000-01-02", "Укажите обе даты периода."],
    ["from[]=1&to={}&part=%00", "Укажите обе даты периода."],
    [`part=csv&picture=__proto__&${asked}`, "Такой картинки нет. Откройте страницу заново."],
  ])("says what is wrong with %s", async (query, message) => {
    const answer = await manager.get(`${PAGE}?${query}`);
    expect([answer.status, told(answer).kind, told(answer).message]).toEqual([200, "refused", message]);
  });

  it("is not a specialist's, whatever they ask (PE-3)", async () => {
    for (const query of ["", `?${asked}`, "?part=cohorts", `?part=csv&picture=revenue&${asked}`])
      expect((await specialist.get(PAGE + query)).status).toBe(403);
  });
});

describe("a picture's file", () => {
  it("opens in Excel: a BOM, semicolons, decimal commas, a name that is no formula", async () => {
    const answer = await manager.get(`${PAGE}?part=csv&picture=specialists&${asked}`);
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(answer.headers.get("content-disposition")).toContain(`specialists-${plusDays(today, -6)}`);
    const bytes = await fetch(`${url}${PAGE}?part=csv&picture=specialists&${asked}`, {
      headers: { cookie: manager.cookie ?? "" },
    }).then((response) => response.arrayBuffer());
    expect([...new Uint8Array(bytes).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = answer.text.trim().split("\r\n");
    expect(lines[0]).toContain("Строка;Занято времени, %;Визиты, шт.;Цена визитов, ₽");
    expect(lines.find((line) => line.includes("Мария"))).toMatch(/^'=Мария;[\d,]*;1;1500,00;1500,00;1;0;;0$/);
  });

  it("has each figure of a comparison in a column of its own unit", async () => {
    const { text } = await manager.get(`${PAGE}?part=csv&picture=hot&${asked}`);
    const [head, now, before] = text.replace("\ufeff", "").trim().split("\r\n");
    expect(head).toBe(
      "Строка;Предложено окон, шт.;Занято из предложенного времени, %;Визиты, шт.;Сбережено, ₽;Скидки, ₽",
    );
    expect(now).toBe("Этот период;0;;0;0,00;0,00");
    expect(before).toBe("Период до него;0;;0;0,00;0,00");
  });

  it("is there for every picture", async () => {
    const { view } = told(await manager.get(`${PAGE}?${asked}`));
    for (const id of [...(view?.pictures.map((one) => one.id) ?? []), "cohorts", "reminders"]) {
      const { headers, text } = await manager.get(`${PAGE}?part=csv&picture=${id}&${asked}`);
      expect([id, headers.get("content-type")]).toEqual([id, "text/csv; charset=utf-8"]);
      expect(text.replace("\ufeff", ""), id).toMatch(/^Строка;/);
    }
  });
});

describe("the first page's figures", () => {
  type Today = {
    readonly morning: {
      readonly figures: readonly { readonly title: string; readonly value: string }[];
      readonly fullness: readonly { readonly free: string; readonly href: string }[];
      readonly revenue?: { readonly total: string; readonly days: readonly unknown[] };
    };
    readonly coming: readonly { readonly title: string; readonly bookings: readonly unknown[] }[];
    readonly unmarked: number;
  };
  const open = async (visitor: typeof manager) =>
    (await visitor.get("/admin/api/dashboard")).json as unknown as Today;

  it("tell a manager money and visits, and thirty days of revenue", async () => {
    const { morning } = await open(manager);
    expect(morning.figures.map(({ title, value }) => [title, plain(value)])).toEqual([
      ["Выручка сегодня", "3 001,50 ₽"],
      ["Записи сегодня", "0"],
    ]);
    expect(plain(morning.revenue?.total)).toBe("3 001,50 ₽");
    expect(morning.revenue?.days).toHaveLength(30);
  });

  it("tell a specialist of no money, and lead only to what is theirs to open (PE-3)", async () => {
    const { morning } = await open(specialist);
    expect(morning.revenue).toBeUndefined();
    expect(morning.figures.map(({ title }) => title)).toEqual(["Записи сегодня"]);
    for (const { href } of morning.fullness) expect(href).not.toContain("analytics");
  });

  it("say who comes next and how many visits wait for a mark", async () => {
    const clientId = await makeClient(app, "Зоя");
    const slotId = await makeSlot(app, other, 70);
    const overId = await makeSlot(app, other, 72);
    await makeBooking(app, { clientId, serviceId, slotId });
    const over = await makeBooking(app, { clientId: await makeClient(app, "Ия"), serviceId, slotId: overId });
    await db.run(sql`
      UPDATE bookings SET starts_at = now() - interval '5 hours', ends_at = now() - interval '4 hours' WHERE id = ${over.id}::uuid`);
    const { coming, unmarked } = await open(manager);
    expect(unmarked).toBe(1);
    expect(coming.at(-1)).toMatchObject({
      title: "Следующая запись",
      bookings: [{ title: "Зоя — Стрижка", money: "на месте 1\u00a0500,00\u00a0₽", awaitsMark: false }],
    });
    const theirs = await open(specialist);
    expect([theirs.coming, theirs.unmarked]).toEqual([[], 0]);
  });
});
