import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { checkContent, isBroken } from "./check-content.ts";
import { contentOf, currentContent, factsFor, findVersion, lockDraft } from "./find-content.ts";
import type { BotContent, ContentVersion, PublishedContent } from "./model.ts";
import { isSameContent } from "./rules/comparison.ts";
import { findVersionById, insertVersion, storeDraft } from "./store.ts";

export type PublishContentInput = {
  /** Chosen by the caller and kept across retries: the same id is the same version. */
  readonly versionId: string;
  /** The draft's as the publisher saw it. */
  readonly revision: number;
  /** What is new, for those who look through the versions. */
  readonly note: string;
  readonly actor: Actor;
};

export type PublishContentRefusal =
  | "content_broken"
  | "draft_changed"
  | "nothing_to_publish"
  | "version_note_missing"
  | "version_note_too_long";

const NOTE_MAX = 300;

/**
 * Publishes the draft as the next version, which the bot speaks by within seconds and which never changes again.
 *
 * A broken draft is refused with the first of what is wrong; so is a draft that somebody changed meanwhile. Safe to
 * repeat with the same `versionId`. What is sent already stays as it was sent.
 */
export async function publishContent(
  app: App,
  input: PublishContentInput,
): Promise<Outcome<ContentVersion, PublishContentRefusal>> {
  const note = input.note.trim();
  if (note === "") return refuse("version_note_missing");
  if (note.length > NOTE_MAX) return refuse("version_note_too_long", { charactersMax: NOTE_MAX });
  const now = app.clock.now();

  return inTransaction<ContentVersion, PublishContentRefusal>(app.db, {}, async (tx) => {
    const draft = await lockDraft(tx, now);
    const earlier = await findVersionById(tx, input.versionId);
    if (earlier) return done(earlier);
    if (draft.revision !== input.revision) return refuse("draft_changed", { revision: draft.revision });
    const current = await currentContent(tx);
    const { content } = draft;
    if (content === undefined || isSameContent(content, current.content)) return refuse("nothing_to_publish");
    const sound = await refuseBroken(tx, content);
    if (!sound.ok) return sound;

    const version = await publish(tx, {
      ...{ id: input.versionId, number: current.number + 1, content, note },
      restoredFrom: undefined,
      staffId: staffIdOf(input.actor) ?? undefined,
      publishedAt: now,
    });
    const emptied = { ...draft, revision: draft.revision + 1, content: undefined, basedOn: version.number };
    await storeDraft(tx, emptied, now);
    await audit(tx, { actor: input.actor, action: "publish_bot_content" }, version);
    return done(version);
  });
}

export type RestoreVersionInput = {
  /** Chosen by the caller and kept across retries. */
  readonly versionId: string;
  /** The version to bring back; 0: what the product is shipped with. */
  readonly number: number;
  readonly actor: Actor;
};

export type RestoreVersionRefusal = "content_broken" | "unknown_version" | "version_is_current";

/**
 * Brings an older version back, as a new one: what was published stays in the list as it was.
 *
 * It is checked as it would be today (a service may be gone), and refused when it is broken by now. A draft that is being
 * edited stays as it is. Safe to repeat with the same `versionId`.
 */
export async function restoreVersion(
  app: App,
  input: RestoreVersionInput,
): Promise<Outcome<ContentVersion, RestoreVersionRefusal>> {
  const { number, versionId, actor } = input;
  const now = app.clock.now();

  return inTransaction<ContentVersion, RestoreVersionRefusal>(app.db, {}, async (tx) => {
    await lockDraft(tx, now);
    const earlier = await findVersionById(tx, versionId);
    if (earlier) return done(earlier);
    if (number !== 0 && (await findVersion(tx, number)) === undefined) return refuse("unknown_version");
    const current = await currentContent(tx);
    const { content } = await contentOf(tx, number);
    if (isSameContent(content, current.content)) return refuse("version_is_current");
    const sound = await refuseBroken(tx, content);
    if (!sound.ok) return sound;

    const version = await publish(tx, {
      ...{ id: versionId, number: current.number + 1, content },
      note: number === 0 ? "Возврат к исходным текстам" : `Возврат к версии ${number}`,
      restoredFrom: number,
      staffId: staffIdOf(actor) ?? undefined,
      publishedAt: now,
    });
    await audit(tx, { actor, action: "restore_bot_content" }, version);
    return done(version);
  });
}

async function refuseBroken(tx: Tx, content: BotContent): Promise<Outcome<undefined, "content_broken">> {
  const problems = checkContent(content, await factsFor(tx, content));
  const [first] = problems.filter(({ isWarning }) => !isWarning);
  return first !== undefined && isBroken(problems)
    ? refuse("content_broken", { problem: first.sentence })
    : done(undefined);
}

async function publish(tx: Tx, version: PublishedContent): Promise<ContentVersion> {
  await insertVersion(tx, version);
  const { content: _said, ...rest } = version;
  return rest;
}

const audit = (
  tx: Tx,
  by: { readonly actor: Actor; readonly action: string },
  { number, note, publishedAt }: ContentVersion,
): Promise<void> =>
  recordAudit(
    tx,
    { ...by, subjectKind: "bot_content", subjectId: String(number), reason: note },
    publishedAt,
  );
