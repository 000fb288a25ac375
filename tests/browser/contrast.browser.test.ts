import { beforeAll, expect, it } from "vitest";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeBooking, makeClient, makeService, makeSlot, makeSpecialist } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const specialistId = await makeSpecialist(app, "Мария Орлова");
const serviceId = await makeService(app, "Стрижка");
const clientId = await makeClient(app, "Анна Смирнова");
const slotId = await makeSlot(app, specialistId, 30);
await makeSlot(app, specialistId, 50);
const { id: bookingId } = await makeBooking(app, { clientId, serviceId, slotId });
const { rows } = await db.pool.query<{ day: string }>(
  "SELECT to_char(starts_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD') AS day FROM bookings",
);
const CALENDAR = `/pages/calendar?view=day&date=${rows[0]?.day}`;
const owner = await makeStaff(app, { role: "owner", name: "Ольга" });
const { page } = await openPage({ viewport: { width: 1280, height: 800 } });

beforeAll(() => signInAt(page, `${url}/admin/resources/Client`, owner));

/** Every text that is seen and is too pale on what it stands: «ratio, colours, words»; 4.5 to one, large ones 3 (WCAG AA). */
const palest = (): Promise<readonly string[]> =>
  page.evaluate(() => {
    type Rgba = readonly [number, number, number, number];
    const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const known = new Map<string, Rgba>();
    const read = (colour: string): Rgba => {
      const before = known.get(colour);
      if (before !== undefined || brush === null) return before ?? [0, 0, 0, 1];
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = brush.getImageData(0, 0, 1, 1).data;
      const parsed: Rgba = [r, g, b, a / 255];
      known.set(colour, parsed);
      return parsed;
    };
    const over = ([r, g, b, a]: Rgba, [br, bg, bb]: Rgba): Rgba => [
      r * a + br * (1 - a),
      g * a + bg * (1 - a),
      b * a + bb * (1 - a),
      1,
    ];
    const ground = (element: Element | null): Rgba => {
      if (element === null) return [255, 255, 255, 1];
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, ground(element.parentElement));
    };
    const light = ([r, g, b]: Rgba): number => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((part) =>
        part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const judge = (element: Element, colour: string, words: string): string[] => {
      const style = getComputedStyle(element);
      const under = ground(element);
      const upper = over(read(colour), under);
      const [high, low] = [light(upper), light(under)].sort((a, b) => b - a) as [number, number];
      const ratio = (high + 0.05) / (low + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio >= (isLarge ? 3 : 4.5)) return [];
      return [
        `${ratio.toFixed(2)} ${colour} on ${under.map(Math.round)}: ${words.slice(0, 40)} <${element.className}>`,
      ];
    };
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest(":disabled, [aria-disabled=true], [aria-hidden=true], svg") === null;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const words = node.textContent?.trim() ?? "";
      const element = node.parentElement;
      if (
        words === "" ||
        element === null ||
        element.matches("script, style, noscript, option") ||
        !isSeen(element)
      )
        continue;
      found.push(...judge(element, getComputedStyle(element).color, words));
    }
    for (const field of document.querySelectorAll<HTMLInputElement>(
      "input[placeholder], textarea[placeholder]",
    ))
      if (isSeen(field))
        found.push(...judge(field, getComputedStyle(field, "::placeholder").color, field.placeholder));
    return [...new Set(found)];
  });

const settled = async () => {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
};

it.each([
  "",
  CALENDAR,
  "/pages/finance",
  "/pages/analytics",
  "/pages/exports",
  "/pages/import",
  "/pages/texts",
  "/pages/setup",
  "/pages/account",
  `/pages/client?id=${clientId}`,
  "/resources/Booking",
  `/resources/Booking/records/${bookingId}/show`,
  `/resources/Client/records/${clientId}/adjustPoints`,
  "/resources/Broadcast/actions/addBroadcast",
  "/resources/AuditEntry",
])("every word of /admin%s is dark enough on what it stands", async (path) => {
  await page.goto(`${url}/admin${path}`, { waitUntil: "load" });
  if (path !== CALENDAR) await settled();
  else await page.locator(".ec-event").first().waitFor();
  await page.locator("h1, h2, h3, h4, h5, .ec").first().waitFor();
  await expect.poll(palest).toEqual([]);
});

it("and so is every word of an open filter", async () => {
  await page.goto(`${url}/admin/resources/Booking`);
  await page.locator("[data-css$='-filter-button']").click();
  await page.locator(".ok-drawer form :focus").waitFor();
  await expect.poll(palest).toEqual([]);
});

it("would notice a pale word", async () => {
  await page.evaluate(() => {
    const word = document.createElement("p");
    word.textContent = "Бледно";
    word.style.cssText = "color:#999;background:#fff";
    document.querySelector("#app")?.append(word);
  });
  expect((await palest()).join()).toContain("Бледно");
});
