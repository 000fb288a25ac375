import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { saveSegment } from "../../src/core/segments/index.ts";
import { testApp } from "../support/app.ts";
import { granted, makeClient } from "../support/make.ts";
import { makeEntered } from "../support/people.ts";
import { commandLine } from "./command-line.ts";

const app = await testApp();
const run = commandLine(app);
const PHONE = "+79001112233";
const entered = await makeEntered(app, PHONE);
const other = await makeClient(app);
const MORNING = { fact: "tags", op: "anyOf", value: ["утро"] };

describe("clients tag (MS-3)", () => {
  it("adds and removes tags, and shows them with the client", async () => {
    const first = await run(["clients", "tag", PHONE, "--add", "Утро", "--add", "новая"]);
    expect(first).toMatchObject({ exit: 0, out: "Анна со слов, метки: утро, новая.\n" });
    const second = await run(["clients", "tag", PHONE, "--remove", "НОВАЯ", "--json"]);
    expect(second.json()).toEqual({ clientId: entered.id, tags: ["утро"] });
    expect((await run(["clients", "show", PHONE, "--json"])).json()).toMatchObject({ tags: ["утро"] });
    expect((await run(["clients", "show", PHONE])).out).toMatch(/Метки\s+утро/);
  });

  it("says what is wrong with a tag, and with a call that changes nothing", async () => {
    const long = await run(["clients", "tag", PHONE, "--add", "а".repeat(31), "--json"]);
    expect([long.exit, long.error().code]).toEqual([1, "tag_too_long"]);
    expect((await run(["clients", "tag", PHONE])).exit).toBe(2);
    expect((await run(["clients", "tag", "+79009999999", "--add", "утро"])).exit).toBe(1);
  });
});

describe("segments (MS-3)", () => {
  it("saves one from JSON, changes it from a file and from standard input, and shows who is in it", async () => {
    const saved = await run(["segments", "save", "Утренние", "--definition", JSON.stringify(MORNING)]);
    expect(saved.exit).toBe(0);
    expect(saved.out).toContain("Сегмент «Утренние» сохранён: с меткой «утро». Сейчас подходит: 1 клиент.");
    const { id } = (await run(["segments", "show", "утренние", "--json"])).json();

    const file = path.join(tmpdir(), `segment-${app.newId()}.json`);
    await writeFile(file, JSON.stringify({ not: MORNING }));
    const changed = await run(["segments", "save", "УТРЕННИЕ", "--file", file, "--json"]);
    expect(changed.json()).toMatchObject({ id, name: "Утренние", clients: 1, words: "не (с меткой «утро»)" });
    const renamed = ["segments", "save", "Утренние", "--rename", "Ранние", "--file", "-", "--json"];
    const third = await run(renamed, { input: JSON.stringify(MORNING) });
    expect(third.json()).toMatchObject({ id, name: "Ранние", words: "с меткой «утро»" });

    const shown = await run(["segments", "show", "Ранние"]);
    expect(shown.out).toMatch(/Сейчас\s+1 клиент/);
    expect(shown.out).toContain(`Анна со слов, ${PHONE}`);
    const clients = await run(["segments", "clients", "Ранние", "--json"]);
    expect(clients.json()).toEqual({
      items: [{ id: entered.id, name: "Анна со слов", phone: PHONE }],
      hasMore: false,
    });
    expect((await run(["segments", "clients", "Ранние"])).out).toContain(entered.id.slice(0, 8));
  });

  it("counts a saved one, and conditions that are not saved", async () => {
    expect((await run(["segments", "count", "Новые (1 визит)"])).out).toBe("Сейчас подходит: 0 клиентов.\n");
    const everybody = await run(["segments", "count", "--definition", '{"all": []}', "--json"]);
    expect(everybody.json()).toMatchObject({ clients: 2 });
  });

  it("lists them in words with their numbers, within the terminal's width", async () => {
    const listed = (await run(["segments", "list", "--json"])).json().items;
    expect(listed).toContainEqual(
      expect.objectContaining({ name: "Без будущей записи", words: "нет записи впереди", clients: 2 }),
    );
    const text = (await run(["segments", "list"])).out;
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("says of one client in or out, and why, condition by condition", async () => {
    const definition = { all: [MORNING, { fact: "inBot", op: "is", value: true }] };
    granted(
      await saveSegment(app, { segmentId: app.newId(), name: "Утро в боте", definition, actor: OPERATOR }),
    );
    const looked = await run(["segments", "lookup", "Утро в боте", "--client", PHONE]);
    expect(looked.out.split("\n")).toEqual([
      "Анна со слов не входит в сегмент «Утро в боте».",
      "  ✗ все условия:",
      "    ✓ с меткой «утро» (у клиента «утро»)",
      "    ✗ пользуются ботом (в бот не заходили)",
      "",
    ]);
    const json = await run(["segments", "lookup", "Утро в боте", "--client", other.id, "--json"]);
    expect(json.json()).toMatchObject({ clientId: other.id, isIn: false });
  });

  it("tells what conditions are made of", async () => {
    const { exit, out } = await run(["segments", "facts"]);
    expect(exit).toBe(0);
    for (const word of ["lastVisit", "noShows", "birthday", "equals", "inMonth"]) expect(out).toContain(word);
    expect(out).not.toContain("undefined");
  });

  it.each([
    [["segments", "show", "Нет такого"], 1, "unknown_segment"],
    [["segments", "lookup", "Нет такого", "--client", PHONE], 1, "unknown_segment"],
    [["segments", "save", "Плохой", "--definition", '{"any": []}'], 2, "bad_segment"],
    [["segments", "count", "--definition", '{"fact": "age"}'], 2, "bad_segment"],
    [["segments", "save", " ", "--definition", '{"all": []}'], 2, "wrong_usage"],
    [["segments", "save", "Новый", "--definition", "не json"], 2, "wrong_usage"],
    [["segments", "save", "Новый", "--file", "/нет/такого"], 2, "wrong_usage"],
    [["segments", "save", "Новый"], 2, "wrong_usage"],
    [["segments", "count"], 2, "wrong_usage"],
  ] as const)("refuses %j with %i", async (argv, exit, code) => {
    const refused = await run([...argv, "--json"]);
    expect([refused.exit, refused.error().code]).toEqual([exit, code]);
    expect((await run(argv)).err).not.toMatch(/\[[ ,:]|…|undefined/);
  });

  it("deletes one that nothing uses, and no other", async () => {
    const { id } = (await run(["segments", "show", "Ранние", "--json"])).json();
    await app.db.run(sql`
      INSERT INTO settings (key, value, updated_at) VALUES ('hot.segments', ${JSON.stringify([id])}::jsonb, now())`);
    const used = await run(["segments", "delete", "Ранние", "--yes"]);
    expect([used.exit, used.err]).toEqual([
      1,
      "Сегмент «Ранние» удалить нельзя: он нужен горящим окнам; сначала выберите там другой: settings set hot.segments.\n",
    ]);
    await app.db.run(sql`DELETE FROM settings WHERE key = 'hot.segments'`);
    const letter = path.join(await mkdtemp(path.join(tmpdir(), "okoshko-segments-test-")), "letter.html");
    await writeFile(letter, "Здравствуйте!");
    const draft = [
      "--title",
      "Осень",
      "--segment",
      "Ранние",
      "--kind",
      "informational",
      "--text-file",
      letter,
    ];
    const { number } = (await run(["broadcast", "create", ...draft, "--json"])).json();
    for (const flags of [["--yes"], []]) {
      const { exit, err } = await run(["segments", "delete", "Ранние", ...flags]);
      expect([exit, err]).toEqual([
        1,
        `Сегмент «Ранние» удалить нельзя: он нужен рассылкам: №${number} (черновик). Ненужную можно отменить: broadcast cancel ${number}.\n`,
      ]);
    }
    await app.db.run(sql`DELETE FROM broadcasts`);
    expect((await run(["segments", "delete", "Ранние", "--yes"])).out).toBe("Сегмент «Ранние» удалён.\n");
    expect((await run(["segments", "show", "Ранние"])).exit).toBe(1);
  });
});

it("a long count is told in groups of three, and to a program as it is", async () => {
  await app.db.run(sql`
    INSERT INTO clients (name, referral_code, created_at)
    SELECT 'Клиент', 'many' || n, '2026-01-01' FROM generate_series(1, 1500) AS n`);
  expect((await run(["segments", "list"])).out).toMatch(/Без будущей записи .* 1\u00a0\d{3}\n/);
  const { items } = (await run(["segments", "list", "--json"])).json();
  expect(items.some(({ clients }) => Number(clients) >= 1500)).toBe(true);
});
