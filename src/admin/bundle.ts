/** Builds the panel's components; run by `ensure-bundle.ts` in a process of its own, which takes half a gigabyte. */
import { ADMINJS_ENVIRONMENT } from "./bundle-files.ts";

Object.assign(process.env, ADMINJS_ENVIRONMENT);
delete process.env.ADMIN_JS_SKIP_BUNDLE;
const { default: AdminJS } = await import("adminjs");
const { componentLoader } = await import("./components.ts");
await new AdminJS({ componentLoader }).initialize();
process.exit(0);
