import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  BUNDLE_DIGEST_FILE,
  BUNDLE_DIRECTORY,
  BUNDLE_FILE,
  COMPONENTS_DIRECTORY,
  LOCK_FILE,
  ROOT,
} from "./bundle-files.ts";

/**
 * Sees to it that the bundle is there and is of today's components and packages; builds it otherwise, once for all
 * who ask at the same time in this process.
 *
 * @returns whether it had to be built
 * @throws Error with what the build said
 */
export function ensureBundle(): Promise<boolean> {
  building ??= buildIfStale().finally(() => {
    building = undefined;
  });
  return building;
}

let building: Promise<boolean> | undefined;

async function buildIfStale(): Promise<boolean> {
  const wanted = await digestOfSources();
  const built = await readFile(BUNDLE_DIGEST_FILE, "utf8").catch(() => "");
  const isThere = await readFile(BUNDLE_FILE).then(
    () => true,
    () => false,
  );
  if (built === wanted && isThere) return false;
  // Several processes may find it stale at once: each builds aside, and each file is put in place whole.
  const draft = `${BUNDLE_DIRECTORY}-${process.pid}`;
  await mkdir(draft, { recursive: true });
  await mkdir(BUNDLE_DIRECTORY, { recursive: true });
  try {
    await runBuild(draft);
    await writeFile(path.join(draft, "digest"), wanted);
    await rename(path.join(draft, path.basename(BUNDLE_FILE)), BUNDLE_FILE);
    await rename(path.join(draft, "digest"), BUNDLE_DIGEST_FILE);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return true;
}

async function digestOfSources(): Promise<string> {
  const digest = createHash("sha256");
  const entries = await readdir(COMPONENTS_DIRECTORY, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const components = files.map(({ parentPath, name }) => path.join(parentPath, name)).sort();
  const own = ["bundle.ts", "components.ts"].map((name) => path.join(import.meta.dirname, name));
  for (const file of [...components, ...own, LOCK_FILE]) {
    digest
      .update(path.basename(file))
      .update("\0")
      .update(await readFile(file))
      .update("\0");
  }
  return digest.digest("hex");
}

function runBuild(directory: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, "bundle.ts"), directory], {
      // The bundler looks for its plugins from where it stands, which need not be where the product was started.
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const told: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => told.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => told.push(chunk));
    child.on("error", fail);
    child.on("exit", (code) => {
      if (code === 0) done();
      else
        fail(
          new Error(
            `The panel's bundle was not built:\n${Buffer.concat(told).toString("utf8").slice(-4_000)}`,
          ),
        );
    });
  });
}
