import type { Request, RequestHandler } from "express";
import type { App } from "../../core/app.ts";
import { findStaff } from "../../core/people/index.ts";
import { OFF_MENU, PAGES_OF, type PanelUser, ROLE_NAMES } from "../access.ts";
import { endSession } from "./session.ts";
import { NEW_PASSWORD_PATH, SIGN_IN_PATH } from "./sign-in.ts";

/** Who is at the panel, once the gate has let them through. */
export const userOf = (request: Request): PanelUser | undefined =>
  (request.session as { adminUser?: PanelUser } | undefined)?.adminUser;

/**
 * Lets in those who signed in and still work here. Role and rights are read anew each time, so that a demotion, a
 * dismissal or a new password counts at once; what AdminJS is handed never reaches the session store.
 */
export function gate(app: App): RequestHandler {
  return async (request, response, next) => {
    const found = await currentUser(app, request);
    if (found?.mustChoosePassword) {
      if (request.path.startsWith("/api/"))
        response.status(403).json({ message: "Сначала придумайте пароль." });
      else response.redirect(303, NEW_PASSWORD_PATH);
      return;
    }
    if (found !== undefined) {
      const { user } = found;
      Object.defineProperty(request.session, "adminUser", { value: user, configurable: true });
      next();
      return;
    }
    if (request.session.staffId !== undefined) await endSession(request);
    if (request.path.startsWith("/api/")) {
      response.status(401).json({ message: "Войдите в панель." });
      return;
    }
    const isPage = request.method === "GET" && request.originalUrl.length < 500;
    const next_ = isPage ? `?next=${encodeURIComponent(request.originalUrl)}` : "";
    response.redirect(303, `${SIGN_IN_PATH}${next_}`);
  };
}

type Found = {
  readonly user: PanelUser;
  /** They came in by a password that somebody else made: nothing is theirs to see before they have chosen their own. */
  readonly mustChoosePassword: boolean;
};

/** Who a request comes from, by what the database knows of them at this moment. */
export async function currentUser(app: App, request: Request): Promise<Found | undefined> {
  const { staffId, signedInAtMs, handle } = request.session;
  if (staffId === undefined || signedInAtMs === undefined) return undefined;
  const member = await findStaff(app.db, staffId);
  if (!member?.isActive || signedInAtMs < member.sessionsValidFrom.getTime()) return undefined;
  const { id, role, specialistId, name } = member;
  const pages = { pages: PAGES_OF[role], offMenu: OFF_MENU };
  const user = { id, role, specialistId, email: name, title: ROLE_NAMES[role], ...pages };
  return {
    user: handle === undefined ? user : { ...user, session: handle },
    mustChoosePassword: member.oneTimeUntil !== undefined,
  };
}
