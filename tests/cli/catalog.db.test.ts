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
  expect(listed.out.split("\n").map((line) => line.replace(/[\s\u00a0]+/g, " "))).toEqual([
    "Услуга Вид Длится Цена Порядок оплаты",
    "Стрижка визит 60 мин 1 500,50 ₽ вся цена при записи",
    "Окрашивание визит 60 мин 1 500,50 ₽ предоплата при записи: 500,00 ₽",
    ...["", "2 услуги", ""],
  ]);
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
  const listed = await commandLine(app, 100)(["specialists", "list"]);
  expect(listed.out).toContain("2 специалиста");
  expect(listed.out).toContain(url);
});

it.each([
  [
    ["services", "add", "--name", "СТРИЖКА", "--minutes", "60", "--price", "1", "--policy", "full"],
    "name_taken",
  ],
  [["services", "add", "--name", " ", "--minutes", "60", "--price", "1", "--policy", "full"], "name_empty"],
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
      "--specialists",
      "Анна,Нет",
    ],
    "unknown_specialist",
  ],
  [["specialists", "add", "--name", "Мария"], "name_taken"],
  [["specialists", "add", "--name", "Ольга", "--services", "Стрижка,Нет"], "unknown_service"],
  [["specialists", "add", "--name", "Ольга", "--meeting-url", "zoom"], "meeting_url_unreadable"],
])("refuses %j with code 1 and writes nothing", async (argv, code) => {
  const count = () =>
    app.db.first(
      sql`SELECT (SELECT count(*) FROM services) AS services, (SELECT count(*) FROM specialists) AS specialists`,
    );
  const before = await count();
  const refused = await run([...argv, "--json"]);
  expect([refused.exit, refused.out, refused.error().code]).toEqual([1, "", code]);
  expect(await count()).toEqual(before);
});
