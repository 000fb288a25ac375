/**
 * Builds the panel's components into the folder that it is told; run by `ensure-bundle.ts` in a process of its own,
 * since it takes half a gigabyte.
 */
import { registerHooks } from "node:module";
import { adminJsEnvironment } from "./bundle-files.ts";

const COMMONJS = "@rollup/plugin-commonjs";
const STRICT = "?strict";

/*
 * AdminJS's bundler guesses which CommonJS modules need each other in a circle, and guesses by whichever it has read
 * first: of the same sources it makes, now and then, a bundle that breaks as soon as it is loaded. Each module is asked for
 * when it is needed instead, as Node does.
 */
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const isOurs = context.parentURL?.endsWith(STRICT) === true;
    return specifier === COMMONJS && !isOurs ? { ...found, url: `${found.url}${STRICT}` } : found;
  },
  load: (url, context, next) =>
    url.endsWith(STRICT)
      ? {
          format: "module",
          shortCircuit: true,
          source: `import commonjs from "${COMMONJS}";
            export default (options) => commonjs({ ...options, strictRequires: true });`,
        }
      : next(url, context),
});

const [, , directory = ""] = process.argv;
Object.assign(process.env, adminJsEnvironment(directory));
delete process.env.ADMIN_JS_SKIP_BUNDLE;
const { default: AdminJS } = await import("adminjs");
const { componentLoader } = await import("./components.ts");
await new AdminJS({ componentLoader }).initialize();
process.exit(0);
