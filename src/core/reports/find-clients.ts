import { searchPart } from "../people/index.ts";
import { join, type Queryable, type RowOf, type Sql, sql } from "../runtime/sql.ts";
import { readSought, type Sought } from "./rules/sought.ts";

export type FoundClient = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | undefined;
  readonly telegramUsername: string | undefined;
  /** The booking whose number was typed. */
  readonly booking: { readonly number: number; readonly startsAt: Date } | undefined;
};

/** Of more than these, who fits best is not asked: somebody has yet to type on. */
const FITTING_MAX = 500;

/**
 * Finds clients by anything that is said at the desk: words of the name in any order, a part of the phone in any spelling,
 * the Telegram name, the number of a booking. Whose booking it is comes first, then those whose name begins so, newest
 * first. The erased, and those who became another, are not found.
 */
export async function findClients(
  via: Queryable,
  { typed, rowsMax }: { readonly typed: string; readonly rowsMax: number },
): Promise<readonly FoundClient[]> {
  const sought = readSought(typed);
  if (sought === undefined) return [];
  const number = sought.bookingNumber ?? null;
  const begins = `${searchPart(typed.trim())}%`;
  const rows = await via.many<
    RowOf<Omit<FoundClient, "booking">> & { readonly number: number | null; readonly startsAt: Date | null }
  >(sql`
    WITH asked AS MATERIALIZED (SELECT client_id, number, starts_at FROM bookings WHERE number = ${number}::int),
    fitting AS MATERIALIZED (
      SELECT id FROM clients client WHERE merged_into_id IS NULL AND erased_at IS NULL AND (${anyOf(sought)})
      ORDER BY created_at DESC LIMIT ${FITTING_MAX})
    SELECT client.id, client.name, client.phone, client.telegram_username, asked.number, asked.starts_at
    FROM clients client LEFT JOIN asked ON asked.client_id = client.id
    WHERE client.id IN (SELECT id FROM fitting UNION SELECT client_id FROM asked)
      AND client.merged_into_id IS NULL AND client.erased_at IS NULL
    ORDER BY asked.number IS NULL, client.search_name LIKE ${begins} DESC, client.created_at DESC, client.id LIMIT ${rowsMax}`);
  return rows.map(({ number: found, startsAt, ...row }) => ({
    ...row,
    phone: row.phone ?? undefined,
    telegramUsername: row.telegramUsername ?? undefined,
    booking: found === null || startsAt === null ? undefined : { number: found, startsAt },
  }));
}

/** Each way of finding has an index of its own, so that together they are still none but indexes. */
function anyOf({ phoneParts, username, words }: Sought): Sql {
  const ways = phoneParts.map((part) => sql`client.phone LIKE ${`%${escaped(part)}%`}`);
  if (username !== undefined) ways.push(sql`client.telegram_username ILIKE ${`%${escaped(username)}%`}`);
  if (words.length > 0) ways.push(join(words.map(nameHas), " AND "));
  return ways.length === 0 ? sql`false` : join(ways, " OR ");
}

/** Two letters are looked for where a word begins: inside of words they would be half of all clients. */
const SHORT_MAX = 2;

function nameHas(word: string): Sql {
  const part = searchPart(word);
  if (word.length > SHORT_MAX) return sql`client.search_name LIKE ${`%${part}%`}`;
  return sql`(client.search_name LIKE ${`${part}%`} OR client.search_name LIKE ${`% ${part}%`})`;
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
