import type { RequestHandler } from "express";
import { mayDo, mayOpen, type PanelUser, type ResourceId } from "../access.ts";
import { SETTINGS, TABLES } from "../lists.ts";
import { PAGES } from "../pages.ts";
import { userOf } from "./gate.ts";
import { escapeHtml, plainPage } from "./page.ts";

/** What AdminJS would stumble over is answered before it: an unknown list or action, one that is not theirs. */
export const knownRoutes: RequestHandler = (request, response, next) => {
  const isApi = request.path.startsWith("/api/");
  const status = judge(isApi ? request.path.slice(4) : request.path, userOf(request));
  if (status === 200) return next();
  const message = status === 403 ? "Это действие вам недоступно." : "Такой страницы в панели нет.";
  response.status(status);
  if (isApi) response.json({ message, notice: { message, type: "error" } });
  else {
    const content = `<h1>${escapeHtml(message)}</h1><p><a href="/admin">На главную</a></p>`;
    response.send(plainPage({ title: message, content }));
  }
};

/** The shapes of AdminJS's addresses that the panel uses; what it does to many rows at once is not offered at all. */
const SHAPES = {
  list: /^\/resources\/(?<resource>\w+)(\/actions\/(?<action>\w+)(\/[^/]{1,300})?)?\/?$/,
  record: /^\/resources\/(?<resource>\w+)\/records\/[^/]{1,200}\/(?<action>\w+)\/?$/,
} as const;

const PAGE = /^\/pages\/(\w+)\/?$/;

const BUILT_IN = { list: "list", search: "list", show: "record", edit: "record" } as const;

/** List → action → whether it is of the whole list or of a record. */
const KNOWN: ReadonlyMap<string, ReadonlyMap<string, keyof typeof SHAPES>> = new Map(
  [...TABLES, SETTINGS].map((table) => [
    table.id,
    new Map([
      ...Object.entries(BUILT_IN),
      ...(table.actions ?? []).map(({ name, of }) => [name, of] as const),
    ]),
  ]),
);

function judge(path: string, user: PanelUser | undefined): 200 | 403 | 404 {
  if (path === "" || path === "/" || path === "/dashboard") return 200;
  const [, name] = PAGE.exec(path) ?? [];
  const page = PAGES.find(({ id }) => id === name);
  if (page !== undefined) return mayOpen(user, page.id) ? 200 : 403;
  for (const [of, shape] of Object.entries(SHAPES)) {
    const { resource = "", action = "list" } = shape.exec(path)?.groups ?? {};
    if (KNOWN.get(resource)?.get(action) === of)
      return mayDo(user, resource as ResourceId, action) ? 200 : 403;
  }
  return 404;
}
