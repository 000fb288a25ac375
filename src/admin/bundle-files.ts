import path from "node:path";

/** The checkout. */
export const ROOT = path.join(import.meta.dirname, "../..");

/** Where AdminJS builds the panel's own components into one file, and what it was built from. */
export const BUNDLE_DIRECTORY = path.join(ROOT, "build/adminjs");
export const BUNDLE_FILE = path.join(BUNDLE_DIRECTORY, "bundle.js");
export const BUNDLE_DIGEST_FILE = path.join(BUNDLE_DIRECTORY, "sources.sha256");
export const COMPONENTS_DIRECTORY = path.join(import.meta.dirname, "components");
export const LOCK_FILE = path.join(ROOT, "package-lock.json");

/** AdminJS reads these when it is imported, so they are set before; without them it serves 14 MB of scripts. */
export const adminJsEnvironment = (directory: string) => ({
  NODE_ENV: "production",
  ADMIN_JS_TMP_DIR: directory,
});
