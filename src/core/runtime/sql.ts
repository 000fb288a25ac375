import { createHash } from "node:crypto";
import type { ClientBase, CustomTypesConfig, Pool, QueryArrayResult } from "pg";
import pg from "pg";
import type { Sql } from "sql-template-tag";

export { default as sql, empty, join, raw, type Sql } from "sql-template-tag";

/**
 * A way to the database. Rows come with their columns in camelCase; `int8` comes as a number, which is
 * exact for every sum this product can hold.
 */
export type Queryable = {
  /** All rows of a statement. */
  many<Row>(statement: Sql): Promise<Row[]>;
  /** The first row, or undefined. */
  first<Row>(statement: Sql): Promise<Row | undefined>;
  /** Runs a statement for its effect and says how many rows it touched. */
  run(statement: Sql): Promise<number>;
};

/** How a thing comes out of its row: what it may lack is null there. */
export type RowOf<T> = {
  [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K];
};

const INT8 = 20;

/** How PostgreSQL's values become ours on every connection of the product. */
export const VALUE_TYPES: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as CustomTypesConfig["getTypeParser"],
};

/** Wraps a pool or one of its connections. */
export function queryable(via: Pool | ClientBase): Queryable {
  const query = async (statement: Sql): Promise<QueryArrayResult<unknown[]>> => {
    const { text, values } = statement;
    return via.query({ name: nameOf(text), text, values: values as unknown[], rowMode: "array" });
  };
  const many = async <Row>(statement: Sql): Promise<Row[]> => {
    const result = await query(statement);
    const keys = result.fields.map((field) => camelCase(field.name));
    return result.rows.map((row) => {
      const out: Record<string, unknown> = {};
      for (const [index, key] of keys.entries()) out[key] = row[index];
      return out as Row;
    });
  };
  return {
    many,
    first: async <Row>(statement: Sql) => (await many<Row>(statement))[0],
    run: async (statement) => (await query(statement)).rowCount ?? 0,
  };
}

/** A statement is prepared once per connection: its name is its text's digest. */
const names = new Map<string, string>();
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash("sha1").update(text).digest("base64url");
  names.set(text, name);
  return name;
}

const keys = new Map<string, string>();
function camelCase(column: string): string {
  const known = keys.get(column);
  if (known !== undefined) return known;
  const key = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  keys.set(column, key);
  return key;
}
