import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlQuery,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import type { DatabaseAddress } from "../../src/core/runtime/database.ts";

export const SCHEMA_FILE = path.resolve(import.meta.dirname, "../../prisma/schema.prisma");

const ALL_TABLES = { externalTables: [], externalEnums: [] };

export type Difference = {
  readonly isEmpty: boolean;
  /** What would have to be run, as SQL. */
  readonly script: string;
};

/** The SQL that makes the whole of a schema in an empty database; the engine wants some database to ask. */
export async function scriptOf(schema: string, database: DatabaseAddress): Promise<string> {
  const { script } = await differenceFrom({ tag: "empty" }, schema, database);
  return script;
}

/**
 * What the database lacks, or has too much of, against a schema. CHECK, EXCLUDE, triggers and the
 * conditions of indexes are not seen.
 */
export async function differenceOf(database: DatabaseAddress, schema: string): Promise<Difference> {
  return differenceFrom({ tag: "schemaDatasource", ...filesOf(schema), configDir: "" }, schema, database);
}

async function differenceFrom(
  from: engineModule.DiffTarget,
  schema: string,
  database: DatabaseAddress,
): Promise<Difference> {
  const pool = new pg.Pool(database);
  try {
    const engine = await openEngine(pool, schema);
    const to: engineModule.DiffTarget = { tag: "schemaDatamodel", ...filesOf(schema) };
    const result = await engine.diff({
      from,
      to,
      script: true,
      exitCode: true,
      filters: ALL_TABLES,
    });
    engine.free();
    return { isEmpty: result.exitCode === 0, script: result.stdout ?? "" };
  } finally {
    await pool.end();
  }
}

const filesOf = (schema: string) => ({ files: [{ path: "schema.prisma", content: schema }] });

async function openEngine(pool: pg.Pool, schema: string): Promise<engineModule.SchemaEngine> {
  linked ??= linkEngine();
  await linked;
  return engineModule.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new CatalogReader(pool)),
  );
}

/** Once per process: the engine's module remembers the memory of the instance it was linked with. */
let linked: Promise<void> | undefined;

/** The package's own entry imports the `.wasm` as a module, which Node does not do by itself. */
async function linkEngine(): Promise<void> {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm"));
  const bytes = readFileSync(path.join(folder, "schema_engine_bg.wasm"));
  // Without a place to put it, the message of a panic is lost.
  const registry = { set_message: (text: string) => process.stderr.write(text) };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry });
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...engineModule } });
  engineModule.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
}

const CHAR_OID = 18;
const BPCHAR_OID = 1042;

type Innards = { performIO(query: SqlQuery): Promise<pg.QueryResult> };

/** `@prisma/adapter-pg` 7.10 does not know the one-byte "char" of PostgreSQL's catalog; the engine asks for it. */
class CatalogReader extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const innards = adapter as unknown as Innards;
    const queryRaw = adapter.queryRaw;
    adapter.queryRaw = async (query: SqlQuery): Promise<SqlResultSet> => {
      const result = await innards.performIO(query);
      const isChar = result.fields.map(({ dataTypeID }) => dataTypeID === CHAR_OID);
      for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = BPCHAR_OID;
      const asRead = Object.create(adapter, { performIO: { value: async () => result } });
      const set: SqlResultSet = await queryRaw.call(asRead, query);
      const columnTypes = set.columnTypes.map((type, at) => (isChar[at] ? ColumnTypeEnum.Character : type));
      return { ...set, columnTypes };
    };
    return adapter;
  }
}
