import compression from "compression";
import type { ErrorRequestHandler, RequestHandler, Router } from "express";
import { Router as makeRouter } from "express";
import type { App } from "../core/app.ts";
import { boundedBody } from "./security/body.ts";
import { gate } from "./security/gate.ts";
import { knownRoutes } from "./security/known-routes.ts";
import { newPasswordPage } from "./security/new-password.ts";
import { mendedPages, safeHeaders } from "./security/page.ts";
import { knownQuery } from "./security/query.ts";
import { fromOwnPagesOnly } from "./security/same-origin.ts";
import { openSessions } from "./security/session.ts";
import { signInPages } from "./security/sign-in.ts";
import { troubleTeller } from "./security/trouble.ts";

export type SecurityOptions = {
  readonly app: App;
  readonly sessionSecret: string;
  /** How the world reaches us; https there makes the cookie travel by https only. */
  readonly publicUrl: string | undefined;
  readonly isOutage: (error: unknown) => boolean;
};

/**
 * The layer in front of AdminJS, whose own is not safe: everything that a request must pass before AdminJS sees it.
 *
 * The order is the point. Headers first, so that every answer has them; a foreign page's request ends before its
 * body is read; assets and signing in are open, the rest stands behind the gate; the body is read, within bounds,
 * only of those who are let in (and of a sign-in).
 */
export function secured(
  options: SecurityOptions,
  parts: {
    readonly assets: RequestHandler;
    /** Files for those who are let in. */
    readonly pictures: RequestHandler;
    readonly inside: RequestHandler;
  },
): { readonly router: Router; close(): void } {
  const isSecure = options.publicUrl?.startsWith("https:") ?? false;
  const sessions = openSessions({ app: options.app, secret: options.sessionSecret, isSecure });
  const router = makeRouter();
  router.use(safeHeaders(isSecure), compression());
  router.use(parts.assets);
  router.use(fromOwnPagesOnly(options.publicUrl), knownQuery, sessions.middleware);
  router.use(["/login", "/logout", "/new-password"], boundedBody);
  router.use(signInPages(options.app), newPasswordPage(options.app));
  router.use(gate(options.app), parts.pictures, knownRoutes, boundedBody, mendedPages);
  router.use(parts.inside);
  const trouble: ErrorRequestHandler = troubleTeller({ log: options.app.log, isOutage: options.isOutage });
  router.use(trouble);
  return { router, close: sessions.close };
}
