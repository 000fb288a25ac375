import type { RequestHandler } from "express";
import { mayDo, OFFERS, type PanelUser, type ResourceId } from "../access.ts";
import { userOf } from "./gate.ts";
import { escapeHtml, plainPage } from "./page.ts";

/** What AdminJS would stumble over is answered before it: an unknown list or action, one that is not theirs. */
export const knownRoutes: RequestHandler = (request, response, next) => {
  const isApi = request.path.startsWith("/api/");
  const status = judge(
    isApi ? request.path.slice(4) : request.path,
    request.query.recordIds,
    userOf(request),
  );
  if (status === 200) return next();
  const message = status === 403 ? "Это действие вам недоступно." : "Такой страницы в панели нет.";
  response.status(status);
  if (isApi) response.json({ message, notice: { message, type: "error" } });
  else {
    const content = `<h1>${escapeHtml(message)}</h1><p><a href="/admin">На главную</a></p>`;
    response.send(plainPage({ title: message, content }));
  }
};

const FORMS = [
  /^\/resources\/(?<resource>\w+)\/?$/,
  /^\/resources\/(?<resource>\w+)\/actions\/(?<action>\w+)(\/[^/]*)?\/?$/,
  /^\/resources\/(?<resource>\w+)\/records\/[^/]{1,200}\/(?<action>\w+)\/?$/,
  /^\/resources\/(?<resource>\w+)\/(?<bulk>bulk)\/(?<action>\w+)\/?$/,
];
const KNOWN = new Map<string, ReadonlySet<string>>();
for (const offers of Object.values(OFFERS)) {
  for (const [resource, actions] of Object.entries(offers)) {
    KNOWN.set(resource, new Set([...(KNOWN.get(resource) ?? []), ...actions]));
  }
}

function judge(path: string, recordIds: unknown, user: PanelUser | undefined): 200 | 403 | 404 {
  if (path === "" || path === "/" || path === "/dashboard") return 200;
  const groups = FORMS.map((form) => form.exec(path)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return 404;
  const { resource = "", action = "list", bulk } = groups;
  if (!KNOWN.has(resource)) return 404;
  if (bulk !== undefined && (typeof recordIds !== "string" || recordIds === "")) return 404;
  return mayDo(user, resource as ResourceId, action) ? 200 : KNOWN.get(resource)?.has(action) ? 403 : 404;
}
