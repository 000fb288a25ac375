import { it } from "vitest";
import { createBot, handleInbox, updateHandler } from "../../src/bot/index.ts";
import { BOT_INFO } from "./bot-under-test.ts";
import { testApp } from "../support/app.ts";
import { makeService, makeSlot, makeSpecialist } from "../support/make.ts";
import { registerClient } from "../../src/core/people/index.ts";
import { toMenu, toDay, holdStart, toCalendar } from "../../src/bot/buttons.ts";
import { localDay } from "../../src/core/kernel/local-day.ts";

const app = await testApp();
it("measure", async () => {
  const service = await makeService(app, { policy: "onSite" });
  const sp = await makeSpecialist(app, [service.id]);
  const slot = await makeSlot(app, { specialistId: sp.id, startsAt: "2026-11-24T09:00:00Z" });
  for (let i = 0; i < 1000; i++) await registerClient(app, { telegramId: 50_000 + i, telegramUsername: undefined, name: "A", inviteCode: undefined, pressed: "x" });
  const done = new Map<string, number>();
  let mid = 1;
  const texts = new Map<string, number>();
  const bot = createBot(app, { token: "1:x", botInfo: BOT_INFO as never, transformer: async (_p, method, payload) => {
    if (method === "editMessageText") { done.set(String((payload as any).chat_id) , performance.now()); const t=(payload as any).text.slice(0,30); texts.set(t,(texts.get(t)??0)+1);}
    return { ok: true, result: method === "answerCallbackQuery" ? true : { message_id: mid++, date: 1, chat: { id: 1, type: "private" } } } as never;
  } });
  const worker = handleInbox(app, updateHandler(bot));
  let uid = 1;
  const tap = (person: number, data: string) => ({ update_id: uid++, callback_query: { id: String(uid), from: { id: person, is_bot: false, first_name: "A" }, chat_instance: "1", data, message: { message_id: 5, date: 1, text: "x", chat: { id: person, type: "private", first_name: "A" } } } });
  for (const [name, data] of [["menu", toMenu.pack({})], ["day", toDay.pack({ serviceId: service.id, specialistId: undefined, day: localDay("2026-11-24"), page: 0 })], ["calendar", toCalendar.pack({ serviceId: service.id, specialistId: undefined })]] as const) {
    for (let w = 0; w < 100; w++) await worker.accept([tap(50_000 + w, data) as never]); await worker.idle();
    const lat: number[] = [];
    const t0 = performance.now();
    for (let i = 0; i < 250; i++) {
      const at = t0 + i * 20;
      await new Promise((r) => setTimeout(r, Math.max(0, at - performance.now())));
      const person = 50_000 + (i % 1000);
      const s = performance.now();
      void worker.accept([tap(person, data) as never]).then(() => worker.idle()).then(() => lat.push((done.get(String(person)) ?? 0) - s));
    }
    await worker.idle(); await new Promise((r) => setTimeout(r, 300));
    lat.sort((a, b) => a - b);
    const tb = performance.now();
    const many = Array.from({ length: 1000 }, (_, i) => tap(50_000 + i, data) as never);
    for (let i = 0; i < 1000; i += 100) await worker.accept(many.slice(i, i + 100));
    await worker.idle();
    process.stderr.write(`${name}: at 50/s p50 ${lat[Math.floor(lat.length / 2)]?.toFixed(1)} p99 ${lat[Math.floor(lat.length * 0.99)]?.toFixed(1)}; burst ${(1000 / (performance.now() - tb) * 1000).toFixed(0)}/s\n`);
  }
  texts.clear();
  const tb = performance.now();
  const many = Array.from({ length: 1000 }, (_, i) => tap(50_000 + i, holdStart.pack({ serviceId: service.id, slotId: slot.id, startsAt: slot.startsAt })) as never);
  for (let i = 0; i < 1000; i += 100) await worker.accept(many.slice(i, i + 100));
  await worker.idle();
  process.stderr.write(`contention 1000: ${(performance.now() - tb).toFixed(0)} ms ${JSON.stringify([...texts])}\n`);
  await worker.stop();
}, 120_000);
