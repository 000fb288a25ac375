import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysAfter } from "../../../src/core/kernel/instant.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { findSegmentFacts } from "../../../src/core/segments/find-facts.ts";
import {
  countSegment,
  EVERYBODY,
  listSegmentClients,
  lookUpClient,
  type Moment,
  momentNow,
  type SegmentDefinition,
  segmentWhere,
} from "../../../src/core/segments/index.ts";
import { judge } from "../../../src/core/segments/rules/membership.ts";
import { testApp } from "../../support/app.ts";
import { granted } from "../../support/make.ts";
import { anyDefinition } from "./arbitraries.ts";
import { generatedClients, makeWorld } from "./generated-clients.ts";

const CLIENTS = 120;
const SEED = 20_261_126;
const app = await testApp();
const world = await makeWorld(app, generatedClients(CLIENTS, SEED));
const moment: Moment = await momentNow(app);

const bySql = async (definition: SegmentDefinition, at = moment): Promise<readonly string[]> => {
  const rows = await app.db.many<{ id: string }>(
    sql`SELECT client.id FROM clients client WHERE ${segmentWhere(definition, at)}`,
  );
  return rows.map(({ id }) => id).sort();
};

const byRule = (definition: SegmentDefinition): readonly string[] =>
  world.living
    .filter(({ facts }) => judge(definition, facts, moment).holds)
    .map(({ id }) => id)
    .sort();

const definitions = anyDefinition(world.vocabulary);

describe("a segment (MS-3)", () => {
  it("has the same clients by the rule, in SQL, when counted and when listed", async () => {
    await fc.assert(
      fc.asyncProperty(definitions, async (definition) => {
        const expected = byRule(definition);
        expect(await bySql(definition)).toEqual(expected);
        expect(await countSegment(app, definition)).toBe(expected.length);
        const listed = await listSegmentClients(app, definition, { rowsMax: CLIENTS });
        expect(listed.map(({ id }) => id).sort()).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });

  it("would be seen to differ if SQL looked at it a millisecond later", async () => {
    const differs = fc.asyncProperty(definitions, async (definition) => {
      const later = { ...moment, now: new Date(moment.now.getTime() + 1) };
      expect(await bySql(definition, later)).toEqual(byRule(definition));
    });
    const { failed } = await fc.check(differs, { numRuns: 400, seed: SEED });
    expect(failed).toBe(true);
  });

  it("and its opposite are everybody who lives, and nobody twice", async () => {
    await fc.assert(
      fc.asyncProperty(definitions, async (definition) => {
        const parts = [...(await bySql(definition)), ...(await bySql({ not: definition }))];
        expect(parts.sort()).toEqual(await bySql(EVERYBODY));
      }),
      { numRuns: 50 },
    );
    expect(await bySql(EVERYBODY)).toEqual(world.living.map(({ id }) => id).sort());
  });

  it("is the same for one client looked up, who is told why", async () => {
    await fc.assert(
      fc.asyncProperty(definitions, fc.constantFrom(...world.living), async (definition, { id, facts }) => {
        const looked = granted(await lookUpClient(app, { definition, clientId: id }));
        expect(looked.isIn).toBe(judge(definition, facts, moment).holds);
        expect(looked.why[0]?.holds).toBe(looked.isIn);
      }),
      { numRuns: 100 },
    );
  });

  it("reads of a client just what the books say", async () => {
    for (const { id, facts } of world.living) {
      const found = await findSegmentFacts(app.db, { clientId: id, now: moment.now });
      const inOrder = (visits: typeof facts.visits) =>
        visits.toSorted(
          (a, b) => Number(a.startsAt) - Number(b.startsAt) || a.serviceId.localeCompare(b.serviceId),
        );
      for (const kind of ["visits", "noShows", "confirmed"] as const) {
        expect(inOrder(found?.[kind] ?? [])).toEqual(inOrder(facts[kind]));
      }
      expect({ ...found, visits: [], noShows: [], confirmed: [] }).toEqual({
        ...facts,
        ...{ visits: [], noShows: [], confirmed: [] },
      });
    }
  });

  it("looks at birthdays by the business's calendar", async () => {
    const tonight = { now: daysAfter(new Date("2026-11-22T21:30:00Z"), 0), zone: "Europe/Moscow" };
    const today = { fact: "birthday", op: "withinNext", value: 0 } as const;
    const born = (day: string) =>
      world.living
        .filter(({ facts }) => facts.birthday?.endsWith(day))
        .map(({ id }) => id)
        .sort();
    expect(await bySql(today, tonight)).toEqual(born("11-23"));
    expect(await bySql(today, { ...tonight, zone: "Europe/London" })).toEqual(born("11-22"));
  });
});
