import { afterAll, inject } from "vitest";
import { bookAhead, growCatalog, growClients, growPast, growSlots } from "../../bench/support/growth.ts";
import { type Database, type DatabaseAddress, openDatabase } from "../../src/core/runtime/database.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { cloneName, inDatabase, onServer, refuseForeign } from "./database-server.ts";

/** A database with nothing in it, to which nobody is connected; dropped when the file is through. */
export async function blankDatabase(): Promise<DatabaseAddress & { readonly name: string }> {
  const serverUrl = inject("testServerUrl");
  const name = cloneName();
  refuseForeign(name);
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
  afterAll(() =>
    onServer(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  );
  return { name, connectionString: inDatabase(serverUrl, name) };
}

/** Looks into a database and leaves it. */
export async function within<T>(address: DatabaseAddress, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(address, { connectionsMax: 1 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

export const addressOf = ({ connection }: Database): DatabaseAddress => ({
  connectionString: connection.connectionString ?? "",
});

/** Some thousand rows of a business's past and future, its money and points included; and what a copy could trip over. */
export async function growBusiness(db: Database): Promise<void> {
  const { serviceId } = await growCatalog(db, 3);
  await growClients(db, { count: 50, firstTelegramId: 5_001, points: 1_000 });
  await growSlots(db, { fromDay: -10, days: 30, perDay: 12, minutes: 60 });
  await bookAhead(db, { serviceId, slots: 1 });
  await growPast(db, { serviceId, count: 300, withMoney: true });
  await db.pool.query(`
    UPDATE clients SET name = E'таб\\tи\\nстрока \\\\ \\\\. «кавычки» 💇', note = '' WHERE telegram_id = 5001;
    INSERT INTO installation (id, mode, session_secret, notification_secret, created_at)
      VALUES (1, 'live', 'session', 'notification', now());
    INSERT INTO settings (key, value, updated_at) VALUES ('business.name', '"Салон «Весна»"', now());
    INSERT INTO panel_sessions (sid, sess, expire) VALUES ('s', '{}', now());
    SELECT nextval('bookings_number_seq')`);
}

/** Rows and a checksum of every table that is kept, whatever the order of its rows. */
export async function tableSums(db: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await db.many<{ name: string }>(sql`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'panel_sessions' ORDER BY 1`);
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await db.pool.query<{ sum: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(one::text), '' ORDER BY md5(one::text))), '') AS sum FROM "${name}" one`,
    );
    sums[name] = rows[0]?.sum ?? "";
  }
  return sums;
}

/** Everything that a schema is made of, and where its sequences stand. */
export async function schemaOf(db: Database): Promise<readonly string[]> {
  const rows = await db.many<{ line: string }>(sql`
    SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS line
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT tgenabled::text || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('%s %s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT proname || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s', sequencename, last_value) FROM pg_sequences WHERE schemaname = 'public'
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}

export const wholeOf = (address: DatabaseAddress) =>
  within(address, async (db) => ({ sums: await tableSums(db), schema: await schemaOf(db) }));
