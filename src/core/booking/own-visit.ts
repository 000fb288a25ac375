import type { Actor } from "../kernel/actor.ts";
import { findStaff } from "../people/index.ts";
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
  if (actor.kind === "operator" || actor.kind === "system") return undefined;
  const member = actor.kind === "staff" ? await findStaff(via, actor.id) : undefined;
  if (member?.isActive !== true) return "not_your_booking";
  return member.role === "specialist" && member.specialistId !== specialistId
    ? "not_your_booking"
    : undefined;
}
