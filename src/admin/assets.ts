import path from "node:path";
import { fileURLToPath } from "node:url";
import { Router as AdminRoutes } from "adminjs";
import { Router, static as serveStatic } from "express";
import { BUNDLE_FILE, ROOT } from "./bundle-files.ts";

/** The calendar library's own look, as its package brings it. */
const CALENDAR_CSS = path.join(ROOT, "node_modules/@event-calendar/core/dist/index.css");

/**
 * What the browser loads before and after signing in: AdminJS's scripts, our components, our styles.
 *
 * They are served from here and not by AdminJS, which would refuse them when any folder above begins with a dot.
 */
export function assets(): Router {
  const router = Router();
  router.use("/assets", serveStatic(path.join(import.meta.dirname, "assets"), { setHeaders: revalidated }));
  router.use("/assets/font", serveStatic(FONT_DIRECTORY, { setHeaders: revalidated }));
  const files = new Map(AdminRoutes.assets.map(({ path: at, src }) => [at, path.resolve(src)]));
  files.set("/frontend/assets/components.bundle.js", BUNDLE_FILE);
  files.set("/assets/event-calendar.css", CALENDAR_CSS);
  for (const [at, file] of files) {
    router.get(at, (_request, response, next) => {
      revalidated(response);
      response.sendFile(path.basename(file), { root: path.dirname(file), dotfiles: "allow" }, (error) => {
        if (error && !response.headersSent) next(error);
      });
    });
  }
  return router;
}

/** Inter's letters come from here: no machine has to have them, and no foreign host is asked. */
const FONT_DIRECTORY = path.dirname(
  fileURLToPath(import.meta.resolve("@fontsource-variable/inter/index.css")),
);

/** Kept by the browser, asked about each time: a new version shows at once. */
function revalidated(response: { setHeader(name: string, value: string): unknown }): void {
  response.setHeader("Cache-Control", "public, max-age=0, must-revalidate");
}
