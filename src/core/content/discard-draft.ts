import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { lockDraft } from "./find-content.ts";
import type { ContentDraft } from "./model.ts";
import { currentVersionNumber, storeDraft } from "./store.ts";

/** Throws the draft away: what is published stays. Nothing to throw away is done already. */
export async function discardDraft(
  app: App,
  input: { readonly revision: number; readonly actor: Actor },
): Promise<Outcome<ContentDraft, "draft_changed">> {
  const now = app.clock.now();
  return inTransaction<ContentDraft, "draft_changed">(app.db, {}, async (tx) => {
    const draft = await lockDraft(tx, now);
    if (draft.content === undefined) return done(draft);
    if (draft.revision !== input.revision) return refuse("draft_changed", { revision: draft.revision });
    const basedOn = await currentVersionNumber(tx);
    const emptied = { revision: draft.revision + 1, content: undefined, basedOn };
    const stored = await storeDraft(tx, { ...emptied, staffId: staffIdOf(input.actor) ?? undefined }, now);
    const told = {
      action: "discard_bot_draft",
      subjectKind: "bot_content",
      subjectId: String(stored.revision),
    };
    await recordAudit(tx, { actor: input.actor, ...told }, now);
    return done(stored);
  });
}
