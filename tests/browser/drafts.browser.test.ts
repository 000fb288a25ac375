import { beforeEach, expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeClient, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt, until } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const clientId = await makeClient(app, "Анна Смирнова");
await makeSpecialist(app, "Мария Орлова");
await makeSpecialist(app, "Вера Белова");
const owner = await makeStaff(app, { role: "owner" });
const CLIENTS = `${url}/admin/resources/Client`;
const FORM = `${CLIENTS}/records/${clientId}/adjustPoints`;
const PATTERN = `${url}/admin/resources/Slot/actions/generateSlots`;
const { page, faults } = await openPage({ viewport: { width: 1280, height: 800 } });
await signInAt(page, CLIENTS, owner);
await page.locator("tr[data-id]").first().waitFor();

const question = page.getByRole("dialog", { name: "Уйти и потерять написанное?" });
const stay = () => question.getByRole("button", { name: "Вернуться" }).click();
const leave = () => question.getByRole("button", { name: "Уйти и потерять" }).click();
const menu = (name: string) => page.locator(".ok-menu-link", { hasText: name }).first().click();
/** As the browser's own buttons do: the page is told afterwards. */
const travel = (steps: number) => page.evaluate((by) => history.go(by), steps);

beforeEach(async () => {
  // What a test left typed is not to be asked about.
  await page.evaluate("document.querySelectorAll('form').forEach((form) => form.remove())");
  await page.goto(PATTERN);
  await page.locator("[name=weekdays-1]").waitFor();
});

it("what is ticked, and what is chosen from a list, is asked about as what is typed", async () => {
  await page.getByLabel("Мария Орлова").check();
  await menu("Календарь");
  await stay();
  expect(await page.getByLabel("Мария Орлова").isChecked()).toBe(true);
  await page.getByLabel("Мария Орлова").uncheck();
  await page.locator("[name=kind]").selectOption("hot");
  await menu("Календарь");
  await stay();
  expect(await page.inputValue("[name=kind]")).toBe("hot");
});

it("what was ticked and unticked again, and chosen back, is no draft", async () => {
  await page.getByLabel("Мария Орлова").check();
  await page.getByLabel("Мария Орлова").uncheck();
  await page.locator("[name=kind]").focus();
  await page.locator("[name=kind]").selectOption("hot");
  await page.locator("[name=kind]").selectOption("regular");
  await menu("Календарь");
  await page.waitForURL("**/pages/calendar*");
});

it("the browser's way back asks as a link does; whoever stays keeps the form, the address and the history", async () => {
  await menu("Календарь");
  await page.waitForURL("**/pages/calendar*");
  await menu("Клиенты");
  await page.waitForURL(CLIENTS);
  await page.locator("tr[data-id]").first().click();
  await page.getByRole("heading", { name: "Анна Смирнова" }).first().waitFor();
  await page.evaluate((path) => {
    history.pushState({ ...history.state, idx: history.state.idx + 1 }, "", path);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  }, FORM);
  await page.fill("[name=points]", "300");
  await travel(-1);
  await question.waitFor();
  await until(() => page.url()).toBe(FORM);
  await stay();
  expect(await page.inputValue("[name=points]")).toBe("300");
  await travel(-2);
  await question.waitFor();
  await until(() => page.url()).toBe(FORM);
  await leave();
  await page.waitForURL(CLIENTS);
  await page.locator("tr[data-id]").first().waitFor();
  expect(await question.count()).toBe(0);
  await travel(-1);
  await page.waitForURL("**/pages/calendar*");
  await page.locator(".ec").first().waitFor();
  await travel(2);
  await page.getByRole("heading", { name: "Анна Смирнова" }).first().waitFor();
  expect(faults).toEqual([]);
});

it("where nothing is typed the way back asks nothing", async () => {
  await menu("Календарь");
  await page.waitForURL("**/pages/calendar*");
  await travel(-1);
  await page.locator("[name=weekdays-1]").waitFor();
  expect(await question.count()).toBe(0);
});

it("what stays open while other days are looked at is asked about only before another page", async () => {
  await menu("Календарь");
  await page.getByRole("button", { name: "+ Окошки" }).click();
  await page.locator(".ok-cal-sheet [name=time]").fill("19:00");
  await page.getByRole("button", { name: "Позже" }).click();
  await until(() => new URL(page.url()).searchParams.get("date")).not.toBe(null);
  await travel(-1);
  await until(() => new URL(page.url()).searchParams.get("date")).toBe(null);
  expect(await page.inputValue(".ok-cal-sheet [name=time]")).toBe("19:00");
  expect(await question.count()).toBe(0);
  await travel(-1);
  await stay();
  await until(() => new URL(page.url()).pathname).toBe("/admin/pages/calendar");
  expect(await page.inputValue(".ok-cal-sheet [name=time]")).toBe("19:00");
});
