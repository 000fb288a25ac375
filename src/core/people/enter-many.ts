import type { LocalDay } from "../kernel/local-day.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { makeReferralCode } from "./referral-code.ts";

/** What a client brings along who is entered with others; read by the rules of people already. */
export type NewClient = {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
} & ClientValues;

type ClientValues = {
  readonly email: string | undefined;
  readonly birthday: LocalDay | undefined;
  readonly note: string;
  readonly tags: readonly string[];
};

/** What is to be added to a client who is there: an empty value adds nothing. */
export type ClientFilling = ClientValues & { readonly id: string };

/** A client who is there, with what they have already. */
export type KnownClient = ClientValues & {
  readonly id: string;
  readonly phone: string | undefined;
  /** Those who turned out to be this one (PE-4). */
  readonly mergedIds: readonly string[];
};

const KNOWN = sql`client.id, client.phone, client.email, client.birthday::text, client.note, client.tags,
  ARRAY(SELECT merged.id FROM clients merged WHERE merged.merged_into_id = client.id)::text[] AS merged_ids`;

/** Whose these phones are, all at once. */
export async function findPhoneHolders(
  via: Queryable,
  phones: readonly string[],
): Promise<readonly KnownClient[]> {
  const rows = await via.many<KnownRow>(sql`
    SELECT ${KNOWN} FROM clients client
    WHERE client.phone = ANY(${phones}::text[]) AND client.merged_into_id IS NULL`);
  return rows.map(toKnown);
}

/** Who has these ids, all at once, under the id that was asked for: not the erased; who was merged is the other (PE-2, PE-4). */
export async function findKnown(
  via: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownClient>> {
  const rows = await via.many<KnownRow & { askedId: string }>(sql`
    SELECT asked.id AS asked_id, ${KNOWN}
    FROM clients asked JOIN clients client ON client.id = coalesce(asked.merged_into_id, asked.id)
    WHERE asked.id = ANY(${ids}::uuid[]) AND client.erased_at IS NULL`);
  return new Map(rows.map(({ askedId, ...row }) => [askedId, toKnown(row)]));
}

type KnownRow = {
  id: string;
  phone: string | null;
  email: string | null;
  birthday: LocalDay | null;
  note: string;
  tags: readonly string[];
  mergedIds: readonly string[];
};

const toKnown = (row: KnownRow): KnownClient => ({
  ...row,
  phone: row.phone ?? undefined,
  email: row.email ?? undefined,
  birthday: row.birthday ?? undefined,
});

/** Holds these clients still until the transaction ends, in one order for everybody. */
export async function lockMany(tx: Tx, clientIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    SELECT 1 FROM clients WHERE id = ANY(${clientIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`);
}

/**
 * Enters many clients by phone and says which of them are new: a phone that somebody has by now makes no second client.
 *
 * @source PE-4
 */
export async function enterMany(
  tx: Tx,
  clients: readonly NewClient[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (clients.length === 0) return new Set();
  const rows = clients.map((client) => ({ ...client, code: makeReferralCode(client.id) }));
  const entered = await tx.many<{ id: string }>(sql`
    INSERT INTO clients (id, name, phone, email, birthday, note, tags, referral_code, created_at)
    SELECT id, name, phone, email, birthday, note, tags, code, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row (id uuid, name text, phone text, email text, birthday date, note text, tags text[], code text)
    ORDER BY phone
    ON CONFLICT (phone) WHERE phone IS NOT NULL AND merged_into_id IS NULL DO NOTHING
    RETURNING id`);
  return new Set(entered.map(({ id }) => id));
}

/** Writes into locked clients what they do not have yet; what is there stays as it is, tags are added to the others. */
export async function fillMany(tx: Tx, fillings: readonly ClientFilling[]): Promise<void> {
  if (fillings.length === 0) return;
  await tx.run(sql`
    UPDATE clients SET
      email = coalesce(clients.email, row.email),
      birthday = coalesce(clients.birthday, row.birthday),
      note = coalesce(nullif(clients.note, ''), row.note),
      tags = clients.tags || ARRAY(SELECT tag FROM unnest(row.tags) WITH ORDINALITY AS added (tag, place)
                                   WHERE tag <> ALL (clients.tags) ORDER BY place)
    FROM jsonb_to_recordset(${JSON.stringify(fillings)}::jsonb)
      AS row (id uuid, email text, birthday date, note text, tags text[])
    WHERE clients.id = row.id`);
}
