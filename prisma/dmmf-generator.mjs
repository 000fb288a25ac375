// Writes the whole data model as JSON for the panel: Prisma 7's own client carries a pruned one, without
// defaults, native types and relation fields. Speaks Prisma's generator protocol (JSON-RPC on stdin/stderr).
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

const answer = (id, result) => process.stderr.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "getManifest") {
    answer(id, { manifest: { prettyName: "Data model for the panel", defaultOutput: "../build/dmmf.json" } });
  }
  if (method === "generate") {
    const { enums, models } = params.dmmf.datamodel;
    const file = params.generator.output.value;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ enums, models }, null, 1)}\n`);
    answer(id, null);
  }
});
