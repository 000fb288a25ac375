import { invariant } from "../kernel/invariant.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Segment } from "./model.ts";
import { readDefinition } from "./rules/definition.ts";

type SegmentRow = Omit<Segment, "definition"> & { readonly definition: unknown };

const COLUMNS = sql`id, name, definition, created_at, updated_at`;

function toSegment(row: SegmentRow): Segment {
  const definition = readDefinition(row.definition);
  invariant(definition.ok, "a saved segment is one that was read", { id: row.id, definition });
  return { ...row, definition: definition.value };
}

/** The saved segments, by name. */
export async function listSegments(via: Queryable): Promise<readonly Segment[]> {
  const rows = await via.many<SegmentRow>(sql`SELECT ${COLUMNS} FROM segments ORDER BY lower(name), id`);
  return rows.map(toSegment);
}

/** A saved segment by its id. */
export async function findSegment(via: Queryable, segmentId: string): Promise<Segment | undefined> {
  const row = await via.first<SegmentRow>(sql`SELECT ${COLUMNS} FROM segments WHERE id = ${segmentId}::uuid`);
  return row && toSegment(row);
}

/** A saved segment by its name, whatever the case. */
export async function findSegmentByName(via: Queryable, name: string): Promise<Segment | undefined> {
  const row = await via.first<SegmentRow>(
    sql`SELECT ${COLUMNS} FROM segments WHERE lower(name) = lower(${name})`,
  );
  return row && toSegment(row);
}

/** The segment, held still until the transaction ends. */
export async function lockSegment(tx: Tx, segmentId: string): Promise<Segment | undefined> {
  const row = await tx.first<SegmentRow>(
    sql`SELECT ${COLUMNS} FROM segments WHERE id = ${segmentId}::uuid FOR UPDATE`,
  );
  return row && toSegment(row);
}

/** Adds a segment. @returns false where one of this id or this name is there already: somebody was quicker */
export async function insertSegment(tx: Tx, segment: Segment): Promise<boolean> {
  const inserted = await tx.run(sql`
    INSERT INTO segments (id, name, definition, created_at, updated_at)
    VALUES (${segment.id}::uuid, ${segment.name}, ${JSON.stringify(segment.definition)}::jsonb, ${segment.createdAt},
            ${segment.updatedAt})
    ON CONFLICT DO NOTHING`);
  return inserted === 1;
}

/** Gives a locked segment another name, other conditions. */
export async function updateSegment(tx: Tx, segment: Segment): Promise<void> {
  await tx.run(sql`
    UPDATE segments SET name = ${segment.name}, definition = ${JSON.stringify(segment.definition)}::jsonb,
      updated_at = ${segment.updatedAt}
    WHERE id = ${segment.id}::uuid`);
}

export async function removeSegment(tx: Tx, segmentId: string): Promise<void> {
  await tx.run(sql`DELETE FROM segments WHERE id = ${segmentId}::uuid`);
}

/** The setting that names segments. */
export const HOT_SEGMENTS = "hot.segments";

/**
 * Whether a setting names the segment (MS-4: `hot.segments`). Rows that refer to a segment hold it by their foreign key;
 * a setting has none.
 */
export async function isNamedBySetting(via: Queryable, segmentId: string): Promise<boolean> {
  const row = await via.first(
    sql`SELECT 1 FROM settings WHERE key = ${HOT_SEGMENTS} AND strpos(value::text, ${segmentId}) > 0`,
  );
  return row !== undefined;
}
