import { readFileSync } from "node:fs";
import { testServer } from "./database-server.ts";
import { SCHEMA_FILE, scriptOf } from "./schema-engine.ts";

// A draft for a migration: the whole of schema.prisma as SQL.
process.stdout.write(await scriptOf(readFileSync(SCHEMA_FILE, "utf8"), await testServer()));
