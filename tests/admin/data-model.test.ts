import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { DataModelMissingError, modelsIn } from "../../src/admin/data-model.ts";

it("a data model that was not generated says what to run, and is no trouble of the database", () => {
  const read = () => modelsIn(path.join("build", "nowhere", "dmmf.json"));
  expect(read).toThrow(DataModelMissingError);
  expect(read).toThrow(/npm run postinstall.*npm ci/);
});

it("the one that is there knows the bookings", () => {
  expect(modelsIn(path.join("build", "dmmf.json")).get("Booking")?.fields.length).toBeGreaterThan(20);
});

/** The file is everybody's: for one process it is not there. */
const WITHOUT_MODEL = `data:text/javascript,${encodeURIComponent(`
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const { readFileSync } = fs;
  fs.readFileSync = (file, ...rest) => readFileSync(String(file).endsWith("/build/dmmf.json") ? "/nowhere" : file, ...rest);
  syncBuiltinESMExports();`)}`;

it("without it the product does not start, and makes no database before it says so", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "okoshko-model-test-"));
  const dataDir = path.join(folder, "data");
  const main = path.resolve("src/main.ts");
  const env = { PATH: process.env.PATH, MODE: "sandbox", DATA_DIR: dataDir };
  const told = await new Promise<{ readonly code: unknown; readonly out: string; readonly err: string }>(
    (end) => {
      execFile(process.execPath, ["--import", WITHOUT_MODEL, main], { cwd: folder, env }, (error, out, err) =>
        end({ code: error?.code, out, err }),
      );
    },
  );
  expect(told).toEqual({
    code: 1,
    out: "",
    err: expect.stringMatching(/^The panel's data model is not there: .+ Run "npm run postinstall" .+\n$/),
  });
  expect(existsSync(dataDir)).toBe(false);
  rmSync(folder, { recursive: true });
});
