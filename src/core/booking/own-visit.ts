import type { Actor } from "../kernel/actor.ts";
import { covers, scopeOf } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";

/**
 * Whether somebody may do to a booking what a specialist may do only to their own: a specialist is refused at another's,
 * and so is everybody who is not staff, or is so no longer. The operator and the product itself may.
 *
 * @source PE-3
 */
export async function ownVisitProblem(
  via: Queryable,
  { actor, specialistId }: { readonly actor: Actor; readonly specialistId: string },
): Promise<"not_your_booking" | undefined> {
  return covers(await scopeOf(via, actor), specialistId) ? undefined : "not_your_booking";
}
