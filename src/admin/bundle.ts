/**
 * Builds the panel's components into the folder that it is told; run by `ensure-bundle.ts` in a process of its own,
 * since it takes half a gigabyte.
 */
import { adminJsEnvironment } from "./bundle-files.ts";

const [, , directory = ""] = process.argv;
Object.assign(process.env, adminJsEnvironment(directory));
delete process.env.ADMIN_JS_SKIP_BUNDLE;
const { default: AdminJS } = await import("adminjs");
const { componentLoader } = await import("./components.ts");
await new AdminJS({ componentLoader }).initialize();
process.exit(0);
