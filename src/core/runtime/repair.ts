import pg from "pg";
import type { Database, DatabaseAddress } from "./database.ts";
import { sqlState } from "./database-error.ts";
import { MIGRATIONS_DIRECTORY, MigrationError, PRISMA_LOCK, readMigrations, replay } from "./migrate.ts";

/** What keeps a promise, or makes a query fast, as the migrations make it. */
type Piece = {
  readonly kind: "function" | "key" | "index" | "constraint" | "reference" | "trigger";
  readonly table: string;
  readonly name: string;
  readonly definition: string;
  /** A trigger switched off, a constraint never held against the old rows, an index not finished. */
  readonly isOff: boolean;
};

/** Stands for: something else has the name. */
export const NAME_TAKEN = "name_taken";

/** What could not be put back. @property problem the rows that stand in the way, `NAME_TAKEN`, or PostgreSQL's sentence */
export type BrokenPromise = { readonly name: string; readonly problem: string };

export type Repair = {
  /** What was put back, or, where something is broken, would have been. */
  readonly repaired: readonly string[];
  /** Not empty: nothing was changed. */
  readonly broken: readonly BrokenPromise[];
};

const SCRATCH = "okoshko_repair";
const LOCK_TIMEOUT_MS = 10_000;
const LOCK_NOT_AVAILABLE = "55P03";
/** Functions before the triggers that call them, keys before what refers to them. */
const ORDER: readonly Piece["kind"][] = ["function", "key", "index", "constraint", "reference", "trigger"];

/**
 * Puts back the functions, keys, indexes, constraints and triggers that the migrations made and that are not there any
 * more, are switched off, or say something else under the same name: all, or nothing when the rows break one of them.
 * Tables and columns, with what they default to and whether they may be empty, are left as they are. The migrations are
 * replayed beside the product's schema, within the same transaction, so that what is put back is what they say. Safe to
 * repeat.
 *
 * The database is to have all migrations.
 *
 * @throws MigrationError when others hold a table for too long
 */
export async function repairSchema(address: Database | DatabaseAddress): Promise<Repair> {
  const client = new pg.Client("pool" in address ? address.connection : address);
  // A lost connection also fails the statement that was running, and that is where it is told.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("BEGIN");
    const repair = await repairWithin(client);
    await client.query(repair.broken.length === 0 ? "COMMIT" : "ROLLBACK");
    return repair;
  } catch (error) {
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    const seconds = LOCK_TIMEOUT_MS / 1000;
    throw new MigrationError(
      "locked",
      `Others use a table for more than ${seconds} s. Start again when they are done.`,
      {
        cause: error,
      },
    );
  } finally {
    // Whatever was not committed ends with the connection.
    await client.end();
  }
}

async function repairWithin(client: pg.Client): Promise<Repair> {
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  await client.query("SELECT pg_advisory_xact_lock($1)", [PRISMA_LOCK]);
  const wanted = await wantedPieces(client);
  const there = new Map((await piecesOf(client, "public")).map((piece) => [keyOf(piece), piece]));
  const amiss = ORDER.flatMap((kind) =>
    wanted
      .filter((piece) => piece.kind === kind)
      .map((piece) => ({ piece, state: stateOf(piece, there.get(keyOf(piece))) }))
      .filter(({ state }) => state !== "kept"),
  );
  const broken: BrokenPromise[] = [];
  for (const { piece, state } of amiss) {
    const problem = await putBack(client, piece, state);
    if (problem !== undefined) broken.push({ name: piece.name, problem });
  }
  return { repaired: amiss.map(({ piece: { name } }) => name), broken };
}

type State = "kept" | "missing" | "off" | "another";

function stateOf(wanted: Piece, there: Piece | undefined): State {
  if (there === undefined) return "missing";
  if (meaningOf(wanted) !== meaningOf(there)) return "another";
  return there.isOff ? "off" : "kept";
}

/** Without brackets: of those that say nothing PostgreSQL writes fewer each time a definition is made from its words. */
const meaningOf = ({ kind, definition }: Piece): string =>
  kind === "function"
    ? definition.replaceAll("public.", "")
    : definition.replace(/ NOT VALID$/, "").replaceAll(/[()]/g, "");

/** What the migrations make, read where they made it anew. */
async function wantedPieces(client: pg.Client): Promise<readonly Piece[]> {
  await client.query(`SET LOCAL client_min_messages = warning; CREATE SCHEMA ${SCRATCH}`);
  await client.query(`SET LOCAL search_path = ${SCRATCH}, public`);
  await replay(client, await readMigrations(MIGRATIONS_DIRECTORY));
  const pieces = await piecesOf(client, SCRATCH);
  // Triggers that wait for the end would keep the schema from being dropped.
  await client.query(`SET CONSTRAINTS ALL IMMEDIATE; DROP SCHEMA ${SCRATCH} CASCADE`);
  await client.query("SET LOCAL search_path = public");
  return pieces.map((piece) => ({ ...piece, definition: piece.definition.replaceAll(`${SCRATCH}.`, "") }));
}

const keyOf = ({ kind, table, name }: Piece): string => `${kind} ${table} ${name}`;

async function piecesOf(client: pg.Client, schema: string): Promise<readonly Piece[]> {
  const { rows } = await client.query<Piece>(
    `SELECT 'function' AS kind, '' AS table, proname || '(' || pg_get_function_identity_arguments(oid) || ')' AS name,
            pg_get_functiondef(oid) AS definition, false AS "isOff"
     FROM pg_proc WHERE pronamespace = $1::regnamespace AND prokind IN ('f', 'p')
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
     UNION ALL
     SELECT CASE WHEN contype IN ('p', 'u') THEN 'key' WHEN contype = 'f' THEN 'reference' ELSE 'constraint' END,
            relname, conname, pg_get_constraintdef(pg_constraint.oid, true), NOT convalidated
     FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
     WHERE relnamespace = $1::regnamespace AND contype IN ('c', 'x', 'u', 'p', 'f')
     UNION ALL
     SELECT 'index', owner.relname, own.relname, pg_get_indexdef(indexrelid, 0, true), NOT indisvalid
     FROM pg_index JOIN pg_class own ON own.oid = indexrelid JOIN pg_class owner ON owner.oid = indrelid
     WHERE owner.relnamespace = $1::regnamespace
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
     UNION ALL
     SELECT 'trigger', relname, tgname, pg_get_triggerdef(pg_trigger.oid, true), tgenabled NOT IN ('O', 'A')
     FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = $1::regnamespace AND NOT tgisinternal
     ORDER BY 2, 3`,
    [schema],
  );
  return rows;
}

/** Answers what stands in the way; undefined: it is there now. */
async function putBack(client: pg.Client, piece: Piece, state: State): Promise<string | undefined> {
  await client.query("SAVEPOINT piece");
  try {
    for (const statement of statementsFor(piece, state)) await client.query(statement);
    return undefined;
  } catch (error) {
    if (sqlState(error) === undefined || sqlState(error) === LOCK_NOT_AVAILABLE) throw error;
    await client.query("ROLLBACK TO SAVEPOINT piece");
    if (NAME_IN_USE.has(sqlState(error) ?? "")) return NAME_TAKEN;
    const { message, detail } = error as { readonly message: string; readonly detail?: string };
    return detail ?? (await rowsAgainst(client, piece)) ?? message;
  }
}

/** Something of another kind or table, what others depend on, or a function that answers something else. */
const NAME_IN_USE: ReadonlySet<string> = new Set(["42P07", "42710", "2BP01", "42P13"]);

const quoted = pg.escapeIdentifier;

function statementsFor({ kind, table, name, definition }: Piece, state: State): readonly string[] {
  const alter = (change: string): string => `ALTER TABLE ${quoted(table)} ${change}`;
  switch (kind) {
    case "function":
      return [definition];
    case "trigger":
      if (state === "off") return [alter(`ENABLE TRIGGER ${quoted(name)}`)];
      return state === "another"
        ? [`DROP TRIGGER ${quoted(name)} ON ${quoted(table)}`, definition]
        : [definition];
    case "index":
      return state === "missing" ? [definition] : [`DROP INDEX ${quoted(name)}`, definition];
    default: {
      if (state === "off") return [alter(`VALIDATE CONSTRAINT ${quoted(name)}`)];
      const add = alter(`ADD CONSTRAINT ${quoted(name)} ${definition}`);
      return state === "another" ? [alter(`DROP CONSTRAINT ${quoted(name)}`), add] : [add];
    }
  }
}

const ROWS_SHOWN = 5;

/** Of a check that rows break PostgreSQL says no more than that. */
async function rowsAgainst(client: pg.Client, { table, definition }: Piece): Promise<string | undefined> {
  const [, expression] = /^CHECK \((.*)\)$/s.exec(definition) ?? [];
  if (expression === undefined) return undefined;
  await client.query("SAVEPOINT rows");
  try {
    const { rows } = await client.query<{ row: string }>(
      `SELECT coalesce(to_jsonb(one) ->> 'id', left(to_jsonb(one)::text, 80)) AS row
       FROM ${quoted(table)} one WHERE NOT (${expression}) ORDER BY 1 LIMIT ${ROWS_SHOWN + 1}`,
    );
    if (rows.length === 0) return undefined;
    const shown = rows.slice(0, ROWS_SHOWN).map(({ row }) => row);
    return `${table}: ${shown.join(", ")}${rows.length > ROWS_SHOWN ? "…" : ""}`;
  } catch {
    await client.query("ROLLBACK TO SAVEPOINT rows");
    return undefined;
  }
}
