import type { Actor } from "../kernel/actor.ts";
import type { Queryable } from "../runtime/sql.ts";
import { findStaff } from "./store.ts";

/** Whose calendar somebody may work in: everybody's, or one specialist's; of `undefined` nobody's. */
export type Scope = "everybody" | { readonly specialistId: string | undefined };

/**
 * Whose calendar somebody may work in, as they are among staff at this moment: a specialist in their own, and in none who
 * is not staff, or is so no longer. The operator and the product itself work in everybody's.
 *
 * @source PE-3
 */
export async function scopeOf(via: Queryable, actor: Actor): Promise<Scope> {
  if (actor.kind === "operator" || actor.kind === "system") return "everybody";
  const member = actor.kind === "staff" ? await findStaff(via, actor.id) : undefined;
  if (member?.isActive !== true) return { specialistId: undefined };
  return member.role === "specialist" ? { specialistId: member.specialistId } : "everybody";
}

/** Whether that specialist's calendar is in it (PE-3). */
export const covers = (scope: Scope, specialistId: string): boolean =>
  scope === "everybody" || scope.specialistId === specialistId;
