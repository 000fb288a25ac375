import { parseArgs } from "node:util";
import type { Bench } from "./support/measuring.ts";
import { startBenchServer } from "./support/server.ts";

/**
 * Measures what the product promises about speed: one JSON line for each promise on standard output, what is being
 * done on standard error.
 */
const BENCHES: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  booking: () => import("./booking.ts"),
  contention: () => import("./contention.ts"),
  availability: () => import("./availability.ts"),
  update: () => import("./update.ts"),
  slots: () => import("./slots.ts"),
  calendar: () => import("./calendar.ts"),
  ledger: () => import("./ledger.ts"),
  backup: () => import("./backup.ts"),
  broadcast: () => import("./broadcast.ts"),
  export: () => import("./export.ts"),
  start: () => import("./start.ts"),
  panel: () => import("./panel.ts"),
};

const USAGE = `npm run bench -- [${Object.keys(BENCHES).join("|")}]… [--small] [--huge]
  without a name all of them; --small only shows that they work; --huge adds 10 million bookings`;

const { positionals, values } = readArguments();
const server = await startBenchServer();
process.once("SIGINT", () => void server.close().finally(() => process.exit(130)));
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) await run(name);
} finally {
  await server.close();
}

async function run(name: string): Promise<void> {
  process.stderr.write(`${name}…\n`);
  const module = await BENCHES[name]?.();
  const terms = { databases: server.databases, isSmall: values.small, isHuge: values.huge };
  for await (const measured of module?.bench(terms) ?? []) {
    const how = values.small ? { isSmall: true } : {};
    process.stdout.write(`${JSON.stringify({ ...measured, ...how, machine: server.machine })}\n`);
  }
}

function readArguments() {
  try {
    const given = parseArgs({
      allowPositionals: true,
      options: { small: { type: "boolean", default: false }, huge: { type: "boolean", default: false } },
    });
    const unknown = given.positionals.find((name) => !Object.hasOwn(BENCHES, name));
    if (unknown === undefined) return given;
    throw new Error(`there is no bench "${unknown}"`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}
