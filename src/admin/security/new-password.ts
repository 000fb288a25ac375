import type { RequestHandler, Response } from "express";
import { Router } from "express";
import type { App } from "../../core/app.ts";
import { setOwnPassword } from "../../core/people/index.ts";
import { loadSettings } from "../../core/settings/index.ts";
import { valuesOf } from "../panel-action.ts";
import { sentence } from "../refusals.ts";
import { currentUser } from "./gate.ts";
import { escapeHtml, plainPage } from "./page.ts";
import { beginSession } from "./session.ts";
import { NEW_PASSWORD_PATH, SIGN_IN_PATH } from "./sign-in.ts";

/**
 * Where somebody who came in by a password for one sign-in chooses their own: a page that stands before the panel, for those
 * who have to be on it and nobody else.
 */
export function newPasswordPage(app: App): Router {
  const router = Router();
  router.use("/new-password", async (request, response, next) => {
    const found = await currentUser(app, request);
    if (found?.mustChoosePassword) return next();
    response.redirect(303, found === undefined ? SIGN_IN_PATH : "/admin");
  });
  router.get("/new-password", (_request, response) => sendForm(response));
  router.post("/new-password", choose(app));
  return router;
}

function choose(app: App): RequestHandler {
  return async (request, response) => {
    const { staffId } = request.session;
    if (staffId === undefined) return response.redirect(303, SIGN_IN_PATH);
    const values = valuesOf((request as { fields?: unknown }).fields);
    const wanted = values.secret("password") ?? "";
    if (wanted !== values.secret("again"))
      return sendForm(response, "Пароли не совпали. Введите оба ещё раз.");
    const outcome = await setOwnPassword(app, { staffId, present: undefined, wanted, session: undefined });
    if (!outcome.ok) {
      const zone = (await loadSettings(app.db))["business.timeZone"];
      return sendForm(response, sentence(outcome.refusal, outcome.detail, zone));
    }
    await beginSession(request, { staffId, at: outcome.value.changedAt, handle: app.newId() });
    return response.redirect(303, "/admin");
  };
}

function sendForm(response: Response, refused?: string): void {
  const told = refused === undefined ? "" : `<p class="refused" role="alert">${escapeHtml(refused)}</p>`;
  response.status(refused === undefined ? 200 : 422);
  response.send(
    plainPage({
      title: "Новый пароль",
      content: `
<h1>Придумайте свой пароль</h1>
<p>Вы вошли по одноразовому паролю. Дальше входите по своему: его не будет знать никто, кроме вас.</p>
${told}
<form method="post" action="${NEW_PASSWORD_PATH}">
<label>Новый пароль, не короче 10 знаков<input name="password" type="password" autocomplete="new-password" minlength="10" required autofocus></label>
<label>Ещё раз<input name="again" type="password" autocomplete="new-password" required></label>
<button>Сохранить и войти</button>
</form>
<form method="post" action="/admin/logout"><button class="quiet">Выйти</button></form>`,
    }),
  );
}
