import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { type QuickReplyWords, type QuickReplyWordsRefusal, readQuickReply } from "./rules/quick-reply.ts";

/** What staff write to clients often, with blanks that are filled in for each. */
export type QuickReply = QuickReplyWords & {
  readonly id: string;
  /** From 1, without gaps: the order in which they are offered. */
  readonly place: number;
};

export type SaveQuickReplyInput = QuickReplyWords & {
  /** Chosen by the caller and kept across retries: a new id is a new quick reply, a known one is changed. */
  readonly quickReplyId: string;
  /** Where it stands among the others, from 1; beyond the last is last, and so is a new one without a place. */
  readonly place?: number | undefined;
  readonly actor: Actor;
};

export type SaveQuickReplyRefusal =
  | QuickReplyWordsRefusal
  | "quick_reply_title_taken"
  | "quick_reply_place_wrong"
  | "quick_replies_too_many";
export type RemoveQuickReplyRefusal = "unknown_quick_reply";

const CONFLICTS = { quick_replies_title_once: "quick_reply_title_taken" } as const;
/** More than that nobody chooses from. */
const QUICK_REPLIES_MAX = 30;

/** The business's quick replies, in its order. */
export const listQuickReplies = (via: Queryable): Promise<readonly QuickReply[]> =>
  via.many<QuickReply>(sql`SELECT id, title, text, place FROM quick_replies ORDER BY place`);

/** They are few and their places hang together: whoever changes them is alone. */
async function lockAll(tx: Tx): Promise<readonly QuickReply[]> {
  await tx.run(sql`LOCK TABLE quick_replies IN SHARE ROW EXCLUSIVE MODE`);
  return listQuickReplies(tx);
}

/**
 * Saves a quick reply under a title that no other has, whatever the case: a new one, or other words or another place for a
 * known one; those behind it move along. Safe to repeat: the same is written once.
 *
 * @source PE-5
 */
export async function saveQuickReply(
  app: App,
  input: SaveQuickReplyInput,
): Promise<Outcome<QuickReply, SaveQuickReplyRefusal>> {
  const words = readQuickReply(input);
  if (!words.ok) return words;
  const { quickReplyId: id, place: wanted, actor } = input;
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1))
    return refuse("quick_reply_place_wrong");
  const now = app.clock.now();
  return inTransaction<QuickReply, SaveQuickReplyRefusal>(app.db, CONFLICTS, async (tx) => {
    const all = await lockAll(tx);
    const before = all.find((one) => one.id === id);
    const others = all.filter((one) => one !== before);
    if (before === undefined && others.length >= QUICK_REPLIES_MAX)
      return refuse("quick_replies_too_many", { rowsMax: QUICK_REPLIES_MAX });
    const place = Math.min(wanted ?? before?.place ?? others.length + 1, others.length + 1);
    const after: QuickReply = { id, ...words.value, place };
    const changes = changesOf(before, after);
    if (Object.keys(changes).length === 0) return done(after);
    await tx.run(sql`
      INSERT INTO quick_replies (id, title, text, place, created_at, updated_at)
      VALUES (${id}::uuid, ${after.title}, ${after.text}, ${place}, ${now}, ${now})
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text, place = excluded.place, updated_at = ${now}`);
    await putInOrder(tx, others.toSpliced(place - 1, 0, after));
    const subject = { subjectKind: "quick_reply", subjectId: id };
    const action = before === undefined ? "add_quick_reply" : "change_quick_reply";
    await recordAudit(tx, { actor, action, ...subject, change: changes }, now);
    return done(after);
  });
}

/**
 * Removes a quick reply; those behind it move up, and what was sent stays sent.
 *
 * @source PE-5
 */
export async function removeQuickReply(
  app: App,
  { quickReplyId: id, actor }: { readonly quickReplyId: string; readonly actor: Actor },
): Promise<Outcome<QuickReply, RemoveQuickReplyRefusal>> {
  const now = app.clock.now();
  return inTransaction<QuickReply, RemoveQuickReplyRefusal>(app.db, {}, async (tx) => {
    const all = await lockAll(tx);
    const gone = all.find((one) => one.id === id);
    if (gone === undefined) return refuse("unknown_quick_reply");
    await tx.run(sql`DELETE FROM quick_replies WHERE id = ${id}::uuid`);
    await putInOrder(
      tx,
      all.filter((one) => one !== gone),
    );
    const subject = { subjectKind: "quick_reply", subjectId: id };
    const change = { name: [gone.title, null], text: [gone.text, null] };
    await recordAudit(tx, { actor, action: "remove_quick_reply", ...subject, change }, now);
    return done(gone);
  });
}

async function putInOrder(tx: Tx, order: readonly QuickReply[]): Promise<void> {
  await tx.run(sql`
    UPDATE quick_replies SET place = wanted.place
    FROM unnest(${order.map(({ id }) => id)}::uuid[]) WITH ORDINALITY AS wanted (id, place)
    WHERE quick_replies.id = wanted.id AND quick_replies.place <> wanted.place`);
}

/** What the journal tells of it: what was and what is, of what differs. */
function changesOf(before: QuickReply | undefined, after: QuickReply) {
  const pairs = [
    ["name", before?.title ?? null, after.title],
    ["text", before?.text ?? null, after.text],
    ["place", before?.place ?? null, after.place],
  ] as const;
  return Object.fromEntries(
    pairs.filter(([, was, is]) => was !== is).map(([key, was, is]) => [key, [was, is]]),
  );
}
