import connectPgSimple from "connect-pg-simple";
import type { Request, RequestHandler } from "express";
import session from "express-session";
import type { App } from "../../core/app.ts";
import { PANEL_SESSION_HOURS } from "../../core/people/index.ts";
import { deviceName } from "./device.ts";

declare module "express-session" {
  interface SessionData {
    /** Who signed in, and when: everything else is read anew for every request. */
    staffId: string;
    signedInAtMs: number;
    /** What the session is called where it is shown: its id is the browser's key and stays there. */
    handle: string;
    /** By what its owner recognises it: «Chrome, Windows», and the address it was opened from. */
    device: string;
    address: string;
  }
}

export type Sessions = { readonly middleware: RequestHandler; close(): void };

const LIFE_MS = PANEL_SESSION_HOURS * 3_600_000;
const PRUNE_SECONDS = 3_600;

/** The panel's sessions, kept in the database: a visitor gets none before signing in. */
export function openSessions(options: {
  readonly app: App;
  readonly secret: string;
  /** Whether the world reaches us by https: then the cookie travels no other way. */
  readonly isSecure: boolean;
}): Sessions {
  const Store = connectPgSimple(session);
  const store = new Store({
    pool: options.app.db.pool,
    tableName: "panel_sessions",
    pruneSessionInterval: PRUNE_SECONDS,
    errorLog: (...facts) => options.app.log.warn({ err: facts.at(-1) }, "panel sessions"),
  });
  const inner = session({
    store,
    secret: options.secret,
    name: "sid",
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: "lax", secure: options.isSecure, maxAge: LIFE_MS, path: "/admin" },
  });
  const middleware: RequestHandler = (request, response, next) => {
    // The proxy in front has taken the https off; without this word the cookie would never be set.
    if (options.isSecure) Object.defineProperty(request, "secure", { value: true });
    inner(request, response, next);
  };
  return { middleware, close: () => store.close() };
}

/** Opens a session under a new id: the one that a visitor came with may be somebody else's trap. */
export async function beginSession(
  request: Request,
  { staffId, at, handle }: { readonly staffId: string; readonly at: Date; readonly handle: string },
): Promise<void> {
  await new Promise<void>((done, fail) => {
    request.session.regenerate((error: unknown) => (error ? fail(error) : done()));
  });
  Object.assign(request.session, {
    staffId,
    handle,
    signedInAtMs: at.getTime(),
    device: deviceName(request.get("user-agent") ?? ""),
    address: (request.ip ?? "").replace(/^::ffff:/, ""),
  });
  await new Promise<void>((done, fail) => {
    request.session.save((error: unknown) => (error ? fail(error) : done()));
  });
}

export async function endSession(request: Request): Promise<void> {
  await new Promise<void>((done, fail) => {
    request.session.destroy((error: unknown) => (error ? fail(error) : done()));
  });
}
