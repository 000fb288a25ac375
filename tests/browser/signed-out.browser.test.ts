import { beforeEach, expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeClient, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const clientId = await makeClient(app, "Анна Смирнова");
const specialistId = await makeSpecialist(app, "Мария Орлова");
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const manager = await makeStaff(app, { role: "admin", name: "Вера" });
const { page, faults } = await openPage({ viewport: { width: 1280, height: 800 } });

/** As when the owner ends it from another device. */
async function endSession(): Promise<void> {
  await db.pool.query("DELETE FROM panel_sessions");
  await page.context().clearCookies();
}

beforeEach(async () => {
  // Nothing that is still on its way brings the session back.
  await page.goto("about:blank");
  await endSession();
});

const signIn = async (who: { readonly email: string; readonly password: string }) => {
  await page.fill("[name=email]", who.email);
  await page.fill("[name=password]", who.password);
  await page.click("button");
};

it("a list whose session is over leads to signing in, and back to it as it was", async () => {
  await signInAt(
    page,
    `${url}/admin/resources/Client?page=1&filters.name=${encodeURIComponent("Анна")}`,
    owner,
  );
  await page.locator("tr[data-id]").first().waitFor();
  await endSession();
  await page.locator(".ok-menu-link", { hasText: "Записи" }).click();
  await page.waitForURL(/\/admin\/login\?next=/);
  await signIn(owner);
  await page.waitForURL(/\/admin\/resources\/Booking/);
});

it.each(["calendar", "finance", "analytics", "exports", "setup", "texts", "account"])(
  "the page %s whose session is over leads to signing in, and back",
  async (id) => {
    await signInAt(page, `${url}/admin/resources/Client`, owner);
    await page.locator("tr[data-id]").first().waitFor();
    await endSession();
    await page.evaluate((path) => {
      history.pushState({}, "", path);
      dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    }, `/admin/pages/${id}`);
    await page.waitForURL(/\/admin\/login\?next=/);
    await signIn(owner);
    await page.waitForURL(new RegExp(`/admin/pages/${id}`));
  },
);

it("the calendar that stands open leads there by itself", async () => {
  await signInAt(page, `${url}/admin/pages/calendar`, owner);
  await page.locator(".ec").first().waitFor();
  await endSession();
  await page.waitForURL(/\/admin\/login\?next=%2Fadmin%2Fpages%2Fcalendar/);
});

it("what was typed is not lost: it says so, one signs in beside and repeats", async () => {
  await signInAt(page, `${url}/admin/resources/Client/records/${clientId}/adjustPoints`, owner);
  await page.fill("[name=points]", "300");
  await page.fill("[name=reason]", "Подарок");
  await endSession();
  await page.click("button[type=submit]");
  const dialog = page.getByRole("dialog", { name: "Вы вышли из панели" });
  await dialog.waitFor();
  // It surely did not happen: nobody is sent to find out whether it did.
  await page.getByText("ничего не сделано").waitFor();
  expect(await page.getByText("Проверьте, прошло ли действие").count()).toBe(0);
  const opening = page.context().waitForEvent("page");
  await dialog.getByRole("link", { name: "Войти в новой вкладке" }).click();
  const beside = await opening;
  await beside.fill("[name=email]", owner.email);
  await beside.fill("[name=password]", owner.password);
  await beside.click("button");
  await beside.getByText("Сегодня,").waitFor();
  await beside.close();
  expect(await page.inputValue("[name=reason]")).toBe("Подарок");
  await page.click("button[type=submit]");
  await page.getByText("Готово. Теперь баллов: 300.").waitFor();
});

it("what is not theirs any more is called so, with the way to a menu that is", async () => {
  await signInAt(page, `${url}/admin/resources/Client`, manager);
  await page.locator("tr[data-id]").first().waitFor();
  await db.pool.query("UPDATE staff SET role = 'specialist', specialist_id = $2 WHERE email = $1", [
    manager.email,
    specialistId,
  ]);
  await page.getByRole("link", { name: "Деньги", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Это вам больше недоступно" });
  await dialog.getByRole("link", { name: "Обновить панель" }).click();
  await page.getByText("Сегодня,").waitFor();
  expect(await page.getByRole("link", { name: "Деньги", exact: true }).count()).toBe(0);
  expect(faults).toEqual([]);
});
