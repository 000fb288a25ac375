import { expect, it } from "vitest";
import { findOffering, listServices } from "../../src/core/catalog/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);

const addService = (name: string, ...flags: readonly string[]) =>
  run(["services", "add", "--name", name, "--minutes", "60", "--price", "1500,50", ...flags]);

it("says what to do first when there is nothing yet", async () => {
  expect(await run(["services", "list"])).toMatchObject({
    ...{ exit: 0, out: "Услуг пока нет. Добавить: services add --help\n", err: "" },
  });
  expect((await run(["services", "list", "--json"])).json()).toEqual({ items: [] });
  expect((await run(["specialists", "list", "--json"])).json()).toEqual({ items: [] });
});

it("adds a service, with money in kopecks for programs and in rubles for people", async () => {
  const added = await addService("Стрижка", "--policy", "full", "--json");
  expect(added).toMatchObject({ exit: 0, err: "" });
  expect(added.json()).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    ...{ name: "Стрижка", description: "", kind: "in_person", durationMinutes: 60 },
    ...{ priceKopecks: 150_050, policy: "full", prepaymentKopecks: 0, isActive: true },
  });
  const prepaid = await addService("Окрашивание", "--policy", "prepay", "--prepayment", "500");
  expect(prepaid.out).toContain(
    "Услуга добавлена: Окрашивание, 1\u00a0500,50\u00a0₽.\nЕё пока никто не делает",
  );
  const listed = await run(["services", "list"]);
  const begin = String(added.json().id).slice(0, 8);
  expect(listed.out).toMatch(/^id +Услуга +Длится +Цена +Порядок оплаты +Кто делает\n/);
  expect(listed.out).toContain(`${begin}  Стрижка`);
  expect(listed.out).toMatch(/\n\n2 услуги\n$/);
  expect(Math.max(...listed.out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect((await run(["services", "show", begin, "--json"])).json()).toEqual({
    ...added.json(),
    specialists: [],
  });
});

it("adds specialists who do the services named, and services that all of them do", async () => {
  const anna = await run([
    "specialists",
    "add",
    "--name",
    "Анна Белова",
    "--services",
    "стрижка, Окр",
    "--json",
  ]);
  expect(anna.json()).toMatchObject({ name: "Анна Белова", about: "", meetingUrl: null, isActive: true });
  const url = "https://meet.example/maria";
  const maria = await run([
    "specialists",
    "add",
    "--name",
    "Мария",
    "--meeting-url",
    url,
    "--services",
    "all",
  ]);
  expect(maria.out).toContain("Специалист добавлен: Мария.\nid: ");
  await addService("Укладка", "--policy", "onSite", "--specialists", "анна");
  await addService("Консультация", "--policy", "full", "--kind", "online", "--specialists", "all");

  const doers = new Map<string, number>();
  for (const { id, name } of await listServices(app.db))
    doers.set(name, (await findOffering(app.db, id))?.doers.size ?? 0);
  expect(Object.fromEntries(doers)).toEqual({ Стрижка: 2, Окрашивание: 2, Укладка: 1, Консультация: 2 });
  expect((await run(["specialists", "list"])).out).toContain("2 специалиста");
  expect((await run(["specialists", "show", "Мария"])).out).toContain(url);
});

it.each([
  [
    ["services", "add", "--name", "СТРИЖКА", "--minutes", "60", "--price", "1", "--policy", "full"],
    "name_taken",
  ],
  [
    ["services", "add", "--name", "Б", "--minutes", "3", "--price", "1", "--policy", "full"],
    "duration_out_of_range",
  ],
  [
    ["services", "add", "--name", "Б", "--minutes", "60", "--price", "350000,01", "--policy", "full"],
    "price_out_of_range",
  ],
  [
    [
      "services",
      "add",
      "--name",
      "Б",
      "--minutes",
      "60",
      "--price",
      "1",
      "--policy",
      "prepay",
      "--prepayment",
      "2",
    ],
    "prepayment_out_of_range",
  ],
  [
    [
      "services",
      "add",
      "--name",
      "Б",
      "--minutes",
      "60",
      "--price",
      "1",
      "--policy",
      "full",
      "--prepayment",
      "1",
    ],
    "prepayment_not_asked",
  ],
  [
    [
      "services",
      "add",
      "--name",
      "Б",
      "--minutes",
      "60",
      "--price",
      "1",
      "--policy",
      "full",
      "--specialists",
      "Анна,Нет",
    ],
    "unknown_specialist",
  ],
  [["specialists", "add", "--name", "Мария"], "name_taken"],
  [["specialists", "add", "--name", "Ольга", "--services", "Стрижка,Нет"], "unknown_service"],
  [["specialists", "add", "--name", "Ольга", "--meeting-url", "zoom"], "meeting_url_unreadable"],
])("refuses %j and writes nothing", async (argv, code) => {
  const count = () =>
    app.db.first(
      sql`SELECT (SELECT count(*) FROM services) AS services, (SELECT count(*) FROM specialists) AS specialists`,
    );
  const before = await count();
  const refused = await run([...argv, "--json"]);
  expect([refused.exit, refused.out, refused.error().code]).toEqual([
    code === "meeting_url_unreadable" ? 2 : 1,
    "",
    code,
  ]);
  expect(await count()).toEqual(before);
});

const one = async (...argv: readonly string[]) => (await run([...argv, "--json"])).json();

it("changes of a service what is given, hides it and brings it back, and takes on-spot for onSite", async () => {
  const before = await one("services", "show", "Укладка");
  const changed = await one("services", "change", "Укладка", "--price", "900", "--policy", "on-spot");
  expect(changed).toEqual({
    ...Object.fromEntries(Object.entries(before).filter(([name]) => name !== "specialists")),
    ...{ priceKopecks: 90_000, policy: "onSite" },
  });
  expect(await one("services", "change", "Укладка", "--off")).toMatchObject({ isActive: false });
  expect(await one("services", "change", "укладка", "--on")).toMatchObject({ isActive: true });
  const audited = await app.db.first<{ count: bigint }>(
    sql`SELECT count(*) FROM audit WHERE action = 'change_service'`,
  );
  expect(Number(audited?.count)).toBe(3);
});

it("says what to do when a name is taken, when a prepayment is not asked, when nothing is given", async () => {
  const taken = await addService("стрижка", "--policy", "full");
  expect([taken.exit, taken.err]).toEqual([
    1,
    expect.stringContaining(
      "Такое имя уже занято: «стрижка». Возьмите другое или измените то, что есть: services change.",
    ),
  ]);
  const prepaid = await run(["services", "change", "Укладка", "--prepayment", "100", "--json"]);
  expect([prepaid.exit, prepaid.error().code]).toEqual([1, "prepayment_not_asked"]);
  for (const noun of ["services", "specialists"]) expect((await run([noun, "change", "Анна"])).exit).toBe(2);
});

it("changes a specialist, hides and brings them back, gives and takes a service at their own price", async () => {
  const maria = await one("specialists", "change", "Мария", "--about", "Колорист", "--meeting-url", "");
  expect(maria).toMatchObject({ name: "Мария", about: "Колорист", meetingUrl: null, isActive: true });
  expect(await one("specialists", "change", "Мария", "--off")).toMatchObject({ isActive: false });
  expect(await one("specialists", "change", "мария", "--on")).toMatchObject({ isActive: true });

  const given = await one("specialists", "assign", "Мария", "--service", "Укладка", "--price", "1100");
  expect(given).toMatchObject({ priceKopecks: 110_000, ownPriceKopecks: 110_000 });
  const begin = String(given.serviceId).slice(0, 8);
  const shown = await run(["services", "show", begin]);
  expect(shown.out.replaceAll("\u00a0", " ")).toContain("Мария — 1 100,00 ₽ (своя цена)");
  const dear = ["specialists", "assign", "Мария", "--service", begin, "--price", "350000,01", "--json"];
  expect((await run(dear)).error()).toMatchObject({
    code: "price_out_of_range",
    detail: { max: 35_000_000 },
  });
  const card = await one("specialists", "show", String(given.specialistId).slice(0, 8));
  expect(card.services).toContainEqual(
    expect.objectContaining({ name: "Укладка", ownPriceKopecks: 110_000 }),
  );
  const taken = ["specialists", "unassign", "Мария", "--service", "Укладка"];
  expect(await one(...taken)).toMatchObject({ wasAssigned: true });
  expect(await one(...taken)).toMatchObject({ wasAssigned: false });
  const listed = await run(["specialists", "list"]);
  expect(listed.out).toContain(String(given.specialistId).slice(0, 8));
  expect(Math.max(...listed.out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
});
