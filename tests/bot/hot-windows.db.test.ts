import { expect, it } from "vitest";
import { decideHot, toWindow } from "../../src/bot/buttons.ts";
import { announceHotWindows, findBroadcast } from "../../src/core/broadcasts/index.ts";
import { closeSlot } from "../../src/core/calendar/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { testAppWithBank } from "../support/app.ts";
import { makeReader, switchMarketing } from "../support/broadcast.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const base = await testAppWithBank();
const { app, person, settle } = await startBot(base);
const service = await makeService(app, { name: "Стрижка" });
const maria = await makeSpecialist(app, [service.id]);
const staff = { actor: OPERATOR, name: "Сотрудник" };
granted(await addStaff(app, { ...staff, role: "specialist", specialistId: maria.id, telegramId: 6101 }));
granted(await addStaff(app, { ...staff, role: "admin", telegramId: 6102 }));
const [master, admin, vera] = [person(6101, "Мария"), person(6102, "Нина"), person(6103, "Вера")];
await vera.join();
await master.come();
await admin.come();
await makeReader(app);
await switchMarketing(app, "on");
const slot = await makeSlot(app, { specialistId: maria.id, startsAt: "2026-11-24T09:00:00Z", kind: "hot" });
base.clock.advance(5 * 60_000);
await announceHotWindows(app);
await settle();
const asked = present(
  await app.db.first<{ id: string }>(sql`SELECT id FROM broadcasts WHERE proposed_at IS NOT NULL`),
  "the question",
);
const state = async () => (await findBroadcast(app.db, asked.id))?.state;
const answer = (decision: "send" | "drop") => decideHot.pack({ broadcastId: asked.id, decision });

it("MS-4: those who run the business are asked, with what clients would read and how many would", async () => {
  const { text } = await admin.last();
  expect(text).toBe(
    [
      "🔥 Новые горящие окна. Рассказать о них клиентам?",
      "",
      `🔴 вт, 24 ноября, 12:00, ${maria.name}`,
      "Стрижка: 2 000 ₽ 1 600 ₽",
      "",
      "Сообщение получит 1 клиент.",
    ].join("\n"),
  );
  expect(await admin.captions()).toEqual(["Разослать", "Не надо"]);
  expect((await master.messages()).some(({ text: told }) => told.includes("горящие окна"))).toBe(false);
});

it("MS-4, PE-3: neither a specialist nor a client decides, whatever button they make up", async () => {
  await master.pressData(answer("send"));
  expect((await master.last()).text).toContain("пн, 23 ноября");
  await vera.pressData(answer("drop"));
  expect(await state()).toBe("draft");
});

it("MS-7: while marketing is off the question stays to be answered, and says why not now", async () => {
  await switchMarketing(app, "off");
  await admin.press("Разослать");
  expect((await admin.last()).text).toContain("Рекламные рассылки выключены");
  await admin.press("Разослать");
  expect(await state()).toBe("draft");
  await switchMarketing(app, "on");
});

const GONE = "Из этих горящих окон свободных уже не осталось.";

it("MS-4: a window that is gone leads to those that are left, and a question about it needs no answer", async () => {
  granted(await closeSlot(app, { slotId: slot.id, reason: "заболела", actor: OPERATOR }));
  await vera.pressData(toWindow.pack({ slotId: slot.id }));
  expect((await vera.last()).text).toMatch(/^Это окно уже заняли\.\n\nГорящих окон сейчас нет/);
  await admin.press("Разослать");
  const answered = (await admin.messages()).find(({ text }) => text === GONE);
  expect(answered?.buttons.flat().map(({ text }) => text)).toEqual(["📋 Мой день"]);
  expect(await state()).toBe("draft");
});
