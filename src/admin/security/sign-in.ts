import type { RequestHandler, Response } from "express";
import { Router } from "express";
import type { App } from "../../core/app.ts";
import { noteSignOut, signIn } from "../../core/people/index.ts";
import { loadSettings } from "../../core/settings/index.ts";
import { valuesOf } from "../panel-action.ts";
import { sentence } from "../refusals.ts";
import { escapeHtml, plainPage } from "./page.ts";
import { beginSession, endSession } from "./session.ts";

export const SIGN_IN_PATH = "/admin/login";
export const NEW_PASSWORD_PATH = "/admin/new-password";

/** Signing in and out: pages of our own, light and without a script. */
export function signInPages(app: App): Router {
  const router = Router();
  router.get("/login", async (request, response) => {
    await sendForm(app, response, { next: safeNext(request.query.next), email: "" });
  });
  router.post("/login", tryToSignIn(app));
  router.post("/logout", signOut(app));
  router.get("/logout", (request, response, next) => {
    const site = request.get("sec-fetch-site");
    // Somebody else's page must not sign people out by a picture or a link.
    if (site === "same-origin" || site === "none") return signOut(app)(request, response, next);
    response.send(plainPage({ title: "Выйти", content: ASK_TO_LEAVE }));
  });
  return router;
}

const ASK_TO_LEAVE = `<h1>Выйти из панели?</h1><form method="post" action="/admin/logout"><button>Выйти</button></form>`;

function tryToSignIn(app: App): RequestHandler {
  return async (request, response) => {
    const values = valuesOf((request as { fields?: unknown }).fields);
    const email = values.text("email").slice(0, 200);
    const next = safeNext(values.text("next"));
    const outcome = await signIn(app, {
      email,
      password: values.secret("password") ?? "",
      address: request.ip ?? "",
    });
    if (!outcome.ok) {
      const zone = (await loadSettings(app.db))["business.timeZone"];
      response.status(outcome.refusal === "too_many_attempts" ? 429 : 401);
      await sendForm(app, response, {
        next,
        email,
        refused: sentence(outcome.refusal, outcome.detail, zone),
      });
      return;
    }
    const { id: staffId, at } = outcome.value;
    await beginSession(request, { staffId, at, handle: app.newId() });
    response.redirect(303, next);
  };
}

const signOut =
  (app: App): RequestHandler =>
  async (request, response) => {
    const { staffId } = request.session;
    await endSession(request);
    if (staffId !== undefined) await noteSignOut(app, staffId);
    response.clearCookie("sid", { path: "/admin" });
    response.redirect(303, SIGN_IN_PATH);
  };

/** Where to go after signing in: a page of the panel and nowhere else. */
function safeNext(wanted: unknown): string {
  const isOurs =
    typeof wanted === "string" && /^\/admin(\/[\w\-./~%?&=,]*)?$/.test(wanted) && !wanted.includes("..");
  return isOurs && !/^\/admin\/(login|logout|new-password|api)\b/.test(wanted) ? wanted : "/admin";
}

async function sendForm(
  app: App,
  response: Response,
  form: { readonly next: string; readonly email: string; readonly refused?: string },
): Promise<void> {
  const name = (await loadSettings(app.db))["business.name"];
  const refused =
    form.refused === undefined ? "" : `<p class="refused" role="alert">${escapeHtml(form.refused)}</p>`;
  const content = `
<p class="brand"><img src="/admin/assets/favicon.svg" alt="">${escapeHtml(name)}</p>
<h1>Вход для сотрудников</h1>
${refused}
<form method="post" action="${SIGN_IN_PATH}">
<input type="hidden" name="next" value="${escapeHtml(form.next)}">
<label>Почта<input name="email" type="email" autocomplete="username" required autofocus value="${escapeHtml(form.email)}"></label>
<label>Пароль<input name="password" type="password" autocomplete="current-password" required></label>
<button>Войти</button>
</form>`;
  response.send(plainPage({ title: `Вход — ${name}`, content }));
}
