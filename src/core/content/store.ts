import type { PictureKind } from "../kernel/picture.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { ContentDraft, ContentVersion, PublishedContent } from "./model.ts";

const DRAFT = 1;

type VersionRow = RowOf<ContentVersion>;

const toVersion = (row: VersionRow): ContentVersion => ({
  ...row,
  restoredFrom: row.restoredFrom ?? undefined,
  staffId: row.staffId ?? undefined,
});

const VERSION = sql`number, id, note, restored_from, staff_id, published_at`;

/** The number of what is in force; 0 when nothing was published yet. */
export async function currentVersionNumber(via: Queryable): Promise<number> {
  const row = await via.first<{ number: number }>(sql`
    SELECT coalesce(max(number), 0) AS number FROM content_versions`);
  return row?.number ?? 0;
}

/** A version with its content as it is stored. */
export async function findStoredVersion(
  via: Queryable,
  number: number,
): Promise<(ContentVersion & { readonly content: unknown }) | undefined> {
  const row = await via.first<VersionRow & { content: unknown }>(sql`
    SELECT ${VERSION}, content FROM content_versions WHERE number = ${number}`);
  return row && { ...toVersion(row), content: row.content };
}

export async function findVersionById(via: Queryable, id: string): Promise<ContentVersion | undefined> {
  const row = await via.first<VersionRow>(sql`
    SELECT ${VERSION} FROM content_versions WHERE id = ${id}::uuid`);
  return row && toVersion(row);
}

/** The versions, newest first. */
export async function listVersions(
  via: Queryable,
  { rowsMax, before }: { readonly rowsMax: number; readonly before?: number | undefined },
): Promise<readonly ContentVersion[]> {
  const rows = await via.many<VersionRow>(sql`
    SELECT ${VERSION} FROM content_versions
    WHERE ${before ?? null}::int IS NULL OR number < ${before ?? null}::int
    ORDER BY number DESC LIMIT ${rowsMax}`);
  return rows.map(toVersion);
}

export async function insertVersion(tx: Tx, version: PublishedContent): Promise<void> {
  const { number, id, content, note, restoredFrom, staffId, publishedAt } = version;
  await tx.run(sql`
    INSERT INTO content_versions (number, id, content, note, restored_from, staff_id, published_at)
    VALUES (${number}, ${id}::uuid, ${JSON.stringify(content)}::jsonb, ${note}, ${restoredFrom ?? null},
            ${staffId ?? null}::uuid, ${publishedAt})`);
}

/** The draft with its content as it is stored; null: there is none. */
export type StoredDraft = Omit<ContentDraft, "content" | "updatedAt"> & {
  readonly content: unknown;
  readonly updatedAt: Date | undefined;
};

type DraftRow = RowOf<Omit<StoredDraft, "content" | "updatedAt">> & { content: unknown; updatedAt: Date };

const NO_DRAFT: StoredDraft = {
  ...{ revision: 0, content: null, basedOn: 0 },
  ...{ staffId: undefined, updatedAt: undefined },
};

const toDraft = (row: DraftRow | undefined): StoredDraft =>
  row === undefined ? NO_DRAFT : { ...row, staffId: row.staffId ?? undefined };

const DRAFT_COLUMNS = sql`revision, content, based_on, staff_id, updated_at`;

export async function findStoredDraft(via: Queryable): Promise<StoredDraft> {
  return toDraft(
    await via.first<DraftRow>(sql`SELECT ${DRAFT_COLUMNS} FROM content_draft WHERE id = ${DRAFT}`),
  );
}

/** The draft, kept from all others until the transaction is over; whoever publishes waits here, too. */
export async function lockStoredDraft(tx: Tx, now: Date): Promise<StoredDraft> {
  await tx.run(sql`
    INSERT INTO content_draft (id, revision, content, based_on, updated_at) VALUES (${DRAFT}, 0, NULL, 0, ${now})
    ON CONFLICT (id) DO NOTHING`);
  return toDraft(
    await tx.first<DraftRow>(sql`SELECT ${DRAFT_COLUMNS} FROM content_draft WHERE id = ${DRAFT} FOR UPDATE`),
  );
}

export async function storeDraft(
  tx: Tx,
  draft: Omit<ContentDraft, "updatedAt">,
  now: Date,
): Promise<ContentDraft> {
  const { revision, content, basedOn, staffId } = draft;
  await tx.run(sql`
    UPDATE content_draft SET revision = ${revision}, based_on = ${basedOn}, staff_id = ${staffId ?? null}::uuid,
      content = ${content === undefined ? null : JSON.stringify(content)}::jsonb, updated_at = ${now}
    WHERE id = ${DRAFT}`);
  return { ...draft, updatedAt: now };
}

export type StoredPicture = { readonly kind: PictureKind; readonly bytes: Uint8Array };

/** The same id is the same picture, for good. */
export async function insertPicture(
  via: Queryable,
  { id, kind, bytes }: StoredPicture & { readonly id: string },
  now: Date,
): Promise<void> {
  await via.run(sql`
    INSERT INTO content_pictures (id, kind, bytes, created_at)
    VALUES (${id}::uuid, ${kind}, ${Buffer.from(bytes)}, ${now}) ON CONFLICT (id) DO NOTHING`);
}

export function findContentPicture(via: Queryable, id: string): Promise<StoredPicture | undefined> {
  return via.first<StoredPicture>(sql`SELECT kind, bytes FROM content_pictures WHERE id = ${id}::uuid`);
}

/** Which of these there are. */
export async function knownPictures(via: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await via.many<{ id: string }>(sql`
    SELECT id FROM content_pictures WHERE id = ANY(${ids}::uuid[])`);
  return new Set(rows.map(({ id }) => id));
}

/** What Telegram calls a picture, once it was given it. */
export async function findContentPictureFileId(via: Queryable, id: string): Promise<string | undefined> {
  const row = await via.first<{ name: string | null }>(sql`
    SELECT telegram_file_id AS name FROM content_pictures WHERE id = ${id}::uuid`);
  return row?.name ?? undefined;
}

export async function keepContentPictureFileId(
  via: Queryable,
  id: string,
  name: string | undefined,
): Promise<void> {
  await via.run(sql`UPDATE content_pictures SET telegram_file_id = ${name ?? null} WHERE id = ${id}::uuid`);
}
