import { beforeAll, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { changeTags } from "../../src/core/people/index.ts";
import { findSegmentByName } from "../../src/core/segments/index.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeClient, makeService, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const PHONE_WIDTH = 390;

const db = await testDatabase();
const { app, url } = await startPanel(db);
await makeSpecialist(app, "Мария Орлова");
await makeService(app, "Стрижка");
const anna = await makeClient(app, "Анна Кузнецова");
await makeClient(app, "Борис Ветров");
granted(await changeTags(app, { clientId: anna, add: ["утро"], remove: [], actor: OPERATOR }));
const admin = await makeStaff(app, { role: "admin" });

const { page, faults } = await openPage({ viewport: { width: 1280, height: 900 } });

beforeAll(async () => {
  await signInAt(page, `${url}/admin/resources/Segment`, admin);
});

it("builds a segment of groups without a word of JSON, counted at every change (MS-3)", async () => {
  await page.getByText("Постоянные (5+ визитов)").waitFor();
  await page.goto(`${url}/admin/resources/Segment/actions/addSegment`);
  await page.getByText("Условий нет: подходят все клиенты.").waitFor();
  await page.getByText("Подходят 2 клиента.").waitFor();
  await page.fill("[name=name]", "Утро или новые");
  await page.getByRole("button", { name: "+ группа" }).click();
  await page.getByLabel("Условие 1: о чём").selectOption("tags");
  await page.getByText("нужно от 1 до 20 меток").waitFor();
  await page.getByLabel("Условие 1: значение").selectOption("утро");
  await page.getByText("Подходит 1 клиент.").waitFor();
  // The inner group's own button comes first.
  await page.getByRole("button", { name: "+ условие" }).first().click();
  await page.getByLabel("Условие 2: о чём").selectOption("visits");
  await page.getByLabel("Условие 2: как").selectOption("atLeast");
  await page.getByLabel("Условие 2: значение").fill("3");
  await page.getByLabel("Условие 2: за сколько дней").fill("90");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.getByText("Сегмент «Утро или новые» сохранён.").waitFor();
  const conditions = [
    { fact: "tags", op: "anyOf", value: ["утро"] },
    { fact: "visits", op: "atLeast", value: 3, days: 90 },
  ];
  const saved = await findSegmentByName(db, "Утро или новые");
  expect(saved?.definition).toEqual({ all: [{ any: conditions }] });
});

it("changes it on a phone, and says of one client why (MS-3)", async () => {
  await page.setViewportSize({ width: PHONE_WIDTH, height: 844 });
  const { id } = (await findSegmentByName(db, "Утро или новые")) ?? { id: "" };
  await page.goto(`${url}/admin/resources/Segment/records/${id}/changeSegment`);
  await page.getByLabel("Условие 1: о чём").waitFor();
  await page.getByLabel("Как соединить условия").first().selectOption("none");
  const sides = await page
    .locator(".ok-group")
    .evaluateAll((groups) => groups.map((group) => group.getBoundingClientRect().right));
  expect(Math.max(...sides)).toBeLessThanOrEqual(PHONE_WIDTH);
  await page.getByRole("button", { name: "Сохранить" }).click();
  await page.getByText("Сегмент «Утро или новые» сохранён.").waitFor();
  await page.goto(`${url}/admin/resources/Segment/records/${id}/lookUpSegment`);
  await page.fill("[name=client]", "анна");
  await page.getByRole("button", { name: "Проверить" }).click();
  await page.getByText("Анна Кузнецова: не входит").waitFor();
  await page.goto(`${url}/admin/resources/Segment`);
  await page.getByText("Постоянные (5+ визитов)").waitFor();
  expect(faults).toEqual([]);
});
