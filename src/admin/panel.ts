import { adminJsEnvironment, BUNDLE_DIRECTORY } from "./bundle-files.ts";
import { ensureBundle } from "./ensure-bundle.ts";
import type { Panel, PanelOptions } from "./panel-options.ts";

export type { Panel } from "./panel-options.ts";

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
