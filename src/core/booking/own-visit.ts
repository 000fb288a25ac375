import type { Actor } from "../kernel/actor.ts";
import { findStaff } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { Booking } from "./model.ts";

/**
 * Whether a visit is an actor's to mark or to take money for: a specialist's only their own, anybody's for those who
 * run the business and for the product itself, nobody's for who left or never worked here.
 *
 * @source PE-3
 */
export async function isOwnVisit(
  via: Queryable,
  actor: Actor,
  { specialistId }: Pick<Booking, "specialistId">,
): Promise<boolean> {
  if (actor.kind === "operator" || actor.kind === "system") return true;
  const member = actor.kind === "staff" ? await findStaff(via, actor.id) : undefined;
  if (member === undefined || !member.isActive) return false;
  return member.role !== "specialist" || member.specialistId === specialistId;
}
