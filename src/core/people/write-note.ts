import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { readNote } from "./rules/note-text.ts";
import { lockKnownClient } from "./store.ts";

/** What somebody of the staff wrote down about a client. */
export type ClientNote = {
  readonly id: string;
  readonly text: string;
  /** Undefined: the operator, by the command line. */
  readonly author: string | undefined;
  readonly createdAt: Date;
};

export type WriteNoteInput = {
  /** Chosen by the caller and kept across retries: the same id is the same note. */
  readonly noteId: string;
  readonly clientId: string;
  readonly text: string;
  readonly actor: Actor;
};

export type WriteNoteRefusal = "note_empty" | "note_too_long" | "note_is_another" | "unknown_client";

/**
 * Writes down for the rest of the staff what is worth knowing about a client. Notes are only added; they move with a
 * client who turns out to be another (PE-4) and go with their data (PE-2). The trail keeps who and when, not the words.
 * Safe to repeat with the same `noteId`.
 *
 * @source PE-2 PE-4 PE-5
 */
export async function writeNote(
  app: App,
  input: WriteNoteInput,
): Promise<Outcome<{ readonly clientId: string; readonly text: string }, WriteNoteRefusal>> {
  const { noteId, actor } = input;
  const text = readNote(input.text);
  if (!text.ok) return text;
  const now = app.clock.now();
  return inTransaction<{ clientId: string; text: string }, WriteNoteRefusal>(app.db, {}, async (tx) => {
    const client = await lockKnownClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const written = { clientId: client.id, text: text.value };
    const added = await tx.run(sql`
      INSERT INTO client_notes (id, client_id, text, staff_id, created_at)
      VALUES (${noteId}::uuid, ${client.id}::uuid, ${text.value}, ${staffIdOf(actor)}::uuid, ${now})
      ON CONFLICT (id) DO NOTHING`);
    if (added === 0) return (await isSame(tx, noteId, written)) ? done(written) : refuse("note_is_another");
    const subject = { subjectKind: "client", subjectId: client.id };
    await recordAudit(tx, { actor, action: "write_note", ...subject, change: { noteId } }, now);
    return done(written);
  });
}

async function isSame(
  tx: Tx,
  noteId: string,
  { clientId, text }: { readonly clientId: string; readonly text: string },
): Promise<boolean> {
  const known = await tx.first(sql`
    SELECT 1 FROM client_notes
    WHERE id = ${noteId}::uuid AND client_id = ${clientId}::uuid AND text = ${text}`);
  return known !== undefined;
}

/** What staff wrote down about a client, newest first. */
export async function listNotes(
  via: Queryable,
  filter: { readonly clientId: string; readonly rowsMax: number; readonly offset?: number | undefined },
): Promise<readonly ClientNote[]> {
  const rows = await via.many<RowOf<ClientNote>>(sql`
    SELECT note.id, note.text, staff.name AS author, note.created_at
    FROM client_notes note LEFT JOIN staff ON staff.id = note.staff_id
    WHERE note.client_id = ${filter.clientId}::uuid
    ORDER BY note.created_at DESC, note.id LIMIT ${filter.rowsMax} OFFSET ${filter.offset ?? 0}`);
  return rows.map((row) => ({ ...row, author: row.author ?? undefined }));
}

/** The one note that is pinned to a client; empty when none is. */
export async function findPinnedNote(via: Queryable, clientId: string): Promise<string> {
  const row = await via.first<{ note: string }>(sql`SELECT note FROM clients WHERE id = ${clientId}::uuid`);
  return row?.note ?? "";
}
