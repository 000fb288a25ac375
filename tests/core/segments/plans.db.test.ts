import type { PoolClient } from "pg";
import { describe, expect, it } from "vitest";
import {
  bookAhead,
  growCatalog,
  growClients,
  growPast,
  growSlots,
  settleDown,
} from "../../../bench/support/growth.ts";
import { plansOf } from "../../../bench/support/plans.ts";
import { newCondition, withOp } from "../../../src/admin/components/segment-tree.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import {
  FACTS,
  readDefinition,
  type SegmentDefinition,
  segmentWhere,
} from "../../../src/core/segments/index.ts";
import { testApp } from "../../support/app.ts";
import { granted } from "../../support/make.ts";

/** A segment of everybody reads the clients; what it asks of each has to come by an index. */
const PER_CLIENT = new Set(["bookings", "consents", "payments", "refunds", "point_entries", "clients"]);

const app = await testApp();
const { serviceId } = await growCatalog(app.db, 5);
const [client] = await growClients(app.db, { count: 2_000, firstTelegramId: 1_001, points: 100 });
await growSlots(app.db, { fromDay: -5, days: 15, perDay: 30, minutes: 20 });
await bookAhead(app.db, { serviceId, slots: 3 });
await growPast(app.db, { serviceId, count: 20_000, withMoney: true });
// One who invited many: the planner takes every client for such a one.
const inviterId = present(client, "a client").id;
await app.db.run(
  sql`UPDATE clients SET invited_by_id = ${inviterId}::uuid WHERE telegram_id % 2 = 0 AND id <> ${inviterId}::uuid`,
);
await settleDown(app.db);

const offer = { facts: FACTS, services: [], specialists: [], tags: [] };
const conditions: readonly SegmentDefinition[] = Object.entries(FACTS).flatMap(([fact, { ops }]) =>
  Object.keys(ops).map((op) => {
    const condition = withOp(offer, newCondition(offer, fact), op);
    const filled = fact === "tags" ? ["vip"] : [serviceId];
    return granted(
      readDefinition(Array.isArray(condition.value) ? { ...condition, value: filled } : condition),
    );
  }),
);

/** What of the growing tables would be read from end to end for one client. */
async function offenders(
  via: PoolClient,
  definitions: readonly SegmentDefinition[],
): Promise<readonly string[]> {
  const whole: string[] = [];
  for (const definition of definitions) {
    const where = segmentWhere(definition, { now: app.clock.now(), zone: "Europe/Moscow" });
    const nodes = await plansOf(
      via,
      sql`SELECT client.id FROM clients client WHERE client.id = ${inviterId}::uuid AND ${where}`,
    );
    const found = nodes.filter(({ kind, table }) => kind === "Seq Scan" && PER_CLIENT.has(table));
    whole.push(...found.map(({ table }) => `${table}: ${JSON.stringify(definition).slice(0, 100)}`));
  }
  return whole;
}

/** One connection, and nothing that was done on it stays. */
async function trying<T>(work: (via: PoolClient) => Promise<T>): Promise<T> {
  const via = await app.db.pool.connect();
  try {
    await via.query("BEGIN");
    return await work(via);
  } finally {
    await via.query("ROLLBACK");
    via.release();
  }
}

describe("what segments ask of a client on a database of years (MS-3)", () => {
  it("is found by indexes alone, condition by condition and all in one group", async () => {
    const grouped = [{ any: conditions }, { not: { any: conditions } }];
    expect(await trying((via) => offenders(via, [...conditions, ...grouped]))).toEqual([]);
  });

  it.each([
    ["bookings_client_visits, bookings_client, bookings_came", "bookings"],
    ["payments_client", "payments"],
    ["refunds_payment", "refunds"],
    ["clients_invited_by", "clients"],
    ["consents_client", "consents"],
  ])("would be noticed without the index %s", async (indexes, table) => {
    const found = await trying(async (via) => {
      await via.query(`DROP INDEX ${indexes}`);
      return offenders(via, conditions);
    });
    expect(found.map((one) => one.split(":")[0])).toContain(table);
  });
});
