import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { tidyTag } from "../kernel/tag.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { readTags } from "./rules/tags.ts";
import { lockKnownClient } from "./store.ts";

export type SetTagsRefusal = "unknown_client" | "tag_too_long" | "tags_too_many";

type Whose = { readonly clientId: string; readonly actor: Actor };

/**
 * Gives a client the tags that staff know them by, in place of those they had. The same tags again are no change.
 *
 * The trail says how many came and went, not which: a tag may be a personal word (PE-2).
 *
 * @source MS-3
 */
export const setTags = (
  app: App,
  { tags, ...whose }: Whose & { readonly tags: readonly string[] },
): Promise<Outcome<readonly string[], SetTagsRefusal>> => writeTags(app, whose, () => tags);

/** Adds some tags to a client's and takes others away; what is there, or is not, already stays so. */
export const changeTags = (
  app: App,
  { add, remove, ...whose }: Whose & { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<Outcome<readonly string[], SetTagsRefusal>> => {
  const gone = new Set(remove.map(tidyTag));
  return writeTags(app, whose, (before) => [...before, ...add].filter((tag) => !gone.has(tidyTag(tag))));
};

async function writeTags(
  app: App,
  { clientId, actor }: Whose,
  wanted: (before: readonly string[]) => readonly string[],
): Promise<Outcome<readonly string[], SetTagsRefusal>> {
  const now = app.clock.now();
  return inTransaction<readonly string[], SetTagsRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, clientId);
    if (!client) return refuse("unknown_client");
    const before = await findTags(tx, client.id);
    const read = readTags(wanted(before), { before: before.length });
    if (!read.ok) return read;
    const tags = read.value;
    const added = tags.filter((tag) => !before.includes(tag)).length;
    const removed = before.filter((tag) => !tags.includes(tag)).length;
    if (tags.join() === before.join()) return done(tags);

    await tx.run(sql`UPDATE clients SET tags = ${tags}::text[] WHERE id = ${client.id}::uuid`);
    const subject = { subjectKind: "client", subjectId: client.id };
    await recordAudit(tx, { actor, action: "set_tags", ...subject, change: { added, removed } }, now);
    return done(tags);
  });
}

/** The tags that staff gave to a client. */
export async function findTags(via: Queryable, clientId: string): Promise<readonly string[]> {
  const row = await via.first<{ tags: readonly string[] }>(
    sql`SELECT tags FROM clients WHERE id = ${clientId}::uuid`,
  );
  return row?.tags ?? [];
}

/** The tags that clients have, the most usual first. */
export async function listTags(via: Queryable, rowsMax: number): Promise<readonly string[]> {
  const rows = await via.many<{ tag: string }>(sql`
    SELECT tag FROM clients, unnest(tags) AS tag WHERE tags <> '{}'
    GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ${rowsMax}`);
  return rows.map(({ tag }) => tag);
}
