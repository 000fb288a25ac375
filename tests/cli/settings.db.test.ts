import { expect, it } from "vitest";
import { SETTING_KEYS } from "../../src/core/settings/index.ts";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const run = commandLine(await testApp());

it("lists every setting, for programs and for people", async () => {
  const { items } = (await run(["settings", "list", "--json"])).json();
  expect(items.map(({ key }) => key)).toEqual(SETTING_KEYS);
  expect(items).toContainEqual({
    ...{ key: "hot.prepayment", value: 50_000, default: 50_000, unit: "kopecks", isDefault: true },
    ...{ typed: "500", group: "hot", label: "Предоплата горящего окна", expected: expect.any(String) },
  });
  const text = (await run(["settings", "list"])).out;
  expect(text).toMatch(/booking\.holdMinutes +15\u00a0мин/);
  expect(text).toMatch(/payments\.sbp +нет/);
  expect(text).toMatch(/discounts\.stacking +best\u00a0\(действует бо́льшая\)/);
  expect(text).toMatch(/receipts\.mode +off\u00a0\(не пробиваем\)/);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

it("changes a setting and says what it was, money as it is shown everywhere (UN-1)", async () => {
  const changed = await run(["settings", "set", "hot.prepayment", "750,50"]);
  expect(changed).toMatchObject({
    exit: 0,
    out: "hot.prepayment: было 500,00\u00a0₽, стало 750,50\u00a0₽.\n",
  });
  const again = await run(["settings", "set", "hot.prepayment", "750,50"]);
  expect(again.out).toBe("hot.prepayment: уже 750,50\u00a0₽, ничего не изменилось.\n");
  const got = await run(["settings", "get", "hot.prepayment", "--json"]);
  expect(got.json()).toMatchObject({ value: 75_050, default: 50_000, isDefault: false, typed: "750.50" });
  const typedBack = await run(["settings", "set", "hot.prepayment", "1\u00a0500,00\u00a0₽"]);
  expect(typedBack.out).toBe("hot.prepayment: было 750,50\u00a0₽, стало 1\u00a0500,00\u00a0₽.\n");
  expect((await run(["settings", "list"])).out).toMatch(/hot\.prepayment \* +1\u00a0500,00\u00a0₽ /);
  const hours = await run(["settings", "set", "reminders.hours", "4, 24", "--json"]);
  expect(hours.json()).toMatchObject({ value: [24, 4], before: [24, 8, 4, 1] });
});

it("shows times in the zone that is set", async () => {
  await run(["settings", "set", "business.timeZone", "Asia/Yekaterinburg"]);
  expect((await run(["slots", "list"])).out).toBe(
    "Окон нет (пн 23.11.2026 — вс 06.12.2026, время Asia/Yekaterinburg).\n",
  );
});

it.each([
  [
    ["settings", "set", "booking.holdMinutes", "90"],
    "booking.holdMinutes: дано «90», ожидается целое число от 5 до 60.",
  ],
  [
    ["settings", "set", "business.timeZone", "Mars/Olympus"],
    "business.timeZone: дано «Mars/Olympus», ожидается город (Москва, Омск, Владивосток…) или название часового пояса, например Europe/Moscow.",
  ],
  [["settings", "set", "cancel.lateHours", "336"], undefined],
  [
    ["settings", "set", "cancel.lateHours", "337"],
    "cancel.lateHours: дано «337», ожидается целое число от 0 до 336.",
  ],
  [
    ["settings", "set", "calendar.daysAhead", "7"],
    "Не сходится: для «На сколько дней вперёд можно записаться» дано 7\u00a0дней, а в «Поздняя отмена — меньше чем за» (cancel.lateHours) сейчас 336\u00a0ч. Ожидается не меньше 14\u00a0дней.",
  ],
  [["settings", "set", "calendar.minLeadMinutes", "10080"], undefined],
  [
    ["settings", "set", "business.phone", "abc"],
    "business.phone: дано «abc», ожидается номер телефона, например +7 495 123-45-67 или 8 800 555-35-35, доб. 12.",
  ],
  [
    ["settings", "set", "calendar.daysAhead", ""],
    "calendar.daysAhead: дано «», ожидается целое число от 1 до 60.",
  ],
  [
    ["settings", "get", "booking.holdMinute"],
    "Такой настройки нет: «booking.holdMinute». Может быть, booking.holdMinutes? Список: settings list.",
  ],
  [["settings", "set", "nonsense", "1"], "Такой настройки нет: «nonsense». Список: settings list."],
])("%j", async (argv, sentence) => {
  const answer = await run(argv);
  if (sentence === undefined) expect(answer.exit).toBe(0);
  else {
    const isWrongValue = /: (дано «.*», )?ожидается /.test(sentence);
    expect(answer).toMatchObject({ exit: isWrongValue ? 2 : 1, out: "" });
    const hint = isWrongValue ? "Справка: та же команда с --help.\n" : "";
    expect(answer.err).toBe(`${sentence}\n${hint}`);
  }
});

it("MS-4: takes and shows the segments of hot windows by their names", async () => {
  const set = (typed: string) => run(["settings", "set", "hot.segments", typed]);
  expect((await set("постоянные (5+ визитов); Новые (1 визит)")).out).toBe(
    "hot.segments: было (у кого нет записи впереди), стало Постоянные (5+ визитов); Новые (1 визит).\n",
  );
  const { typed, value } = (await run(["settings", "get", "hot.segments", "--json"])).json();
  expect(value).toHaveLength(2);
  expect((await set(String(typed))).out).toContain("ничего не изменилось");
  expect((await set("Никто")).err).toContain("Такого сегмента нет: «Никто»");
  expect((await run(["segments", "delete", "Новые (1 визит)", "--yes"])).err).toContain(
    "он нужен горящим окнам; сначала выберите там другой: settings set hot.segments",
  );
  expect((await set("")).out).toContain("стало (у кого нет записи впереди).");
});

it("says at once that no copy can be written into the folder that was named", async () => {
  const set = (folder: string, ...more: readonly string[]) =>
    run(["settings", "set", "backup.folder", folder, ...more]);
  const wrong = await set("/nope");
  expect([wrong.exit, wrong.out]).toEqual([0, expect.stringContaining("стало /nope.")]);
  expect(wrong.err).toBe(
    "Внимание: в папку /nope сейчас не записать (нет такого файла или папки: ENOENT). Пока это так, копии по расписанию не получатся.\n",
  );
  expect((await set("/etc/hostname")).err).toContain("на пути не папка, а файл");
  expect(await set("/tmp")).toMatchObject({ exit: 0, err: "" });
  // A program reads the same within the answer.
  const told = await set("/nope", "--json");
  expect([told.exit, told.err]).toEqual([0, ""]);
  const warning = { code: "folder_unwritable", problem: "ENOENT", message: wrong.err.trim() };
  expect(told.json().warnings).toEqual([warning]);
  expect((await set("/tmp", "--json")).json().warnings).toEqual([]);
  expect((await run(["settings", "reset", "backup.folder", "--json"])).json().warnings).toEqual([]);
});

it("gives any setting back its default, and says so in the history", async () => {
  await run(["settings", "set", "hot.discountPercent", "33"]);
  const reset = await run(["settings", "reset", "hot.discountPercent", "--json"]);
  expect(reset.json()).toMatchObject({ before: 33, isDefault: true });
  const { items } = (await run(["settings", "history", "hot.discountPercent", "--json"])).json();
  expect(items[0]).toMatchObject({ before: 33, after: reset.json().default });
  for (const key of SETTING_KEYS) {
    const answer = await run(["settings", "reset", key, "--json"]);
    expect([key, answer.err, answer.exit]).toEqual([key, "", 0]);
    expect(answer.json()).toMatchObject({ key, isDefault: true });
  }
  expect(await run(["settings", "reset", "hot.none"])).toMatchObject({ exit: 1, out: "" });
});
