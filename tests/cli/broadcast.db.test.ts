import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { loadSettings } from "../../src/core/settings/index.ts";
import { testApp } from "../support/app.ts";
import { makeReader, runOn, SENT, switchMarketing, withPost } from "../support/broadcast.ts";
import { writingNothing } from "../support/footprint.ts";
import { givePoints, makeClient, makeService } from "../support/make.ts";
import { commandLine, granted } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app, 100);
const folder = mkdtempSync(path.join(tmpdir(), "okoshko-broadcast-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
await switchMarketing(app, "on");
const service = await makeService(app, { name: "Стрижка" });
const reader = await makeReader(app);
await givePoints(app, reader.id, 150);
const silent = await makeClient(app);

const fileOf = (name: string, content: string | Uint8Array) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);

const CREATE = ["broadcast", "create", "--title", "Осень", "--segment", "all", "--kind", "marketing"];
async function created(
  text = "Здравствуйте, {имя}! У вас {баллы}.",
  more: readonly string[] = [],
): Promise<number> {
  const answer = await run([...CREATE, "--text-file", "-", ...more, "--json"], { input: text });
  if (answer.exit !== 0) throw new Error(answer.err);
  return Number(answer.json().number);
}

describe("MS-3: broadcast create", () => {
  it("writes a draft from files, with a picture and buttons; the same --id again is the same one", async () => {
    const id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    const args = [
      ...[...CREATE, "--text-file", fileOf("text.html", "<b>Осень</b>\n"), "--picture", fileOf("a.png", PNG)],
      ...["--button", "Записаться=service:стриж", "--button", "Сайт=https://okoshko.test/?a=1", "--id", id],
    ];
    const first = await run(args);
    expect(first).toMatchObject({ exit: 0 });
    expect(first.out).toMatch(
      /^Рассылка №(\d+) записана\. Увидеть её глазами клиента: broadcast preview \1 --client <кто>\.\nКто её получит: broadcast dry-run \1\. Начать: broadcast start \1\.\n$/,
    );
    expect((await run(args)).out).toBe(first.out);
    const shown = (await run(["broadcast", "show", id, "--json"])).json();
    expect(shown).toMatchObject({
      kind: "marketing",
      text: "<b>Осень</b>",
      hasPicture: true,
      state: "draft",
      buttons: [
        { label: "Записаться", leadsTo: "service", serviceId: service.id },
        { label: "Сайт", leadsTo: "link", url: "https://okoshko.test/?a=1" },
      ],
    });
  });

  it.each([
    ["{скидка}", [], "broadcast_variable_unknown", "Такой подстановки нет: {скидка}. Есть: {имя}, {баллы},"],
    ["<b>жирно", [], "broadcast_markup_broken", "Разметка сломана у «<b>»: тег не закрыт."],
    ["  ", [], "broadcast_text_empty", "Текст рассылки пуст"],
    [
      "я".repeat(5000),
      [],
      "broadcast_text_too_long",
      "выйдет 5\u00a0000 знаков, ожидается не больше 4\u00a0096",
    ],
    ["да", ["--segment", "никакой"], "unknown_segment", "Такого сегмента нет: «никакой»."],
    ["да", ["--button", "А=service:Полёт"], "unknown_service", "Такой услуги нет: «Полёт»."],
    ["да", ["--button", "А=http://x.test"], "broadcast_button_unreadable", "«А → http://x.test»"],
    ["да", ["--picture", "/нет/такого.png"], "broadcast_file_unreadable", "ENOENT"],
  ])("refuses $2", async (input, more, code, words) => {
    const refused = await run([...CREATE, "--text-file", "-", ...more, "--json"], { input });
    expect(refused.exit).toBe(code.endsWith("_unreadable") ? 2 : 1);
    expect(refused.error().code).toBe(code);
    expect(refused.error().message).toContain(words);
  });

  it("refuses a wrong call before anything else", async () => {
    expect(await run([...CREATE, "--text-file", "-", "--button", "кнопка"])).toMatchObject({ exit: 2 });
    expect(await run(["broadcast", "show", "первая"])).toMatchObject({ exit: 2 });
  });
});

describe("MS-3: broadcast dry-run, preview, test", () => {
  it("counts who gets it and who does not", async () => {
    const number = String(await created());
    const counted = await writingNothing(app, () => run(["broadcast", "dry-run", number]));
    expect(counted.out).toBe("Получат: 1 клиент.\nНе получат: не соглашались на рассылки: 1.\n");
    expect((await run(["broadcast", "dry-run", number, "--json"])).json()).toMatchObject({
      recipients: 1,
      leftOut: { no_consent: 1 },
    });
  });

  it("names who does not get it, and says so of the one who is shown it", async () => {
    const number = String(await created());
    const named = await run(["broadcast", "dry-run", number, "--names"]);
    expect(named.out).toContain(`\nне соглашались на рассылки:\n  ${silent.name}`);
    const answer = await run(["broadcast", "dry-run", number, "--names", "--json"]);
    expect(answer.json()).toMatchObject({ leftOutClients: { no_consent: [{ id: silent.id }] } });
    const shown = await run(["broadcast", "preview", number, "--client", silent.id]);
    expect(shown.out).toMatch(/^.+ не получит: согласия на рассылки нет\.\n\nЗдравствуйте/);
  });

  it("shows it as a client reads it, buttons and way out under it", async () => {
    const number = String(
      await created("<b>{имя}</b>, у вас {баллы}", ["--button", "Записаться=service:Стрижка"]),
    );
    const { out } = await run(["broadcast", "preview", number, "--client", reader.id]);
    expect(out.replaceAll("\u00a0", " ")).toBe(
      "Анна, у вас 150 баллов\n\n[ Записаться ]\n[ Не присылать такое ]\n",
    );
    expect(await run(["broadcast", "preview", number, "--client", "+79009999999"])).toMatchObject({
      exit: 1,
    });
  });

  it("sends a try to a member of staff with a chat", async () => {
    const number = String(await created());
    granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 77, actor: OPERATOR }));
    expect((await run(["broadcast", "test", number, "--staff", "Ольга"])).out).toBe(
      `Проба рассылки №${number} отправляется в Telegram.\n`,
    );
    expect(await app.db.many(sql`SELECT kind FROM outbox WHERE kind = 'broadcast_test'`)).toHaveLength(1);
    expect(await run(["broadcast", "test", number, "--staff", "Никто"])).toMatchObject({ exit: 1 });
  });
});

describe("MS-3: broadcast start, schedule, pause, resume, cancel", () => {
  it("moves it on step by step, and says where it stands", async () => {
    const number = String(await created());
    const step = async (...args: readonly string[]) => (await run(["broadcast", ...args])).out;
    expect(await step("schedule", number, "--at", "2026-11-24 12:00")).toBe(
      `Рассылка №${number} «Осень»: запланирована на 24.11.2026 12:00.\n`,
    );
    const unsure = await run(["broadcast", "start", number], { answers: "нет" });
    expect(unsure.err).toContain("начнёт уходить клиентам: сейчас получателей 1. Продолжить? (да/нет) нет");
    expect((await run(["broadcast", "show", number, "--json"])).json()).toMatchObject({ state: "scheduled" });
    expect(await step("start", number, "--yes")).toBe(`Рассылка №${number} «Осень»: идёт.\n`);
    expect(await step("pause", number)).toBe(`Рассылка №${number} «Осень»: на паузе.\n`);
    expect(await step("resume", number)).toBe(`Рассылка №${number} «Осень»: идёт.\n`);
    const post = withPost(app);
    await runOn(app, post.send);
    const { out } = await run(["broadcast", "show", number]);
    expect(out).toContain("закончена");
    expect(out).toMatch(/Доставлено\s+1\n/);
    expect(out).toMatch(/Не вошли в рассылку\s+не соглашались на рассылки: 1\n/);
    expect((await run(["broadcast", "show", number, "--json"])).json()).toMatchObject({
      state: "done",
      figures: { delivered: 1, left: 0, pressed: 0, booked: 0, moneyKopecks: 0 },
    });
    const asked = await run(["broadcast", "cancel", number], { answers: "да" });
    expect([asked.exit, asked.err]).toEqual([
      1,
      "Рассылка уже не идёт: закончена. Написать новую: broadcast create.\n",
    ]);
    const late = await run(["broadcast", "cancel", number, "--yes", "--json"]);
    expect(late.error()).toMatchObject({ code: "broadcast_over" });
  });

  it("MS-6: whoever had blocked the bot before is told apart from whom it did not reach", async () => {
    const [before, meanwhile] = [await makeReader(app), await makeReader(app)];
    await app.db.run(sql`UPDATE clients SET unreachable_at = now() WHERE id = ${before.id}::uuid`);
    const number = String(await created());
    await run(["broadcast", "start", number, "--yes"]);
    const post = withPost(app, ({ clientId }) =>
      clientId === meanwhile.id ? { outcome: "unreachable", reason: "bot_blocked" } : SENT,
    );
    await runOn(app, post.send);
    const { out } = await run(["broadcast", "show", number]);
    expect(out).toMatch(/Не дошло: бот заблокирован +1\n/);
    expect(out).toMatch(/Не вошли в рассылку .*заблокировали бота раньше: 1/);
  });

  it("MS-5: says until when the quiet hours hold it back, started or planned", async () => {
    const number = String(await created());
    const now = app.clock.now();
    const says = async (...args: readonly string[]) => (await run(["broadcast", ...args])).out;
    expect(await says("schedule", number, "--at", "2026-11-24 23:30")).toBe(
      `Рассылка №${number} «Осень»: запланирована на 24.11.2026 23:30, а уйдёт в 09:00 (тихие часы).\n`,
    );
    app.clock.set("2026-11-23T20:00:00Z");
    const waits = "идёт, ждёт 09:00 (тихие часы)";
    expect(await says("start", number, "--yes")).toBe(`Рассылка №${number} «Осень»: ${waits}.\n`);
    expect(await says("show", number)).toContain(waits);
    expect((await says("list")).replace(/\s+/g, " ")).toContain("тихие");
    expect((await run(["broadcast", "show", number, "--json"])).json()).toMatchObject({
      quietUntil: "2026-11-24T06:00:00.000Z",
    });
    await run(["broadcast", "cancel", number, "--yes"]);
    app.clock.set(now.toISOString());
  });

  it("refuses in words", async () => {
    const number = String(await created());
    const past = await run(["broadcast", "schedule", number, "--at", "2026-11-20 12:00"]);
    expect(past).toMatchObject({
      exit: 1,
      err: "Время начала (--at) уже прошло: 20.11.2026 12:00, а сейчас 23.11.2026 12:00.\n",
    });
    expect((await run(["broadcast", "pause", number])).err).toBe(
      "Рассылка ещё не начата: черновик. Начать: broadcast start.\n",
    );
    for (const word of ["отменена", "уже отменена"])
      expect((await run(["broadcast", "cancel", number, "--yes"])).out).toContain(`: ${word}.\n`);
    const shown = (await run(["broadcast", "show", number])).out;
    expect(shown).toMatch(/^Отменена +\d/m);
    expect(shown).not.toMatch(/^(Начата|Закончена)/m);
    const repeated = await run(["broadcast", "cancel", number], { answers: "нет" });
    expect([repeated.exit, repeated.err]).toEqual([0, ""]);
    for (const step of ["pause", "resume", "start"])
      expect((await run(["broadcast", step, number, ...(step === "start" ? ["--yes"] : [])])).err).toBe(
        "Рассылка уже не идёт: отменена. Написать новую: broadcast create.\n",
      );
    expect((await run(["broadcast", "start", "999"])).err).toBe(
      "Такой рассылки нет: 999. Список: broadcast list.\n",
    );
  });

  it("MS-7: freeze turns all marketing off, and what is marketing does not start", async () => {
    const number = String(await created());
    expect((await run(["broadcast", "freeze"])).out).toContain("Реклама остановлена");
    expect((await loadSettings(app.db))["marketing.enabled"]).toBe(false);
    expect((await run(["broadcast", "start", number, "--yes", "--json"])).error().code).toBe("marketing_off");
    expect((await run(["broadcast", "dry-run", number])).out).toContain("сейчас не начнётся");
    await run(["settings", "set", "marketing.enabled", "да"]);
  });

  it("list shows them all, the newest first", async () => {
    const newest = await created();
    const { out } = await run(["broadcast", "list"]);
    expect(out).toContain("Осень");
    const items = (await run(["broadcast", "list", "--limit", "1", "--json"])).json();
    expect(items).toMatchObject({ items: [{ number: newest, title: "Осень" }], hasMore: true });
  });
});
