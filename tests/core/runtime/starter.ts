import { openDatabase } from "../../../src/core/runtime/database.ts";
import { startEmbeddedPostgres } from "../../../src/core/runtime/embedded-postgres.ts";
import { sql } from "../../../src/core/runtime/sql.ts";

// A process of its own for the tests of the embedded server: finds or starts it, says so, and stays if told.
const [dataDir = "", stay] = process.argv.slice(2);
const address = await startEmbeddedPostgres(dataDir);
const db = openDatabase(address, { connectionsMax: 1 });
await db.many(sql`SELECT 1`);
process.stdout.write(`${address.connectionString}\n`);
if (stay !== "stay") await db.close();
