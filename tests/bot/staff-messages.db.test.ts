import { describe, expect, it } from "vitest";
import { announceCommands, announceStaffCommands } from "../../src/bot/index.ts";
import { bookForClient } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { addStaff, findClientByTelegram, linkStaff } from "../../src/core/people/index.ts";
import { testApp } from "../support/app.ts";
import { granted, makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { startBot } from "./bot-under-test.ts";

const app = await testApp();
const { person, settle, bot, telegram } = await startBot(app);
const service = await makeService(app, { name: "Стрижка", policy: "onSite" });
const maria = await makeSpecialist(app, [service.id]);
const staff = { actor: OPERATOR, name: "Сотрудник" };
granted(await addStaff(app, { ...staff, role: "specialist", specialistId: maria.id, telegramId: 6101 }));
const owner = granted(await addStaff(app, { ...staff, role: "owner", telegramId: 6102 }));
const [master, boss, vera] = [person(6101, "Мария"), person(6102, "Хозяйка"), person(6103, "Вера")];
await vera.join();
const clientId = present(await findClientByTelegram(app.db, 6103), "the client").id;

let hour = 6;
async function bookOne(): Promise<void> {
  hour += 1;
  const startsAt = `2026-11-24T${String(hour).padStart(2, "0")}:00:00Z`;
  const slot = await makeSlot(app, { specialistId: maria.id, startsAt });
  const payment = { by: "on_spot", waiverReason: undefined } as const;
  const input = { bookingId: app.newId(), clientId, serviceId: service.id, slotId: slot.id, payment };
  granted(await bookForClient(app, { ...input, actor: OPERATOR }));
  await settle();
}
const newsOf = async (who: typeof vera) =>
  (await who.messages()).filter(({ text }) => text.includes("Новая запись")).length;

describe("PE-3: what the bot writes to staff", () => {
  it("is switched by themselves in the bot, a line a group, and works at once", async () => {
    await master.come("/today");
    await master.press("🔔 Уведомления");
    expect((await master.last()).text).toContain("О чём вам писать?");
    expect(await master.captions()).toEqual([
      "✅ Новые записи",
      "✅ Отмены",
      "✅ Переносы",
      "✅ Чаевые",
      "📋 Мой день",
    ]);
    await bookOne();
    expect(await newsOf(master)).toBe(1);
    await master.write("/notify");
    await master.press("✅ Новые записи");
    expect(await master.captions()).toContain("🔕 Новые записи");
    await bookOne();
    expect(await newsOf(master)).toBe(1);
    await master.write("/notify");
    await master.press("🔕 Новые записи");
    await bookOne();
    expect(await newsOf(master)).toBe(2);
  });

  it("PY-5: the only owner hears of money that needs a person, and is told why", async () => {
    await boss.come("/notify");
    expect(await boss.captions()).toHaveLength(11);
    await boss.press("✅ Деньги, которым нужен человек");
    const { text } = await boss.last();
    expect(text).toContain("должен узнавать хотя бы один владелец");
    expect(await boss.captions()).toContain("✅ Деньги, которым нужен человек");
  });

  it("a client's /notify leads to the menu", async () => {
    await vera.write("/notify");
    expect((await vera.last()).text).toContain("Вера, чем помочь?");
  });
});

describe("the commands that Telegram shows", () => {
  const commandsOf = async (id: number) => (await telegram.chat(id)).commands.map(({ command }) => command);
  const announce = () => announceStaffCommands(app, bot.api);
  const CLIENTS = ["book", "my", "points", "invite", "me", "menu", "help"];

  it("begin with work for staff, and are the clients' for everybody else", async () => {
    await announceCommands(bot);
    await announce();
    expect(await commandsOf(6102)).toEqual(["today", "notify", ...CLIENTS]);
    expect(await commandsOf(6101)).toEqual(["today", "notify", ...CLIENTS]);
    expect(await commandsOf(6103)).toEqual(CLIENTS);
  });

  it("are told Telegram once, and of a chat that the bot has not seen not at all", async () => {
    granted(await addStaff(app, { ...staff, role: "admin", telegramId: 6104 }));
    const told: string[] = [];
    bot.api.config.use((call, method, payload, signal) => {
      told.push(method);
      return call(method, payload, signal);
    });
    await announce();
    expect(told).toEqual([]);
    await person(6104, "Ира").come("/today");
    told.length = 0;
    await announce();
    await announce();
    expect(told).toEqual(["setMyCommands"]);
  });

  it("go away with the link to Telegram", async () => {
    granted(await linkStaff(app, { staffId: owner.id, telegramId: 6105, actor: OPERATOR }));
    await announce();
    expect(await commandsOf(6102)).toEqual(CLIENTS);
  });
});
