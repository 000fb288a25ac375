import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  definitionOf,
  newCondition,
  numberTyped,
  placed,
  type SegmentOffer,
  treeOf,
  withOp,
} from "../../src/admin/components/segment-tree.ts";
import { kopecks } from "../../src/core/kernel/money.ts";
import { FACTS, readDefinition, type SegmentDefinition } from "../../src/core/segments/index.ts";
import { judge } from "../../src/core/segments/rules/membership.ts";
import { anyDefinition } from "../core/segments/arbitraries.ts";
import { granted } from "../support/make.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const one = (value: string) => ({ value, label: value });
const offer: SegmentOffer = { facts: FACTS, services: [one(ID)], specialists: [one(ID)], tags: [one("vip")] };
const VIP = { fact: "vip", op: "is", value: true };
const NEW = { fact: "visits", op: "equals", value: 1 };

describe("the builder's tree (MS-3)", () => {
  it.each([
    [{ all: [] }, { kind: "all", parts: [] }],
    [VIP, { kind: "all", parts: [VIP] }],
    [{ any: [VIP, NEW] }, { kind: "any", parts: [VIP, NEW] }],
    [{ not: VIP }, { kind: "none", parts: [VIP] }],
    [{ not: { any: [VIP, NEW] } }, { kind: "none", parts: [VIP, NEW] }],
    [{ not: { all: [VIP, NEW] } }, { kind: "none", parts: [{ kind: "all", parts: [VIP, NEW] }] }],
    [{ all: [VIP, { not: NEW }] }, { kind: "all", parts: [VIP, { kind: "none", parts: [NEW] }] }],
  ])("of %j and back", (definition, tree) => {
    expect(treeOf(definition)).toEqual(tree);
    expect(definitionOf(treeOf(definition))).toEqual(definition);
  });

  it.each([undefined, null, "", 7, []])("of %j, which is no definition, can be drawn", (nothing) => {
    expect(treeOf(nothing).kind).toBe("all");
  });

  const definitions = anyDefinition({ services: [ID], specialists: [ID], tags: ["vip"] });
  const moment = { now: new Date("2026-11-23T09:00:00Z"), zone: "Europe/Moscow" };
  const facts = {
    ...{ registeredAt: new Date("2026-11-20T09:00:00Z"), visits: [], noShows: [], confirmed: [] },
    ...{ spent: kopecks(0), points: 5, birthday: undefined, tags: ["vip"] },
    is: {
      ...{ invited: true, hasInvited: false, blocked: false, vip: true },
      ...{ marketing: true, inBot: false, unreachable: false },
    },
  };

  it("means what the definition meant, through any number of looks", () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        const back = definitionOf(treeOf(definition));
        const read = readDefinition(back);
        expect(judge(granted(read), facts, moment).holds).toBe(judge(definition, facts, moment).holds);
        expect(definitionOf(treeOf(back))).toEqual(back);
      }),
    );
  });

  it("keeps a group in a group that none of is to hold", () => {
    const definition = { not: { any: [{ any: [{ fact: "registered", op: "atMost", value: 0 }] }] } };
    expect(definitionOf(treeOf(definition))).toEqual(definition);
  });

  it("begins every condition with something that can be saved, but for a list that is still empty", () => {
    for (const [fact, { ops }] of Object.entries(FACTS)) {
      for (const op of Object.keys(ops)) {
        const condition = withOp(offer, newCondition(offer, fact), op);
        const isEmptyList = Array.isArray(condition.value);
        const filled = isEmptyList ? { ...condition, value: [fact === "tags" ? "vip" : ID] } : condition;
        expect(readDefinition(filled), `${fact} ${op}`).toMatchObject({ ok: true });
      }
    }
  });

  it("keeps the value when the same is compared in another way, and the days", () => {
    const typed = { fact: "visits", op: "atLeast", value: 7, days: 30 };
    expect(withOp(offer, typed, "equals")).toEqual({ ...typed, op: "equals" });
    const born = { fact: "birthday", op: "withinNext", value: 30 };
    expect(withOp(offer, born, "inMonth")).toEqual({ ...born, op: "inMonth", value: 1 });
    expect(withOp(offer, { fact: "lastVisit", op: "atLeast", value: 9 }, "never")).toEqual({
      ...{ fact: "lastVisit", op: "never" },
    });
  });

  it("numbers conditions from the top, through groups, as the reader's refusals do", () => {
    const definition = { all: [VIP, { any: [NEW, VIP] }, { ...NEW, value: "" }] };
    const { parts } = treeOf(definition);
    expect(placed(parts, 0).map(({ above }) => above + 1)).toEqual([1, 2, 4]);
    expect(readDefinition(definition)).toMatchObject({ detail: { number: 4 } });
  });

  it.each([
    ["30", 30],
    [" -5 ", -5],
    ["", ""],
    ["1,5", "1,5"],
    ["много", "много"],
  ])("a number typed as %j is %j", (typed, value) => {
    expect(numberTyped(typed)).toBe(value);
  });

  it("saves what is drawn empty as everybody", () => {
    expect(definitionOf({ kind: "all", parts: [] }) as SegmentDefinition).toEqual({ all: [] });
  });
});
