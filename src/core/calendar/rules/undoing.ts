import type { Actor } from "../../kernel/actor.ts";
import { actorId } from "../../kernel/actor.ts";
import { minutesAfter } from "../../kernel/instant.ts";
import type { SlotChange } from "../model.ts";

/** So long a change of slots can be undone. */
export const UNDO_MINUTES = 60;

export type UndoingProblem = "not_your_change" | "undo_too_late";

/**
 * Whether somebody may undo a change of slots: only who made it, and no later than an hour after it, that moment included.
 *
 * What became of the slots since is not looked at here.
 *
 * @source SL-6
 */
export function undoingProblem(
  change: Pick<SlotChange, "actor" | "createdAt">,
  actor: Actor,
  now: Date,
): UndoingProblem | undefined {
  const isOwn = change.actor.kind === actor.kind && actorId(change.actor) === actorId(actor);
  if (!isOwn) return "not_your_change";
  return minutesAfter(change.createdAt, UNDO_MINUTES) < now ? "undo_too_late" : undefined;
}
