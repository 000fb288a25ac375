import { type Queryable, sql } from "../runtime/sql.ts";
import type { SegmentNames } from "./model.ts";

/** What services and specialists are called, those no longer offered too: old visits are of them. */
export async function findNames(via: Queryable): Promise<SegmentNames> {
  const rows = await via.many<{ kind: "service" | "specialist"; id: string; name: string }>(sql`
    SELECT 'service' AS kind, id, name FROM services UNION ALL SELECT 'specialist', id, name FROM specialists
    ORDER BY name, id`);
  const called = (kind: "service" | "specialist") =>
    new Map(rows.filter((row) => row.kind === kind).map(({ id, name }) => [id, name]));
  return { services: called("service"), specialists: called("specialist") };
}
