import type { Actor } from "../kernel/actor.ts";
import { findStaff } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";

/**
 * Whether somebody may do to a booking what a specialist may do only to their own: an actor who is staff with the role
 * specialist is refused at another's.
 *
 * @source PE-3
 */
export async function ownVisitProblem(
  via: Queryable,
  { actor, specialistId }: { readonly actor: Actor; readonly specialistId: string },
): Promise<"not_your_booking" | undefined> {
  if (actor.kind !== "staff") return undefined;
  const member = await findStaff(via, actor.id);
  if (member?.isActive !== true) return "not_your_booking";
  return member.role === "specialist" && member.specialistId !== specialistId
    ? "not_your_booking"
    : undefined;
}
