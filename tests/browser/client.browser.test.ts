import { beforeAll, describe, expect, it } from "vitest";
import { listNotes } from "../../src/core/people/index.ts";
import { liveOn, MARKUP } from "../admin/lived-client.ts";
import { makeStaff, startPanel } from "../admin/panel-under-test.ts";
import { makeSlot } from "../admin/salon.ts";
import { testDatabase } from "../support/database.ts";
import { openPage, signInAt } from "./browser-under-test.ts";

const db = await testDatabase();
const { app, url } = await startPanel(db);
const owner = await makeStaff(app, { role: "owner", name: "Ольга Петрова" });
const lived = await liveOn(app, owner.id, MARKUP);
const specialist = await makeStaff(app, {
  role: "specialist",
  specialistId: lived.specialistId,
  name: "Мария",
});
await makeSlot(app, lived.specialistId, 26);

const SIZES = [
  ["at a desk", { viewport: { width: 1280, height: 800 }, timezoneId: "America/New_York" }],
  ["on a phone", { viewport: { width: 390, height: 844 }, timezoneId: "Asia/Vladivostok" }],
] as const;
const CARD = `${url}/admin/pages/client?id=${lived.clientId}`;

describe.each(SIZES)("%s", (where, options) => {
  let opened: Awaited<ReturnType<typeof openPage>>;
  const page = () => opened.page;
  const head = () => page().locator(".ok-client-head");
  beforeAll(async () => {
    opened = await openPage(options);
    await signInAt(opened.page, `${url}/admin`, owner);
    await opened.page.getByText("Сегодня,").waitFor();
  });

  it("a client is found by the key / and a part of the name, and their card opens", async () => {
    await page().keyboard.press("/");
    await page().keyboard.type("ковалева");
    const option = page().getByRole("option");
    await option.first().waitFor();
    await page().keyboard.press("Enter");
    await head().waitFor();
    expect(new URL(page().url()).search).toBe(`?id=${lived.clientId}`);
    expect(await head().locator("h2").textContent()).toBe(`Анна Ковалёва${MARKUP}`);
  });

  it("by a whole phone and Enter at once, without waiting for the list; Escape gives the search up", async () => {
    await page().goto(`${url}/admin`);
    await page().getByText("Сегодня,").waitFor();
    const search = page().getByRole("combobox", { name: "Найти клиента" });
    await search.fill("8 916 123 45 67");
    await search.press("Enter");
    await head().waitFor();
    await search.fill("никого такого");
    await page().getByText("Никого не нашлось.").waitFor();
    await search.press("Escape");
    expect(await search.inputValue()).toBe("");
    expect(await page().getByRole("option").count()).toBe(0);
  });

  it("what clients wrote is text: nothing of it runs, nothing of it breaks the page", async () => {
    await page().goto(CARD);
    await head().waitFor();
    await page().locator("#part-reviews .ok-words").first().waitFor();
    for (const part of ["notes", "talk", "reviews", "friends"])
      expect(await page().locator(`#part-${part}`).textContent(), part).toContain(
        "<img src=x onerror=PWNED=1>",
      );
    expect(await page().locator(".ok-pinned p").textContent()).toContain("<img src=x");
    expect(await page().locator(".ok-client img, .ok-client script").count()).toBe(0);
    expect(await page().evaluate("window.PWNED")).toBeUndefined();
    expect(opened.faults).toEqual([]);
  });

  it("times are the business's, whatever the browser's zone", async () => {
    const { rows } = await db.pool.query<{ at: string }>(
      "SELECT to_char(starts_at AT TIME ZONE 'Europe/Moscow', 'HH24:MI') AS at FROM bookings WHERE number = $1",
      [lived.number],
    );
    const line = page().locator("#part-upcoming .ok-line", { hasText: `№ ${lived.number}` });
    expect(await line.locator("time").textContent()).toMatch(new RegExp(`, ${rows[0]?.at}$`));
  });

  it("a note is written above the card and stands in it afterwards", async () => {
    await page().goto(CARD);
    const text = `Придёт с сестрой (${where})`;
    await page().locator("#part-notes").getByRole("button", { name: "Заметка" }).click();
    const dialog = page().getByRole("dialog");
    await dialog.locator("[name=text]").fill("  ");
    await dialog.locator("button[type=submit]").click();
    await dialog.getByText("Напишите, что стоит запомнить о клиенте.").waitFor();
    await dialog.locator("[name=text]").fill(text);
    await dialog.locator("button[type=submit]").click();
    await page().locator("#part-notes").getByText(text).waitFor();
    expect(await page().getByRole("dialog").count()).toBe(0);
    const notes = await listNotes(db, { clientId: lived.clientId, rowsMax: 9 });
    expect(notes[0]).toMatchObject({ text, author: "Ольга Петрова" });
  });

  it("an action is given up by Escape, and the card is still there", async () => {
    await page().goto(CARD);
    await head().getByText("Ещё").click();
    await head().getByRole("button", { name: "Метки" }).click();
    await page().getByRole("dialog").locator("[name=tags]").waitFor();
    await page().keyboard.press("Escape");
    await expect.poll(() => page().getByRole("dialog").count()).toBe(0);
  });

  it("what is typed and not sent is asked about before it is lost", async () => {
    await page().getByRole("button", { name: "Написать" }).first().click();
    const form = page().locator(".ok-dialog");
    await form.locator("textarea").fill("Анна, добрый день!");
    const question = page().getByRole("dialog", { name: "Закрыть и потерять написанное?" });
    for (const _ of [1, 2]) {
      await page().keyboard.press("Escape");
      await question.waitFor();
      await page().keyboard.press("Escape");
      await question.waitFor({ state: "detached" });
    }
    expect(await form.locator("textarea").inputValue()).toBe("Анна, добрый день!");
    await form.getByRole("button", { name: "Закрыть" }).click();
    await question.getByRole("button", { name: "Закрыть и потерять" }).click();
    await expect.poll(() => page().getByRole("dialog").count()).toBe(0);
    expect(await head().isVisible()).toBe(true);
  });

  it("a long part shows more when it is asked to", async () => {
    await page().goto(CARD);
    const points = page().locator("#part-points");
    await points.locator(".ok-line").first().waitFor();
    const before = await points.locator(".ok-line").count();
    await points.getByRole("button", { name: "Показать ещё" }).click();
    await expect.poll(() => points.locator(".ok-line").count()).toBeGreaterThan(before);
    expect(await points.getByRole("button", { name: "Показать ещё" }).count()).toBe(0);
  });

  it("the old address of a client, and a row of the list, lead to the same card", async () => {
    await page().goto(`${url}/admin/resources/Client`);
    await page().locator("tr[data-id]", { hasText: "Анна Ковалёва" }).locator(".ok-title").click();
    await head().waitFor();
    expect(new URL(page().url()).pathname).toBe(`/admin/resources/Client/records/${lived.clientId}/show`);
    expect(await page().locator("#part-past .ok-line").count()).toBe(3);
  });

  it("nothing runs off the edge", async () => {
    await page().goto(CARD);
    await page().locator("#part-consents").waitFor();
    const wide = await page().evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    const over = await page().evaluate(() =>
      [...document.querySelectorAll(".ok-client *")]
        .filter((one) => one.closest(".ok-client-jumps") === null)
        .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
        .map((one) => one.className),
    );
    expect(over).toEqual([]);
  });
});

it("PY-8: at the desk a visit is booked from the card: a time, and it stands among what is ahead", async () => {
  const { page } = await openPage({ viewport: { width: 1280, height: 800 } });
  await signInAt(page, CARD, owner);
  await page.locator(".ok-client-actions").getByRole("button", { name: "Записать" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("[name=slotId]").selectOption({ index: 1 });
  await dialog.locator("button[type=submit]").click();
  await expect.poll(() => page.locator("#part-upcoming .ok-line").count()).toBe(2);
  await page.getByText(/^Запись № \d+:/).waitFor();
});

it("PE-3: a specialist sees neither the search nor the card", async () => {
  const { page } = await openPage({ viewport: { width: 1280, height: 800 } });
  await signInAt(page, `${url}/admin`, specialist);
  await page.getByText("Сегодня,").waitFor();
  expect(await page.getByRole("combobox").count()).toBe(0);
  expect(await page.getByText("Поиск клиента").count()).toBe(0);
  await page.goto(CARD);
  await page.getByText("Это действие вам недоступно.").waitFor();
  expect(await page.locator("body").textContent()).not.toContain("Ковалёва");
});
