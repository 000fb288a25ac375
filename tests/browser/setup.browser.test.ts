import { beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { changeSetting, loadSettings } from "../../src/core/settings/index.ts";
import { makeStaff, PASSWORD, startPanel } from "../admin/panel-under-test.ts";
import { granted, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
await makeSpecialist(app, "Мария Орлова");
const owner = await makeStaff(app, { role: "owner", name: "Ольга <img src=x onerror=window.PWNED=1>" });
const SETUP = `${url}/admin/pages/setup`;

const { page, faults } = await openPage({
  timezoneId: "Asia/Vladivostok",
  viewport: { width: 1280, height: 800 },
});
const line = (key: string) => page.locator(`[data-setting="${key}"]`);
const overflow = () => page.evaluate("document.documentElement.scrollWidth - window.innerWidth");

beforeAll(async () => {
  await signInAt(page, `${SETUP}?tab=settings`, owner);
  await line("cancel.lateHours").waitFor();
});

describe("settings", () => {
  it("are found by a word of what they do, and the menu has the page and not the list", async () => {
    await page.fill("[name=find]", "ПОЗДНЕЙ");
    await expect.poll(() => page.locator(".ok-setting").count()).toBeLessThan(5);
    await line("cancel.lateHours").waitFor();
    await page.fill("[name=find]", "такого тут нет");
    await page.getByText("Ничего не нашлось").waitFor();
    await page.getByRole("button", { name: "Показать все" }).click();
    await line("reminders.hours").waitFor();
    expect(await page.locator("[data-css=sidebar]").getByText("Настройки", { exact: true }).count()).toBe(1);
  });

  it("say beside the field what was given and what fits, before anything is saved; Escape takes it back", async () => {
    const field = line("cancel.lateHours").locator("input");
    await field.fill("много");
    await line("cancel.lateHours")
      .getByText("Не подходит: «много». Нужно целое число от 0 до 336.")
      .waitFor();
    expect(await line("cancel.lateHours").getByRole("button", { name: "Сохранить" }).isDisabled()).toBe(true);
    await field.press("Escape");
    expect(await field.inputValue()).toBe("12");
  });

  it("say it as soon as the field is left, and keep what was typed", async () => {
    const setting = line("points.accrualPercent");
    const field = setting.locator("input");
    // A pause in typing is told as well: here nothing waits for one.
    await page.evaluate(
      "{ const later = window.setTimeout; window.setTimeout = (then, ms, ...more) => (ms > 0 ? 0 : later(then, ms, ...more)); }",
    );
    await field.fill("abc");
    await field.press("Tab");
    await setting.getByText("Не подходит: «abc». Нужно целое число процентов от 0 до 100.").waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.getAttribute("aria-describedby")).toContain("problem-points.accrualPercent");
    expect(await field.inputValue()).toBe("abc");
    await field.press("Escape");
    expect(await field.getAttribute("aria-invalid")).toBe("false");
    const time = line("backup.cron").getByLabel("во сколько");
    await time.fill("рано");
    await time.press("Tab");
    await line("backup.cron").getByText("Не подходит: «рано». Нужно время, например 04:00.").waitFor();
    expect(await time.inputValue()).toBe("рано");
    await time.fill("04:00");
    expect(await line("backup.cron").locator(".ok-setting-problem").count()).toBe(0);
    await page.reload();
  });

  it("are saved by Enter, marked as changed, and taken back from the history", async () => {
    const setting = line("cancel.lateHours");
    await setting.locator("input").fill("24");
    await setting.locator("input").press("Enter");
    await setting.getByText("изменено").waitFor();
    await setting.getByText("Обычно: 12\u00a0часов").waitFor();
    await setting.getByRole("button", { name: "История" }).click();
    await setting.getByRole("button", { name: "Вернуть «12 часов»" }).click();
    await setting.getByText("Вернули, как было до").waitFor();
    await expect.poll(() => setting.locator("input").inputValue()).toBe("12");
    expect(await setting.getByText("изменено").count()).toBe(0);
  });

  it("that are touched and not saved stay in sight, whatever is looked for meanwhile", async () => {
    const field = line("cancel.lateHours").locator("input");
    await field.fill("18");
    await page.fill("[name=find]", "часовой пояс");
    await line("business.timeZone").waitFor();
    expect(await field.inputValue()).toBe("18");
    await page.getByLabel("Только изменённые").check();
    await page.fill("[name=find]", "такого тут нет");
    await page.getByText("Ничего не нашлось").waitFor();
    await page.getByText("Ниже — то, что вы поменяли и не сохранили.").waitFor();
    expect(await field.inputValue()).toBe("18");
    await field.press("Escape");
    await line("cancel.lateHours").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Показать все" }).click();
    await line("cancel.lateHours").waitFor();
  });

  it("stand beside the law where the law has something to say", async () => {
    await page.goto(`${SETUP}?tab=settings&find=marketing.enabled`);
    await line("marketing.enabled").locator("input").check();
    await line("marketing.enabled").getByText("38-ФЗ").waitFor();
    await line("marketing.enabled").getByRole("button", { name: "Не менять" }).click();
    expect(await line("marketing.enabled").getByText("38-ФЗ").count()).toBe(0);
  });

  it("are led to by their names, not by their keys", async () => {
    await page.goto(`${SETUP}?tab=settings&find=policy.url`);
    await line("policy.url").waitFor();
    await expect.poll(() => page.locator("[name=find]").inputValue()).toMatch(/^[А-Я]/);
  });

  it("are not lost by leaving: it is asked first, by a link and by a reload; once saved nobody asks", async () => {
    await page.goto(`${SETUP}?tab=settings`);
    const setting = line("cancel.lateHours");
    await setting.locator("input").fill("24");
    const question = page.getByRole("dialog", { name: "Уйти и потерять написанное?" });
    await page.locator(".ok-menu-link", { hasText: "Календарь" }).click();
    await question.getByRole("button", { name: "Вернуться" }).click();
    expect(await setting.locator("input").inputValue()).toBe("24");
    const asked: string[] = [];
    page.once("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.reload();
    expect(asked).toEqual(["beforeunload"]);
    await setting.locator("input").fill("18");
    await page.locator(".ok-menu-link", { hasText: "Календарь" }).click();
    await question.getByRole("button", { name: "Уйти и потерять" }).click();
    await page.waitForURL("**/pages/calendar*");
    expect((await loadSettings(db))["cancel.lateHours"]).toBe(12);
    await page.goto(`${SETUP}?tab=settings`);
    await setting.locator("input").fill("24");
    await setting.locator("input").press("Enter");
    await setting.getByText("изменено").waitFor();
    await page.locator(".ok-menu-link", { hasText: "Календарь" }).click();
    await page.waitForURL("**/pages/calendar*");
    granted(await changeSetting(app, { key: "cancel.lateHours", typed: "12", actor: OPERATOR }));
  });

  it("changed by another meanwhile keep what is typed beside what is there now", async () => {
    await page.goto(`${SETUP}?tab=settings&find=noShow.blockDays`);
    const setting = line("noShow.blockDays");
    await setting.locator("input").fill("9");
    granted(await changeSetting(app, { key: "noShow.blockDays", typed: "3", actor: OPERATOR }));
    await setting.getByRole("button", { name: "Сохранить" }).click();
    await setting.getByText("Пока вы правили, настройку изменили: теперь там «3").waitFor();
    expect(await setting.locator("input").inputValue()).toBe("9");
    await setting.getByRole("button", { name: "Сохранить" }).click();
    await page.getByText("сохранено.").first().waitFor();
    expect((await loadSettings(db))["noShow.blockDays"]).toBe(9);
    await page.goto(`${SETUP}?tab=settings`);
  });
});

it("the first steps lead to the setting that is missing, and it is done when it is", async () => {
  await page.goto(SETUP);
  const step = page.locator('[data-step="business.address"]');
  await step.getByRole("link", { name: "Указать" }).click();
  await line("business.address").locator("input").fill("Тверская, 1");
  await line("business.address").getByRole("button", { name: "Сохранить" }).click();
  await line("business.address").getByText("изменено").waitFor();
  await page.goto(SETUP);
  await page.locator('[data-step="business.address"].is-done').waitFor();
});

describe("staff", () => {
  it("is added with a password to be told once, by which they come in and choose their own", async () => {
    await page.goto(`${SETUP}?tab=staff`);
    await page.getByRole("button", { name: "Добавить сотрудника" }).click();
    await page.fill("[name=name]", "Ева");
    await page.locator(".ok-member-form button[type=submit]").click();
    await page.getByText("Укажите, как сотрудник войдёт").waitFor();
    await page.fill("[name=email]", "eva@example.test");
    await page.locator(".ok-member-form button[type=submit]").click();
    const password = await page.locator(".ok-one-time input").inputValue();
    const look = await page.locator(".ok-one-time input").evaluate((field) => {
      const { fontFamily, fontFeatureSettings, fontVariantLigatures } = getComputedStyle(field);
      return { isMono: fontFamily.includes("mono"), fontFeatureSettings, fontVariantLigatures };
    });
    expect(look).toEqual({
      ...{ isMono: true, fontFeatureSettings: '"calt" 0, "liga" 0', fontVariantLigatures: "none" },
    });
    await page.getByRole("heading", { name: "Ева" }).waitFor();

    const phone = await openPage({ viewport: { width: 390, height: 844 } });
    await signInAt(phone.page, `${url}/admin/pages/account`, { email: "eva@example.test", password });
    await phone.page.fill("[name=password]", "мой собственный пароль");
    await phone.page.fill("[name=again]", "мой собственный пароль");
    await phone.page.getByRole("button", { name: "Сохранить и войти" }).click();
    await phone.page.getByText("Сегодня,").waitFor();
    expect(phone.faults).toEqual([]);
  });

  it("is put off only after a second word", async () => {
    await page.goto(`${SETUP}?tab=staff`);
    const eva = page.locator(".ok-member", { hasText: "eva@example.test" });
    await eva.getByRole("button", { name: "Отключить" }).click();
    await eva.getByText("Вход закроется сразу.").waitFor();
    await eva.getByRole("button", { name: "Нет" }).click();
    await eva.getByRole("button", { name: "Отключить" }).click();
    await eva.getByRole("button", { name: "Отключить" }).click();
    await eva.getByRole("button", { name: "Вернуть" }).waitFor();
  });
});

it("one's own account: a name, and a password by which another session ends", async () => {
  const other = await openPage({ viewport: { width: 1280, height: 800 } });
  await signInAt(other.page, `${url}/admin`, owner);
  await other.page.getByText("Сегодня,").waitFor();
  await page.goto(`${url}/admin/pages/account`);
  await expect.poll(() => page.locator(".ok-sessions li").count()).toBe(2);
  await page.fill("[name=present]", PASSWORD);
  await page.fill("[name=wanted]", "новый длинный пароль");
  await page.fill("[name=again]", "новый длинный пароль");
  await page.getByRole("button", { name: "Сменить пароль" }).click();
  await page.getByText("Пароль изменён.").waitFor();
  await expect.poll(() => page.locator(".ok-sessions li").count()).toBe(1);
  await other.page.goto(`${url}/admin/pages/account`);
  expect(new URL(other.page.url()).pathname).toBe("/admin/login");
});

it("on a phone nothing runs off the edge, names are text, and no script failed", async () => {
  const trap = "</script><img src=x onerror=window.PWNED=1>";
  for (const key of ["business.name", "business.address"])
    granted(await changeSetting(app, { key, typed: trap, actor: OPERATOR }));
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [at, sign] of [
    [SETUP, ".ok-setup-steps"],
    [`${SETUP}?tab=settings`, ".ok-setting"],
    [`${SETUP}?tab=staff`, ".ok-member"],
    [`${url}/admin/pages/account`, ".ok-sessions"],
    [`${url}/admin/resources/AuditEntry`, "tr[data-id]"],
  ] as const) {
    await page.goto(at);
    await page.locator(sign).first().waitFor();
    expect(await overflow(), at).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${SETUP}?tab=settings`);
  await page.locator(".ok-setting").first().waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  expect(await page.evaluate("window.PWNED")).toBeUndefined();
  expect(faults).toEqual([]);
});

it("a zone and a timetable are chosen in words, and cron waits behind «свой график»", async () => {
  await page.goto(`${SETUP}?tab=settings`);
  const zone = page.locator("[data-setting='business.timeZone']");
  await zone.locator("select").selectOption({ label: "Омск, UTC+6" });
  await zone.getByRole("button", { name: "Сохранить" }).click();
  await page.getByText("Часовой пояс: сохранено").waitFor();
  const copy = page.locator("[data-setting='backup.cron']");
  await copy.locator("select").selectOption({ label: "по понедельникам" });
  await copy.locator("input").fill("5:30");
  await copy.getByRole("button", { name: "Сохранить" }).click();
  await page.getByText("Когда делать копию: сохранено").waitFor();
  const settings = await loadSettings(db);
  expect([settings["business.timeZone"], settings["backup.cron"]]).toEqual(["Asia/Omsk", "30 5 * * 1"]);
  await copy.locator("select").selectOption({ label: "свой график (cron)" });
  expect(await copy.locator("input").inputValue()).toBe("30 5 * * 1");
  await page.screenshot({ path: "/tmp/mendb-settings.png", fullPage: true });
  await copy.locator("input").fill("0 4 */2 * *");
  await copy.getByRole("button", { name: "Сохранить" }).click();
  await expect.poll(async () => (await loadSettings(db))["backup.cron"]).toBe("0 4 */2 * *");
});
