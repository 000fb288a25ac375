import { buildRouter } from "@adminjs/express";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
import AdminJS, { type AdminJSOptions, type BrandingOptions, type LocaleTranslations } from "adminjs";
import { Router } from "express";
import type { App } from "../core/app.ts";
import { loadSettings } from "../core/settings/index.ts";
import { isManager, panelUser } from "./access.ts";
import { adminPages } from "./admin-pages.ts";
import { assets } from "./assets.ts";
import { bookkeeper } from "./books.ts";
import { broadcastPictures } from "./broadcast-pictures.ts";
import { COMPONENTS, componentLoader } from "./components.ts";
import { contentPictures } from "./content-pictures.ts";
import { describeList } from "./describe.ts";
import { SETTINGS, TABLES } from "./lists.ts";
import { RUSSIAN } from "./locale.ru.ts";
import { PAGES } from "./pages.ts";
import { valuesOf } from "./panel-action.ts";
import type { Panel, PanelOptions } from "./panel-options.ts";
import { PrismaResource } from "./prisma-resource.ts";
import { rangeEnds } from "./range-ends.ts";
import { secured } from "./security.ts";
import { SettingsResource } from "./settings-resource.ts";
import type { Describing, TableList } from "./table-list.ts";
import { gatherToday } from "./today.ts";
import { countsUnanswered } from "./unanswered.ts";
import { unpaidFor } from "./unpaid.ts";

const CONNECTIONS_MAX = 5;

/** Puts the panel together; what it promises stands in its parts. */
export async function assemblePanel(options: PanelOptions): Promise<Panel> {
  const { app } = options;
  const prisma = openPrisma(app);
  const admin = new AdminJS(describePanel(options, prisma));
  const { router, close } = secured(options, {
    assets: assets(),
    pictures: Router().use(broadcastPictures(app), contentPictures(app)),
    inside: buildRouter(admin),
  });
  return {
    router,
    check: async () => {
      await prisma.$queryRaw`SELECT 1`;
    },
    close: async () => {
      close();
      await prisma.$disconnect();
    },
  };
}

/** The panel alone reads through Prisma; its connections are pinned to UTC like all others. */
function openPrisma({ db }: App): PrismaClient {
  const { types: _ours, ...connection } = db.connection;
  return new PrismaClient({ adapter: new PrismaPg({ ...connection, max: CONNECTIONS_MAX }) });
}

function describePanel(
  { app, chatPageUrl, connections }: PanelOptions,
  prisma: PrismaClient,
): AdminJSOptions {
  const all = [...TABLES, SETTINGS];
  const lookAtBooks = bookkeeper(app);
  const unanswered = countsUnanswered(app);
  const to: Describing = {
    app,
    components: COMPONENTS,
    titles: new Map(all.map((table) => [table.id, table.columns[table.titleColumn]])),
  };
  const tables = TABLES.map((table) => ({
    resource: resourceOf(table, prisma, app),
    options: describeList(table, to),
  }));
  return {
    rootPath: "/admin",
    loginPath: "/admin/login",
    logoutPath: "/admin/logout",
    componentLoader,
    resources: [...tables, { resource: new SettingsResource(app), options: describeList(SETTINGS, to) }],
    dashboard: {
      component: COMPONENTS.dashboard,
      handler: async (request: { readonly query?: unknown }, _response, { currentAdmin }) => {
        const user = panelUser(currentAdmin);
        if (user === undefined) return {};
        // The books take longer than the day's figures, which do not wait for them.
        const part = valuesOf(request.query).text("part");
        if (part === "books") return { books: isManager(user) ? await lookAtBooks() : undefined };
        if (part === "menu") return isManager(user) ? { ClientMessage: await unanswered() } : {};
        if (part === "unpaid") return { unpaid: await unpaidFor(app, user) };
        return gatherToday({ app, prisma, chatPageUrl, connections }, user);
      },
    },
    pages: adminPages(app, connections),
    branding: async () => ({
      companyName: (await loadSettings(app.db))["business.name"],
      withMadeWithLove: false,
      logo: false,
      favicon: "/admin/assets/favicon.svg",
      theme: THEME,
    }),
    assets: { styles: [...STYLES] },
    settings: { defaultPerPage: 25 },
    version: { admin: false },
    locale: {
      language: "ru",
      availableLanguages: ["ru"],
      translations: { ru: { ...RUSSIAN, ...labelsOf(all), pages: PAGE_LABELS } },
    },
  };
}

/** In this order: the later say more. */
const STYLES = [
  "/admin/assets/font/index.css",
  "/admin/assets/panel.css",
  "/admin/assets/event-calendar.css",
  "/admin/assets/calendar.css",
  "/admin/assets/finance.css",
  "/admin/assets/analytics.css",
  "/admin/assets/client.css",
  "/admin/assets/texts.css",
  "/admin/assets/setup.css",
  "/admin/assets/exports.css",
  "/admin/assets/import.css",
  "/admin/assets/lists.css",
  "/admin/assets/everywhere.css",
];

/** A calm green and a typeface of our own. The type is wrong about `font`, which is one text. */
const THEME = {
  fontWeights: { lighter: 400, light: 400, normal: 400, bold: 600, bolder: 700 },
  font: '"Inter Variable", "Segoe UI", system-ui, -apple-system, "Noto Sans", "DejaVu Sans", Arial, sans-serif',
  sizes: { sidebarWidth: "232px" },
  colors: {
    primary100: "#2f6f62",
    primary80: "#4b8578",
    primary60: "#7fa89e",
    primary40: "#b7cfc9",
    primary20: "#e2edea",
    hoverBg: "#255a4f",
    // AdminJS's greys are too pale to be read, and its blue is of another house.
    grey60: "#5b6472",
    info: "#2a5f7f",
    infoDark: "#21506c",
    infoLight: "#dbe8ef",
  },
} as unknown as NonNullable<BrandingOptions["theme"]>;

function resourceOf(table: TableList, prisma: PrismaClient, app: App): PrismaResource {
  const columns = Object.entries(table.columns);
  const { rowsFor, listed, facts, asked, foundByPart = [] } = table;
  return new PrismaResource({
    model: table.id,
    client: prisma,
    columns: columns.map(([name]) => name),
    titleColumn: table.titleColumn,
    editableColumns: table.edit ?? [],
    references: Object.fromEntries(
      columns.flatMap(([name, { refersTo }]) => (refersTo === undefined ? [] : [[name, refersTo]])),
    ),
    values: Object.fromEntries(
      columns.flatMap(([name, { words }]) => (words === undefined ? [] : [[name, Object.keys(words)]])),
    ),
    foundByPart,
    rangeEnds: () => rangeEnds(table, app),
    ...(listed === undefined ? {} : { listed }),
    ...(asked === undefined
      ? {}
      : {
          asked: (filter, value) => (Object.hasOwn(asked, filter) ? asked[filter]?.(value, app) : undefined),
        }),
    ...(facts === undefined ? {} : { facts: (rows) => facts(rows, app) }),
    ...(rowsFor === undefined
      ? {}
      : {
          rowsFor: (viewer: unknown, isReference: boolean) => {
            const user = panelUser(viewer);
            return user === undefined ? { id: { in: [] } } : rowsFor(user, isReference);
          },
        }),
  });
}

const PAGE_LABELS = Object.fromEntries(PAGES.map(({ id, label }) => [id, label]));

/** The names of lists, columns and buttons, where AdminJS looks for them. */
function labelsOf(
  tables: readonly TableList[],
): Pick<LocaleTranslations, "actions" | "labels" | "resources"> {
  const everyAction = tables.flatMap((table) => table.actions ?? []).map(({ name, label }) => [name, label]);
  const resources = tables.map((table) => {
    const actions = Object.fromEntries((table.actions ?? []).map(({ name, label }) => [name, label]));
    const properties = Object.fromEntries(
      Object.entries(table.columns).map(([name, { label }]) => [name, label]),
    );
    const messages = { noRecordsInResource: table.emptyHint };
    return [table.id, { actions: { ...actions, list: table.many }, properties, messages }];
  });
  const names = Object.fromEntries(tables.map(({ id, many }) => [id, many]));
  return {
    actions: { ...(RUSSIAN.actions as Record<string, string>), ...Object.fromEntries(everyAction) },
    labels: { ...(RUSSIAN.labels as Record<string, string>), ...names },
    resources: Object.fromEntries(resources),
  };
}
