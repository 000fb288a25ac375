import type pg from "pg";

/**
 * Who is signed in to the panel: it belongs to the running product, and a file should not hold anybody's open door. Job
 * ticks (the schema pgboss) are not ours to keep either: what is due is read from our own rows.
 */
export const NOT_KEPT: readonly string[] = ["panel_sessions"];

export type KeptTable = {
  /** As SQL writes it. */
  readonly quoted: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** What the planner believes; for a bar, not for truth. */
  readonly rowsAbout: number;
};

/** The tables of the product's schema in the order of their names, with the columns that are written. */
export async function listTables(client: pg.Client): Promise<readonly KeptTable[]> {
  const { rows } = await client.query<KeptTable>(`
    SELECT quote_ident(relname) AS quoted, relname AS name, greatest(reltuples, relpages * 40, 1)::float8 AS "rowsAbout",
           (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
    FROM pg_class WHERE ${OURS} AND relkind IN ('r', 'p') ORDER BY relname COLLATE "C"`);
  return rows.filter(({ name }) => !NOT_KEPT.includes(name));
}

/** What lies in the product's schema and belongs to no extension. */
const OURS = `relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')`;

export async function listSequences(client: pg.Client) {
  const { rows } = await client.query<{ quoted: string; name: string }>(`
    SELECT quote_ident(relname) AS quoted, relname AS name FROM pg_class
    WHERE ${OURS} AND relkind = 'S' ORDER BY relname COLLATE "C"`);
  return rows;
}

/** Empties the schema of tables, views, sequences and functions; extensions, and rights on the schema, stay. */
export async function dropAll(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ drop: string }>(`
    SELECT format('DROP %s IF EXISTS %I CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                  WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relname) AS drop
    FROM pg_class WHERE ${OURS} AND relkind IN ('r', 'p', 'v', 'm', 'S') ORDER BY relkind DESC`);
  for (const { drop } of rows) await client.query(drop);
  const functions = await client.query<{ drop: string }>(`
    SELECT 'DROP ROUTINE IF EXISTS ' || oid::regprocedure || ' CASCADE' AS drop FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')`);
  for (const { drop } of functions.rows) await client.query(drop);
}

/** Statements that take away, and put back, what would slow the loading down or forbid its order. */
export type Scaffold = { readonly down: readonly string[]; readonly up: readonly string[] };

/**
 * Foreign keys, indexes and triggers: rows come without them, table by table, and they are built over all rows at once
 * afterwards, which is faster and checks every key anew. The owner of the tables may do that; no superuser is needed.
 */
export async function scaffoldOf(client: pg.Client): Promise<Scaffold> {
  const { rows: constraints } = await client.query<{ table: string; name: string; definition: string }>(`
    SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(pg_constraint.oid) AS definition
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE ${OURS} AND contype IN ('f', 'x', 'u', 'p')
    ORDER BY array_position(ARRAY['f', 'x', 'u', 'p'], contype::text), conrelid::regclass::text COLLATE "C", conname`);
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(`
    SELECT quote_ident(relname) AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE ${OURS} AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('x', 'u', 'p'))
    ORDER BY indrelid::regclass::text COLLATE "C", relname`);
  const tables = await listTables(client);
  const alter = (table: string, change: string): string => `ALTER TABLE ${table} ${change}`;
  return {
    down: [
      ...constraints.map(({ table, name }) => alter(table, `DROP CONSTRAINT ${name}`)),
      ...indexes.map(({ name }) => `DROP INDEX ${name}`),
      ...tables.map(({ quoted }) => alter(quoted, "DISABLE TRIGGER USER")),
    ],
    up: [
      ...indexes.map(({ definition }) => definition),
      ...constraints
        .toReversed()
        .map(({ table, name, definition }) => alter(table, `ADD CONSTRAINT ${name} ${definition}`)),
      ...tables.map(({ quoted }) => alter(quoted, "ENABLE TRIGGER USER")),
    ],
  };
}
