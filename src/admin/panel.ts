import type { Router } from "express";
import { adminJsEnvironment, BUNDLE_DIRECTORY } from "./bundle-files.ts";
import { ensureBundle } from "./ensure-bundle.ts";
import type { SecurityOptions } from "./security.ts";

export type PanelOptions = SecurityOptions & {
  /** Where a person plays a client; undefined outside the sandbox. */
  readonly chatPageUrl: string | undefined;
};

export type Panel = {
  /** To be mounted at `/admin`. */
  readonly router: Router;
  /** Reads through the panel's own way to the database. @throws when it cannot */
  check(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the owner's panel: builds its bundle when it is not of today, and only then loads AdminJS, which takes a
 * second and a hundred megabytes that the other roles can do without.
 */
export async function openPanel(options: PanelOptions): Promise<Panel> {
  await ensureBundle();
  Object.assign(process.env, adminJsEnvironment(BUNDLE_DIRECTORY), { ADMIN_JS_SKIP_BUNDLE: "true" });
  const { assemblePanel } = await import("./assembly.ts");
  return assemblePanel(options);
}
