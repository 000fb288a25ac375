import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SegmentDefinition } from "../../../../src/core/segments/model.ts";
import { describeDefinition, explain, idsIn } from "../../../../src/core/segments/rules/description.ts";
import { anyDefinition } from "../arbitraries.ts";

const CUT = "11111111-1111-4111-8111-111111111111";
const MARIA = "22222222-2222-4222-8222-222222222222";
const GONE = "33333333-3333-4333-8333-333333333333";
const names = { services: new Map([[CUT, "Стрижка"]]), specialists: new Map([[MARIA, "Мария"]]) };
const VIP = { fact: "vip", op: "is", value: true } as const;
const NEW = { fact: "visits", op: "equals", value: 1 } as const;

const say = (definition: SegmentDefinition) =>
  describeDefinition(definition, names).replaceAll("\u00a0", " ");

describe("a definition in words (MS-3)", () => {
  it.each<[SegmentDefinition, string]>([
    [{ all: [] }, "все клиенты"],
    [{ fact: "lastVisit", op: "atLeast", value: 30 }, "последний визит 30 дней назад или раньше"],
    [{ fact: "lastVisit", op: "atLeast", value: 21 }, "последний визит 21 день назад или раньше"],
    [{ fact: "lastVisit", op: "atMost", value: 1 }, "последний визит за последний 1 день"],
    [{ fact: "lastVisit", op: "atMost", value: 2 }, "последний визит за последние 2 дня"],
    [{ fact: "lastVisit", op: "never" }, "ещё не было ни одного визита"],
    [{ fact: "registered", op: "atMost", value: 7 }, "стали клиентами за последние 7 дней"],
    [{ fact: "registered", op: "atLeast", value: 365 }, "стали клиентами 365 дней назад или раньше"],
    [NEW, "визитов ровно 1"],
    [{ fact: "visits", op: "atLeast", value: 5 }, "визитов не меньше 5"],
    [{ fact: "visits", op: "atMost", value: 0, days: 90 }, "визитов за последние 90 дней не было"],
    [{ fact: "noShows", op: "atLeast", value: 2, days: 90 }, "неявок за последние 90 дней не меньше 2"],
    [{ fact: "noShows", op: "equals", value: 0 }, "неявок не было"],
    [{ fact: "spent", op: "atLeast", value: 10_000 }, "потрачено не меньше 10 000 ₽"],
    [{ fact: "points", op: "atMost", value: -1 }, "баллов на счёте не больше −1"],
    [{ fact: "serviceVisited", op: "anyOf", value: [CUT, GONE] }, "приходили на «Стрижка» или «удалено»"],
    [{ fact: "serviceBooked", op: "noneOf", value: [CUT] }, "не записаны на «Стрижка»"],
    [{ fact: "specialistVisited", op: "anyOf", value: [MARIA] }, "были у специалиста «Мария»"],
    [
      { fact: "specialistBooked", op: "noneOf", value: [MARIA, GONE] },
      "не записаны к специалисту «Мария» и «удалено»",
    ],
    [{ fact: "tags", op: "anyOf", value: ["vip", "утро"] }, "с меткой «vip» или «утро»"],
    [{ fact: "tags", op: "noneOf", value: ["vip"] }, "без метки «vip»"],
    [{ fact: "birthday", op: "withinNext", value: 0 }, "день рождения сегодня"],
    [{ fact: "birthday", op: "withinNext", value: 6 }, "день рождения сегодня или в ближайшие 6 дней"],
    [{ fact: "birthday", op: "withinLast", value: 3 }, "день рождения сегодня или за последние 3 дня"],
    [{ fact: "birthday", op: "inMonth", value: 3 }, "день рождения в марте"],
    [{ fact: "upcoming", op: "is", value: false }, "нет записи впереди"],
    [VIP, "VIP"],
    [{ all: [VIP, NEW] }, "VIP и визитов ровно 1"],
    [{ all: [VIP, { any: [NEW, VIP] }] }, "VIP и (визитов ровно 1 или VIP)"],
    [{ any: [{ all: [NEW] }, VIP] }, "визитов ровно 1 или VIP"],
    [{ not: { any: [NEW, VIP] } }, "не (визитов ровно 1 или VIP)"],
  ])("%j is «%s»", (definition, words) => {
    expect(say(definition)).toBe(words);
  });

  it("are never empty, whatever is said", () => {
    const definitions = anyDefinition({ services: [CUT], specialists: [MARIA], tags: ["vip"] });
    fc.assert(
      fc.property(definitions, (definition) => {
        expect(say(definition)).toMatch(/^(?!.*(undefined|\s{2}|«»)).+$/);
      }),
    );
  });

  it("explain a verdict line by line, a group before its parts", () => {
    const leaf = (definition: SegmentDefinition, holds: boolean) => ({ definition, holds, parts: [] });
    const definition: SegmentDefinition = { any: [VIP, { not: NEW }] };
    const verdict = {
      ...{ definition, holds: true },
      parts: [leaf(VIP, false), { definition: { not: NEW }, holds: true, parts: [leaf(NEW, false)] }],
    };
    expect(explain(verdict, names)).toEqual([
      { words: "хотя бы одно условие", depth: 0, holds: true, isGroup: true },
      { words: "VIP", depth: 1, holds: false, isGroup: false },
      { words: "ни одного условия", depth: 1, holds: true, isGroup: true },
      { words: "визитов ровно 1", depth: 2, holds: false, isGroup: false },
    ]);
    const none = { not: { any: [VIP, NEW] } };
    const inside = { definition: none.not, holds: true, parts: [leaf(VIP, true), leaf(NEW, false)] };
    expect(explain({ definition: none, holds: false, parts: [inside] }, names)).toEqual([
      { words: "ни одного условия", depth: 0, holds: false, isGroup: true },
      { words: "VIP", depth: 1, holds: true, isGroup: false },
      { words: "визитов ровно 1", depth: 1, holds: false, isGroup: false },
    ]);
    expect(explain({ definition: { all: [] }, holds: true, parts: [] }, names)).toMatchObject([
      { words: "все клиенты" },
    ]);
  });

  it("name services and specialists wherever they stand", () => {
    const definition: SegmentDefinition = {
      all: [
        { fact: "serviceVisited", op: "anyOf", value: [CUT] },
        { not: { any: [{ fact: "specialistBooked", op: "noneOf", value: [MARIA] }, VIP] } },
        { fact: "tags", op: "anyOf", value: ["vip"] },
      ],
    };
    expect(idsIn(definition)).toEqual({ services: [CUT], specialists: [MARIA] });
  });
});
