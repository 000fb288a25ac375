import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { currentContent, lockDraft } from "./find-content.ts";
import type { ContentDraft } from "./model.ts";
import { compareContents, isSameContent } from "./rules/comparison.ts";
import { applyChange, type DraftChange, type DraftChangeRefusal } from "./rules/draft-change.ts";
import { shippedTexts } from "./shipped.ts";
import { storeDraft } from "./store.ts";

export type ChangeDraftInput = {
  /** The draft's as the editor saw it. */
  readonly revision: number;
  readonly change: DraftChange;
  readonly actor: Actor;
};

export type ChangeDraftRefusal = DraftChangeRefusal | "draft_changed" | "unknown_text" | "text_fixed";

/**
 * Makes one step of editing in the one draft; it may be broken, and then cannot be published.
 *
 * Compare and set: whoever did not see the draft as it is by now is refused and loses nothing. A step that changes
 * nothing, or is repeated, is done. A sentence that is the shipped one again, and a draft that is what is published,
 * are no difference and are not kept.
 */
export async function changeDraft(
  app: App,
  input: ChangeDraftInput,
): Promise<Outcome<ContentDraft, ChangeDraftRefusal>> {
  const change = tidied(input.change);
  if (change.kind === "text") {
    const text = shippedTexts().get(change.key);
    if (text === undefined) return refuse("unknown_text");
    if (text.isFixed) return refuse("text_fixed");
  }
  const now = app.clock.now();
  return inTransaction<ContentDraft, ChangeDraftRefusal>(app.db, {}, (tx) =>
    stepInDraft(tx, { ...input, change }, now),
  );
}

/** The step itself, in the transaction of whoever has more to write with it. */
export async function stepInDraft(
  tx: Tx,
  { revision, change, actor }: ChangeDraftInput,
  now: Date,
): Promise<Outcome<ContentDraft, DraftChangeRefusal | "draft_changed">> {
  const draft = await lockDraft(tx, now);
  const current = await currentContent(tx);
  const before = draft.content ?? current.content;
  const after = applyChange(before, change);
  if (after.ok && isSameContent(before, after.value)) return done(draft);
  if (draft.revision !== revision) return refuse("draft_changed", { revision: draft.revision });
  if (!after.ok) return after;

  const stored = await storeDraft(
    tx,
    {
      revision: draft.revision + 1,
      content: isSameContent(current.content, after.value) ? undefined : after.value,
      basedOn: draft.content === undefined ? current.number : draft.basedOn,
      staffId: staffIdOf(actor) ?? undefined,
    },
    now,
  );
  const parts = compareContents(before, after.value).map(({ part, key }) => `${part}:${key}`);
  const subject = { subjectKind: "bot_content", subjectId: String(stored.revision) };
  const told = {
    actor,
    action: "change_bot_draft",
    ...subject,
    change: { parts: parts.slice(0, PARTS_MAX) },
  };
  await recordAudit(tx, told, now);
  return done(stored);
}

const PARTS_MAX = 50;

/** Whatever is the shipped sentence is no sentence of the business's own. */
function tidied(change: DraftChange): DraftChange {
  if (change.kind !== "text" || change.text === undefined) return change;
  const text = change.text.replaceAll("\r\n", "\n").trim();
  return { ...change, text: text === shippedTexts().get(change.key)?.source ? undefined : text };
}
