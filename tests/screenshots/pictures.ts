import type { Page } from "playwright-core";

export type Picture = {
  /** Without its ending. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** Brings the page to what the picture shows. */
  readonly open: (page: Page, url: string) => Promise<void>;
};

const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

/** Opens an address and waits until it shows what it is opened for. */
const at =
  (path: string, sign: string) =>
  async (page: Page, url: string): Promise<void> => {
    await page.goto(`${url}${path}`);
    await page.getByText(sign).first().waitFor();
  };

const CALENDAR = "/admin/pages/calendar";

/** The owner's guide shows these, in this order. */
export const PICTURES: readonly Picture[] = [
  { file: "today", ...DESKTOP, open: at("/admin", "Выручка сегодня") },
  { file: "first-steps", ...DESKTOP, open: at("/admin/pages/setup", "Готово") },
  { file: "calendar-day", ...DESKTOP, open: at(CALENDAR, "10:00") },
  { file: "calendar-week", ...DESKTOP, open: at(`${CALENDAR}?view=week`, "10:00") },
  {
    file: "calendar-slots",
    ...DESKTOP,
    open: async (page, url) => {
      await at(CALENDAR, "10:00")(page, url);
      await page.getByRole("button", { name: "+ Окошки" }).click();
      await page.locator("form.ok-form").waitFor();
    },
  },
  {
    file: "calendar-hot",
    ...DESKTOP,
    open: async (page, url) => {
      await at(CALENDAR, "10:00")(page, url);
      await page
        .locator(".ok-cal-event", { hasText: "18:00–19:00" })
        .filter({ hasText: "свободно" })
        .first()
        .click();
      await page.getByText("Сделать горящим").click();
      await page.locator("form.ok-form").waitFor();
    },
  },
  {
    file: "calendar-booking",
    ...DESKTOP,
    open: async (page, url) => {
      await at(CALENDAR, "10:00")(page, url);
      await page.locator(".ok-cal-event", { hasText: "14:00–15:00" }).first().click();
      await page.locator(".ok-cal-sheet").waitFor();
    },
  },
  { file: "calendar-phone", ...PHONE, open: at(CALENDAR, "10:00") },
  {
    file: "client",
    ...DESKTOP,
    open: async (page, url) => {
      await page.goto(`${url}/admin/resources/Client?filters.name=Вера`);
      await page.locator("tr[data-id]", { hasText: "Вера Соколова" }).first().click();
      await page.getByText("Потрачено").first().waitFor();
    },
  },
  { file: "finance", ...DESKTOP, open: at("/admin/pages/finance", "Выручка") },
  { file: "analytics", ...DESKTOP, open: at("/admin/pages/analytics", "Сколько денег пришло?") },
  { file: "exports", ...DESKTOP, open: at("/admin/pages/exports", "Резервные копии") },
  { file: "settings", ...DESKTOP, open: at("/admin/pages/setup?tab=settings", "Название") },
  { file: "staff", ...DESKTOP, open: at("/admin/pages/setup?tab=staff", "владелец") },
  { file: "texts", ...DESKTOP, open: at("/admin/pages/texts", "Знакомство и меню") },
  { file: "broadcasts", ...DESKTOP, open: at("/admin/resources/Broadcast/actions/addBroadcast", "Название") },
];
