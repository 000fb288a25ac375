import type { Actor } from "../kernel/actor.ts";
import { localDay } from "../kernel/local-day.ts";
import { points } from "../kernel/points.ts";
import { type Queryable, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Block, Client, ConsentKind, StaffMember, StaffMessageGroup, StaffRole } from "./model.ts";
import { searchName, searchPart } from "./rules/search-name.ts";

type ClientRow = {
  id: string;
  telegramId: number | null;
  isReachable: boolean;
  name: string;
  phone: string | null;
  phoneCheckedAt: Date | null;
  email: string | null;
  birthday: string | null;
  timeZone: string | null;
  referralCode: string;
  invitedById: string | null;
  isVip: boolean;
  pointsBalance: number;
  createdAt: Date;
  isErased: boolean;
};

/** Whether the bot can write to a client, in a row of clients by this name: they have a chat with it, and have not stopped it. */
export const isReachable = (client: Sql): Sql =>
  sql`(${client}.telegram_id IS NOT NULL AND ${client}.unreachable_at IS NULL)`;

const COLUMNS = sql`id, telegram_id, ${isReachable(sql`clients`)} AS is_reachable, name, phone, phone_checked_at, email,
  birthday::text, time_zone, referral_code, invited_by_id, is_vip, points_balance, created_at, erased_at IS NOT NULL AS is_erased`;

const toClient = (row: ClientRow): Client => ({
  ...row,
  telegramId: row.telegramId ?? undefined,
  phone: row.phone ?? undefined,
  phoneCheckedAt: row.phoneCheckedAt ?? undefined,
  email: row.email ?? undefined,
  birthday: row.birthday === null ? undefined : localDay(row.birthday),
  timeZone: row.timeZone ?? undefined,
  invitedById: row.invitedById ?? undefined,
  pointsBalance: points(row.pointsBalance),
});

/** The client of this id, or the one that they turned out to be (PE-4). */
export async function findClient(via: Queryable, clientId: string): Promise<Client | undefined> {
  const row = await via.first<ClientRow>(sql`
    SELECT ${COLUMNS} FROM clients
    WHERE id = (SELECT coalesce(merged_into_id, id) FROM clients WHERE id = ${clientId}::uuid)`);
  return row && toClient(row);
}

export async function findClientByTelegram(via: Queryable, telegramId: number): Promise<Client | undefined> {
  const row = await via.first<ClientRow>(
    sql`SELECT ${COLUMNS} FROM clients WHERE telegram_id = ${telegramId}`,
  );
  return row && toClient(row);
}

/** Whose invitation it is; that of an erased client is nobody's. */
export async function findClientByCode(via: Queryable, referralCode: string): Promise<Client | undefined> {
  const row = await via.first<ClientRow>(sql`
    SELECT ${COLUMNS} FROM clients
    WHERE id = (SELECT coalesce(merged_into_id, id) FROM clients WHERE referral_code = ${referralCode})
      AND erased_at IS NULL`);
  return row && toClient(row);
}

/**
 * The client, held still until the transaction ends: everything about one client happens one after another. The id of
 * one who turned out to be another leads to that other (PE-4).
 */
export async function lockClient(tx: Tx, clientId: string): Promise<Client | undefined> {
  const row = await tx.first<ClientRow & { mergedIntoId: string | null }>(
    sql`SELECT ${COLUMNS}, merged_into_id FROM clients WHERE id = ${clientId}::uuid FOR NO KEY UPDATE`,
  );
  if (row === undefined) return undefined;
  const { mergedIntoId, ...client } = row;
  return mergedIntoId === null ? toClient(client) : lockClient(tx, mergedIntoId);
}

/** The client, locked, unless their data were erased: nothing personal is written to such a one (PE-2). */
export async function lockKnownClient(tx: Tx, clientId: string): Promise<Client | undefined> {
  const client = await lockClient(tx, clientId);
  return client?.isErased ? undefined : client;
}

export async function insertClient(
  tx: Tx,
  client: Omit<
    Client,
    "isReachable" | "isVip" | "pointsBalance" | "phoneCheckedAt" | "birthday" | "isErased"
  > & {
    readonly telegramUsername: string | undefined;
  },
): Promise<void> {
  await tx.run(sql`
    INSERT INTO clients (id, telegram_id, telegram_username, name, phone, referral_code, invited_by_id, created_at)
    VALUES (${client.id}::uuid, ${client.telegramId ?? null}, ${client.telegramUsername ?? null}, ${client.name},
            ${client.phone ?? null}, ${client.referralCode}, ${client.invitedById ?? null}::uuid, ${client.createdAt})`);
}

/**
 * Clients by a part of the name or the phone: those called so exactly, then those whose name begins so, then the others,
 * each newest first; all of them without one. The erased are not among them.
 */
export async function searchClients(
  via: Queryable,
  filter: {
    readonly text?: string | undefined;
    readonly rowsMax: number;
    readonly offset?: number | undefined;
  },
): Promise<readonly Client[]> {
  const text = filter.text ?? null;
  const begins = text === null ? null : `${searchPart(text)}%`;
  const part = begins === null ? null : `%${begins}`;
  const phone = text === null ? null : `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const name = text === null ? null : searchName(text);
  const rows = await via.many<ClientRow>(sql`
    SELECT ${COLUMNS} FROM clients
    WHERE merged_into_id IS NULL AND erased_at IS NULL AND (${part}::text IS NULL OR search_name LIKE ${part} OR phone LIKE ${phone})
    ORDER BY CASE WHEN search_name = ${name}::text OR phone = ${text}::text THEN 0 WHEN search_name LIKE ${begins} THEN 1 ELSE 2 END,
             created_at DESC, id LIMIT ${filter.rowsMax} OFFSET ${filter.offset ?? 0}`);
  return rows.map(toClient);
}

export type ConsentRecord = {
  readonly id: string;
  readonly clientId: string;
  readonly kind: ConsentKind;
  readonly action: "given" | "withdrawn";
  readonly textVersion: string;
  readonly documentUrl: string | undefined;
  readonly pressed: string;
};

/** Adds a word to a locked client's evidence: always after the one before it, whatever the clocks of two machines say. */
export async function appendConsent(tx: Tx, consent: ConsentRecord, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO consents (id, client_id, kind, action, text_version, document_url, pressed, created_at)
    SELECT ${consent.id}::uuid, ${consent.clientId}::uuid, ${consent.kind}, ${consent.action}, ${consent.textVersion},
           ${consent.documentUrl ?? null}, ${consent.pressed}, greatest(${now}, max(created_at) + interval '1 millisecond')
    FROM consents WHERE client_id = ${consent.clientId}::uuid`);
}

/** Whether the latest word on a consent was yes. */
export async function hasConsent(via: Queryable, clientId: string, kind: ConsentKind): Promise<boolean> {
  const row = await via.first<{ action: string }>(sql`
    SELECT action FROM consents WHERE client_id = ${clientId}::uuid AND kind = ${kind}
    ORDER BY created_at DESC, id DESC LIMIT 1`);
  return row?.action === "given";
}

/** The same in SQL, of the client whose id is given: for statements about many. */
export const agreedTo = (clientId: Sql, kind: ConsentKind): Sql => sql`
  coalesce((SELECT action = 'given' FROM consents WHERE client_id = ${clientId} AND kind = ${kind}
            ORDER BY created_at DESC, id DESC LIMIT 1), false)`;

/** Of a row of `client_blocks`: whether it stands at a moment (CX-4). */
export const standsAt = (now: Date): Sql =>
  sql`lifted_at IS NULL AND created_at <= ${now} AND (ends_at IS NULL OR ends_at > ${now})`;

/** Whether a block stops a client at a moment (CX-4). */
export const blockedAt = (clientId: Sql, now: Date): Sql =>
  sql`EXISTS (SELECT FROM client_blocks WHERE client_id = ${clientId} AND ${standsAt(now)})`;

/** The block that stands at a moment, the longest if there are several. */
export async function findBlock(via: Queryable, clientId: string, now: Date): Promise<Block | undefined> {
  const row = await via.first<{ reason: string; endsAt: Date | null }>(sql`
    SELECT reason, ends_at FROM client_blocks
    WHERE client_id = ${clientId}::uuid AND ${standsAt(now)}
    ORDER BY ends_at DESC NULLS FIRST LIMIT 1`);
  return row && { reason: row.reason, endsAt: row.endsAt ?? undefined };
}

/** Which of these clients, or of all, a block stops at a moment (CX-4). */
export async function listBlocked(
  via: Queryable,
  clientIds: readonly string[] | "all",
  now: Date,
): Promise<ReadonlySet<string>> {
  const ids = clientIds === "all" ? null : clientIds;
  const rows = await via.many<{ clientId: string }>(sql`
    SELECT DISTINCT client_id FROM client_blocks
    WHERE (${ids}::uuid[] IS NULL OR client_id = ANY(${ids}::uuid[])) AND ${standsAt(now)}`);
  return new Set(rows.map(({ clientId }) => clientId));
}

type StaffRow = {
  id: string;
  name: string;
  role: StaffRole;
  email: string | null;
  telegramId: number | null;
  specialistId: string | null;
  isActive: boolean;
  sessionsValidFrom: Date;
  mutedMessages: readonly StaffMessageGroup[];
  oneTimeUntil: Date | null;
  lastSignInAt: Date | null;
  passwordHash: string | null;
};

export type StaffWithPassword = StaffMember & { readonly passwordHash: string | undefined };

const STAFF_COLUMNS = sql`id, name, role, email, telegram_id, specialist_id, is_active, sessions_valid_from,
  muted_messages, one_time_until, last_sign_in_at, password_hash`;

const toStaff = ({ passwordHash, ...row }: StaffRow): StaffWithPassword => ({
  ...row,
  email: row.email ?? undefined,
  telegramId: row.telegramId ?? undefined,
  specialistId: row.specialistId ?? undefined,
  oneTimeUntil: row.oneTimeUntil ?? undefined,
  lastSignInAt: row.lastSignInAt ?? undefined,
  passwordHash: passwordHash ?? undefined,
});

export async function findStaff(via: Queryable, staffId: string): Promise<StaffWithPassword | undefined> {
  const row = await via.first<StaffRow>(sql`SELECT ${STAFF_COLUMNS} FROM staff WHERE id = ${staffId}::uuid`);
  return row && toStaff(row);
}

export async function findStaffByEmail(
  via: Queryable,
  email: string,
): Promise<StaffWithPassword | undefined> {
  const row = await via.first<StaffRow>(
    sql`SELECT ${STAFF_COLUMNS} FROM staff WHERE email = ${email.trim().toLowerCase()}`,
  );
  return row && toStaff(row);
}

export async function findStaffByTelegram(
  via: Queryable,
  telegramId: number,
): Promise<StaffMember | undefined> {
  const row = await via.first<StaffRow>(sql`
    SELECT ${STAFF_COLUMNS} FROM staff WHERE telegram_id = ${telegramId} AND is_active`);
  return row && toStaff(row);
}

/** Whether somebody may say who works here: an owner, while they are one, and the operator (PE-3). */
export async function mayManage(via: Queryable, actor: Actor): Promise<boolean> {
  if (actor.kind === "operator") return true;
  if (actor.kind !== "staff") return false;
  const by = await findStaff(via, actor.id);
  return by?.role === "owner" && by.isActive;
}

/** Who works here, the owner first. */
export async function listStaff(via: Queryable): Promise<readonly StaffMember[]> {
  const rows = await via.many<StaffRow>(sql`
    SELECT ${STAFF_COLUMNS} FROM staff ORDER BY (role = 'owner') DESC, (role = 'admin') DESC, name`);
  return rows.map(toStaff);
}

/** Members of staff whom the bot tells of what happens to a specialist's bookings: that one and those above. */
export async function staffToTell(via: Queryable, specialistId: string): Promise<readonly { id: string }[]> {
  return via.many(sql`
    SELECT id FROM staff
    WHERE is_active AND telegram_id IS NOT NULL AND (role IN ('owner', 'admin') OR specialist_id = ${specialistId}::uuid)`);
}

/** Those who answer for the whole business: told of money that needs a person, and of clients' words. */
export async function managersToTell(via: Queryable): Promise<readonly { id: string }[]> {
  return via.many(
    sql`SELECT id FROM staff WHERE is_active AND telegram_id IS NOT NULL AND role IN ('owner', 'admin')`,
  );
}

/** Whether a member of staff still works here and hears of things in Telegram. */
export async function isInTelegram(via: Queryable, staffId: string): Promise<boolean> {
  const found = await via.first(
    sql`SELECT 1 FROM staff WHERE id = ${staffId}::uuid AND is_active AND telegram_id IS NOT NULL`,
  );
  return found !== undefined;
}

/** Owners whom the bot can write to. */
export async function listOwners(via: Queryable): Promise<readonly { id: string }[]> {
  return via.many(sql`SELECT id FROM staff WHERE is_active AND telegram_id IS NOT NULL AND role = 'owner'`);
}

/** Whether an owner other than this one hears of a group in Telegram today. */
export async function isHeardByAnotherOwner(
  via: Queryable,
  { staffId, group }: { readonly staffId: string; readonly group: StaffMessageGroup },
): Promise<boolean> {
  const other = await via.first(sql`
    SELECT 1 FROM staff
    WHERE id <> ${staffId}::uuid AND role = 'owner' AND is_active AND telegram_id IS NOT NULL AND NOT ${group} = ANY(muted_messages)`);
  return other !== undefined;
}
