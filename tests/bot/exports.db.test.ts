import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { addExport, runDueExports } from "../../src/core/exports/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff, linkStaff, setStaffMessages } from "../../src/core/people/index.ts";
import { testApp } from "../support/app.ts";
import { granted } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testApp();
const bot = await startBot(app);
const owner = bot.person(700, "Ольга");
await owner.join();
const access = { role: "owner", email: "o@x.ru", password: "long enough" } as const;
const { id: staffId } = granted(await addStaff(app, { name: "Ольга", ...access, actor: OPERATOR }));
granted(await linkStaff(app, { staffId, telegramId: 700, actor: OPERATOR }));
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-exports-bot-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const DAY = 24 * 3_600_000;
const heard = async () => (await owner.messages()).length;

it("an owner gets the file that is due as a document, and hears of one that is not there", async () => {
  granted(
    await addExport(app, {
      ...{ exportId: app.newId(), cron: "0 7 * * *", span: "day", contents: "operations" },
      ...{ dialect: "excel", folder, isToTelegram: true, actor: OPERATOR },
    }),
  );
  await runDueExports(app);
  app.clock.advance(2 * DAY);
  await runDueExports(app);
  await bot.settle();
  // Both are due at once, and neither waits for the other.
  const sent = (await owner.messages()).slice(-2).sort((one, other) => (one.text < other.text ? -1 : 1));
  expect(sent.map(({ document }) => document?.file_name)).toEqual([
    "finance-2026-11-23.csv",
    "finance-2026-11-24.csv",
  ]);
  expect(sent[1]?.text).toBe("📄 Выгрузка №1: операции, 24.11.2026");

  await rm(folder, { recursive: true });
  app.clock.advance(DAY);
  await runDueExports(app);
  await bot.settle();
  expect((await owner.last()).text).toContain("⚠️ Выгрузка №1 не сделана: ");
  expect((await owner.last()).text).toContain("нет такого файла или папки: ENOENT");

  const before = await heard();
  granted(await setStaffMessages(app, { staffId, switches: { schedule: false }, actor: OPERATOR }));
  app.clock.advance(DAY);
  await runDueExports(app);
  await bot.settle();
  expect(await heard()).toBe(before);
});
