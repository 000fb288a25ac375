import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FACTS } from "../../../../src/core/segments/model.ts";
import { readDefinition } from "../../../../src/core/segments/rules/definition.ts";
import { anyDefinition, anyRawCondition } from "../arbitraries.ts";

const ID = "11111111-1111-4111-8111-11111111111a";
const VIP = { fact: "vip", op: "is", value: true };
const words = { services: [ID], specialists: [ID], tags: ["vip"] };

const nested = (depth: number): unknown => (depth === 1 ? VIP : { not: nested(depth - 1) });

describe("a definition that came from outside (MS-3)", () => {
  it.each([
    ["everybody", { all: [] }],
    ["one condition", VIP],
    ["a group in a group", { all: [VIP, { any: [VIP, { not: VIP }] }] }],
    ["a count of the last days", { fact: "noShows", op: "equals", value: 0, days: 90 }],
    ["a condition without a value", { fact: "lastVisit", op: "never" }],
    ["six levels", nested(6)],
    ["fifty parts", { all: Array.from({ length: 49 }, () => VIP) }],
  ])("is read as it stands: %s", (_, input) => {
    expect(readDefinition(input)).toEqual({ ok: true, value: input });
  });

  it("has tags and ids in their one form, each once", () => {
    const tags = { fact: "tags", op: "anyOf", value: [" VIP ", "vip", "Любит  кофе"] };
    expect(readDefinition(tags)).toEqual({ ok: true, value: { ...tags, value: ["vip", "любит кофе"] } });
    const services = { fact: "serviceVisited", op: "noneOf", value: [ID.toUpperCase(), ID] };
    expect(readDefinition(services)).toEqual({ ok: true, value: { ...services, value: [ID] } });
  });

  it.each([
    [undefined, "условия"],
    [null, "условия"],
    ["vip", "условия"],
    [[VIP], "условия"],
    [{}, "fact"],
    [{ any: [] }, "any"],
    [{ all: {} }, "all"],
    [{ all: [VIP], any: [VIP] }, "any"],
    [{ not: VIP, also: 1 }, "also"],
    [{ all: [{ all: [] }] }, "all[0].all"],
    [{ all: [VIP, { fact: "vip", op: "is", value: "да" }] }, "all[1].value"],
    [{ not: { any: [{ ...VIP, op: "was" }] } }, "not.any[0].op"],
    [{ ...VIP, fact: "toString" }, "fact"],
    [{ ...VIP, op: "constructor" }, "op"],
    [{ ...VIP, days: 3 }, "days"],
    [{ fact: "lastVisit", op: "never", value: 1 }, "value"],
    [{ fact: "lastVisit", op: "atLeast" }, "value"],
    [{ fact: "lastVisit", op: "atLeast", value: -1 }, "value"],
    [{ fact: "lastVisit", op: "atLeast", value: 1.5 }, "value"],
    [{ fact: "lastVisit", op: "atLeast", value: 3_651 }, "value"],
    [{ fact: "lastVisit", op: "atLeast", value: "30" }, "value"],
    [{ fact: "visits", op: "atLeast", value: 1, days: 0 }, "days"],
    [{ fact: "birthday", op: "inMonth", value: 13 }, "value"],
    [{ fact: "tags", op: "anyOf", value: [] }, "value"],
    [{ fact: "tags", op: "anyOf", value: [" "] }, "value"],
    [{ fact: "tags", op: "anyOf", value: ["а".repeat(31)] }, "value"],
    [{ fact: "tags", op: "anyOf", value: Array.from({ length: 21 }, (_, n) => `${n}`) }, "value"],
    [{ fact: "serviceVisited", op: "anyOf", value: ["Стрижка"] }, "value"],
    [nested(7), "not.not.not.not.not.not"],
    [{ all: Array.from({ length: 50 }, () => VIP) }, "all[49]"],
  ])("is refused, naming the place: %j", (input, place) => {
    expect(readDefinition(input)).toMatchObject({ ok: false, refusal: "bad_segment", detail: { place } });
  });

  it.each([
    [{ all: [VIP, { ...VIP, value: "да" }] }, '"да"'],
    [{ fact: "tags", op: "anyOf", value: ["а".repeat(80)] }, `["${"а".repeat(58)}`],
    [{ fact: "age" }, '"age"'],
    [[], "[]"],
    [{ fact: "lastVisit", op: "atLeast" }, undefined],
  ])("is refused, saying what stands there: %j", (input, given) => {
    const read = readDefinition(input);
    expect(read.ok ? undefined : read.detail.given).toBe(given);
  });

  it("is refused with the number of the condition, counted from the top through all groups", () => {
    const third = { all: [VIP, { any: [VIP, { ...VIP, value: 1 }] }, { ...VIP, value: 2 }] };
    expect(readDefinition(third)).toMatchObject({ detail: { number: 3, expected: "true или false" } });
    expect(readDefinition({ any: [] })).toMatchObject({ detail: expect.not.objectContaining({ number: 1 }) });
  });

  it("offers every fact and every way to compare it", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyRawCondition(words), (raw) => {
        const read = readDefinition(raw);
        expect(read).toEqual({ ok: true, value: raw });
        const { fact, op } = raw as { fact: string; op: string };
        seen.add(`${fact} ${op}`);
      }),
      { numRuns: 2_000, seed: 1 },
    );
    const all = Object.entries(FACTS).flatMap(([fact, { ops }]) =>
      Object.keys(ops).map((op) => `${fact} ${op}`),
    );
    expect([...seen].sort()).toEqual(all.sort());
  });

  it("is read from what was kept of it without a change", () => {
    fc.assert(
      fc.property(anyDefinition(words), (definition) => {
        expect(readDefinition(JSON.parse(JSON.stringify(definition)))).toEqual({
          ok: true,
          value: definition,
        });
      }),
    );
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        readDefinition(input);
      }),
    );
  });
});
