import pg, { type PoolClient } from "pg";
import type { Statement } from "./statements.ts";

/** A step of a plan that reads a table, by itself or through an index. */
export type PlanNode = { readonly kind: string; readonly table: string; readonly index: string };

type RawPlan = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly Plans?: readonly RawPlan[];
};

/** After five plans for the values at hand PostgreSQL considers one for any. */
const USES = 7;

/**
 * How PostgreSQL runs a statement, without running it: what its plans read when it comes for the first time, and when a
 * connection has prepared it and used it often, as the product's do.
 */
export async function plansOf(via: PoolClient, { text, values }: Statement): Promise<readonly PlanNode[]> {
  const given = values.length === 0 ? "" : `(${values.map(literalOf).join(", ")})`;
  await via.query(`PREPARE explained AS ${text}`);
  const nodes: PlanNode[] = [];
  for (let use = 0; use < USES; use += 1) {
    const { rows } = await via.query<{ "QUERY PLAN": readonly { readonly Plan: RawPlan }[] }>(
      `EXPLAIN (FORMAT JSON) EXECUTE explained${given}`,
    );
    nodes.push(...rows.flatMap((row) => row["QUERY PLAN"].flatMap(({ Plan }) => nodesOf(Plan))));
  }
  await via.query("DEALLOCATE explained");
  return [...new Map(nodes.map((node) => [JSON.stringify(node), node])).values()];
}

function nodesOf(plan: RawPlan): readonly PlanNode[] {
  const table = plan["Relation Name"];
  const index = plan["Index Name"] ?? "";
  const own = table === undefined ? [] : [{ kind: plan["Node Type"], table, index }];
  return [...own, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** A value as text of its own; PostgreSQL knows from the statement which type it is to be. */
const literalOf = (value: unknown): string =>
  value === null || value === undefined ? "NULL" : pg.escapeLiteral(textOf(value));

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(elementOf).join(",")}}`;
  return String(value);
}

const elementOf = (value: unknown): string =>
  value === null || value === undefined ? "NULL" : `"${textOf(value).replaceAll(/["\\]/g, "\\$&")}"`;
