import type { Pool, PoolClient } from "pg";
import type { Statement } from "./statements.ts";

/** A step of a plan that reads a table. */
export type PlanNode = { readonly kind: string; readonly table: string; readonly index: string };

type RawPlan = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly Plans?: readonly RawPlan[];
};

/**
 * How PostgreSQL would run a statement, without running it: with these values, or as it runs one that was prepared and
 * used often, for any values.
 */
export async function explain(
  via: Pool | PoolClient,
  { text, values }: Statement,
  way: "these values" | "any values" = "these values",
): Promise<RawPlan> {
  const isAny = way === "any values";
  const { rows } = await via.query<{ "QUERY PLAN": readonly { readonly Plan: RawPlan }[] }>({
    text: `EXPLAIN (FORMAT JSON${isAny ? ", GENERIC_PLAN" : ""}) ${text}`,
    ...(isAny ? {} : { values: [...values] }),
  });
  const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
  if (plan === undefined) throw new Error(`PostgreSQL explained nothing about ${text}`);
  return plan;
}

/** The steps of a plan that read a table, by themselves or through an index. */
export function nodesOf(plan: RawPlan): readonly PlanNode[] {
  const table = plan["Relation Name"];
  const index = plan["Index Name"] ?? "";
  const own = table === undefined ? [] : [{ kind: plan["Node Type"], table, index }];
  return [...own, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
