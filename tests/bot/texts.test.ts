import { readdirSync, readFileSync } from "node:fs";
import { FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";
import { pointsText } from "../../src/bot/book-visit/summary.ts";
import { REFUSAL_TEXTS, refusalText } from "../../src/bot/refusals.ts";
import { loadTexts, plainText, safe } from "../../src/bot/texts.ts";
import { HOT_ALL, WAY_OUT } from "../../src/core/broadcasts/index.ts";

const FOLDER = "src/core/content/texts";
const texts = loadTexts();
const words = { ...texts, zone: "Europe/Moscow" };

const keys = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".ftl"))
  .flatMap((name) => new FluentResource(readFileSync(`${FOLDER}/${name}`, "utf8")).body.map(({ id }) => id));
const code = readdirSync("src/bot", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(`src/bot/${name}`, "utf8"))
  .join("\n");

describe("the texts", () => {
  it("hold no sentence that nobody says", () => {
    expect(keys.filter((key) => !code.includes(`"${key}"`))).toEqual([]);
  });

  it("hold every sentence that is said", () => {
    const said = [...code.matchAll(/\b(?:words|texts|\bon\.words)\.[tc]\(\s*"([^"]+)"/g)].map(
      ([, key]) => key,
    );
    expect(said.length).toBeGreaterThan(50);
    expect(said.filter((key) => !keys.includes(key ?? ""))).toEqual([]);
  });

  it("are read by Fluent to the last line", () => {
    for (const name of readdirSync(FOLDER)) {
      const source = readFileSync(`${FOLDER}/${name}`, "utf8");
      const written = [...source.matchAll(/^([a-z][a-z0-9-]*) =/gm)].map(([, key]) => key);
      expect(new FluentResource(source).body.map(({ id }) => id)).toEqual(written);
    }
  });

  it("MS-3, MS-4: caption the ways under a broadcast as its previews do", () => {
    expect([texts.c("button-hot-all"), texts.c("button-stop-news")]).toEqual([HOT_ALL, WAY_OUT]);
  });

  it("make what people typed harmless in a message, and leave it alone on a button", () => {
    const name = "<b>Анна</b> & Co";
    expect(texts.t("name-saved", { name })).toContain("&lt;b&gt;Анна&lt;/b&gt; &amp; Co");
    expect(texts.c("button-name-keep", { name })).toContain("<b>Анна</b> & Co");
    expect(texts.t("name-saved", { name: safe("<i>x</i>") })).toContain("<i>x</i>");
    expect(plainText(texts.t("name-saved", { name }))).toContain(name);
  });

  it("set a percentage apart from its sign, without a break", () => {
    const sources = readdirSync(FOLDER).map((name) => readFileSync(`${FOLDER}/${name}`, "utf8"));
    const signs = sources.flatMap((source) =>
      [...source.matchAll(/(.{0,12})%/g)].map(([, before]) => before),
    );
    expect(signs.length).toBeGreaterThan(3);
    expect(signs.filter((before) => !before?.endsWith('{ "\\u00A0" }'))).toEqual([]);
    expect(texts.c("invite-friend-gets", { percent: 10 })).toBe("Другу: скидка 10\u00a0% на первый визит.");
  });

  it.each([
    [1, "1 балл"],
    [2, "2 балла"],
    [5, "5 баллов"],
    [11, "11 баллов"],
    [21, "21 балл"],
    [160, "160 баллов"],
    [1_600, "1\u00a0600 баллов"],
  ])("count %d points as people do", (count, expected) => {
    expect(pointsText(words, count)).toBe(expected);
  });
});

describe("refusals", () => {
  it.each(Object.keys(REFUSAL_TEXTS) as (keyof typeof REFUSAL_TEXTS)[])(
    "%s has a sentence without any detail",
    (refusal) => {
      const sentence = refusalText(words, { ok: false, refusal, detail: {} });
      expect(sentence).toMatch(/^[А-ЯЁ].+[.!?:]$/su);
      expect(sentence).not.toMatch(/none|undefined|\{|_/);
    },
  );

  it("say until when and why a client is blocked", () => {
    const endsAt = new Date("2026-12-01T11:35:00Z");
    const blocked = {
      ok: false,
      refusal: "client_blocked",
      detail: { reason: "две неявки", endsAt },
    } as const;
    expect(refusalText(words, blocked)).toContain("до вт, 1 декабря, 14:35. Причина: две неявки.");
  });

  it("name the booking in the way, its number ungrouped", () => {
    const startsAt = new Date("2026-12-01T11:35:00Z");
    const overlap = {
      ok: false,
      refusal: "overlaps_own_booking",
      detail: { number: 12_345, startsAt },
    } as const;
    expect(refusalText(words, overlap)).toContain("запись №12345, вт, 1 декабря, 14:35.");
  });
});
