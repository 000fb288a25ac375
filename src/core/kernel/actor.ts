/** Who does something: for the audit, and for rules that let staff do what clients may not. */
export type Actor =
  | { readonly kind: "client"; readonly id: string }
  | { readonly kind: "staff"; readonly id: string }
  | { readonly kind: "operator" }
  | { readonly kind: "system" };

/** As every face says it; a new one has to be given its word here. */
export const ACTOR_WORDS = {
  client: "клиент",
  staff: "сотрудник",
  operator: "оператор",
  system: "система",
} as const satisfies Readonly<Record<Actor["kind"], string>>;

export const SYSTEM: Actor = { kind: "system" };
export const OPERATOR: Actor = { kind: "operator" };

export const actorId = (actor: Actor): string | null => ("id" in actor ? actor.id : null);

/** The member of staff behind an action, if one is. */
export const staffIdOf = (actor: Actor): string | null => (actor.kind === "staff" ? actor.id : null);
