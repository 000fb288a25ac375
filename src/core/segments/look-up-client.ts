import type { App } from "../app.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { findClient } from "../people/index.ts";
import { momentNow } from "./count-segment.ts";
import { findSegmentFacts } from "./find-facts.ts";
import type { SegmentDefinition } from "./model.ts";
import { findNames } from "./names.ts";
import { type Explanation, explain } from "./rules/description.ts";
import { judge } from "./rules/membership.ts";
import { ownValue } from "./rules/own-value.ts";

export type LookedUpClient = {
  readonly clientId: string;
  readonly name: string;
  readonly isIn: boolean;
  /** Condition by condition, from the top: what was asked, and whether it holds. */
  readonly why: readonly Explanation[];
};

/**
 * Says whether a client is in a segment now, and why, condition by condition.
 *
 * The id of one who turned out to be another leads to that other; an erased client is nobody.
 *
 * @source MS-3
 */
export async function lookUpClient(
  app: Pick<App, "db" | "clock">,
  { definition, clientId }: { readonly definition: SegmentDefinition; readonly clientId: string },
): Promise<Outcome<LookedUpClient, "unknown_client">> {
  const client = await findClient(app.db, clientId);
  if (client === undefined) return refuse("unknown_client");
  const moment = await momentNow(app);
  const facts = await findSegmentFacts(app.db, { clientId: client.id, now: moment.now });
  if (facts === undefined) return refuse("unknown_client");
  const verdict = judge(definition, facts, moment);
  const names = await findNames(app.db);
  const why = explain(verdict, names, (condition) => ownValue(condition, facts, { moment, names }));
  return done({ clientId: client.id, name: client.name, isIn: verdict.holds, why });
}
