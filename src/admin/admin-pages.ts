import { pipeline } from "node:stream/promises";
import type { AdminJSOptions } from "adminjs";
import type { Response } from "express";
import type { App } from "../core/app.ts";
import { loadSettings } from "../core/settings/index.ts";
import { mayOpen, panelUser } from "./access.ts";
import { COMPONENTS } from "./components.ts";
import { PAGES } from "./pages.ts";
import { valuesOf } from "./panel-action.ts";
import { type Connections, Download, type PageCall, type PanelPage } from "./panel-page.ts";

/** Our own pages as AdminJS's: a GET reads, a POST acts, and each asks first who is there. */
export const adminPages = (app: App, connections?: Connections): NonNullable<AdminJSOptions["pages"]> =>
  Object.fromEntries(
    PAGES.map((page) => [
      page.id,
      {
        component: COMPONENTS[page.component],
        icon: page.icon,
        handler: async (request: PageRequest, response: Response, context: { currentAdmin?: unknown }) => {
          const user = panelUser(context.currentAdmin);
          if (user === undefined || !mayOpen(user, page.id)) return response.status(403).json(REFUSED);
          const zone = (await loadSettings(app.db))["business.timeZone"];
          const call: PageCall = { app, user, actor: { kind: "staff", id: user.id }, zone, connections };
          return answer(await ask(page, call, request), response);
        },
      },
    ]),
  );

type PageRequest = { readonly method: string; readonly query: unknown; readonly payload: unknown };

const REFUSED = { message: "Эта страница вам недоступна.", notice: { type: "error" } } as const;

const ask = (page: PanelPage, call: PageCall, { method, query, payload }: PageRequest): Promise<object> =>
  method === "post" && page.act !== undefined
    ? page.act(call, valuesOf(payload))
    : page.read(call, valuesOf(query));

async function answer(told: object, response: Response): Promise<object | undefined> {
  if (!(told instanceof Download)) return told;
  // The apostrophe parts the fields of the header's value, and brackets are no part of it either.
  const name = encodeURIComponent(told.name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  response.set("Content-Type", told.type);
  response.set("Content-Disposition", `attachment; filename*=UTF-8''${name}`);
  await pipeline(told.body, response);
  return undefined;
}
