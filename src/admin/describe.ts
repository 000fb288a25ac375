import type {
  ActionContext,
  ActionRequest,
  ActionResponse,
  After,
  Before,
  RecordJSON,
  ResourceOptions,
} from "adminjs";
import type { Zone } from "../core/kernel/local-day.ts";
import { loadSettings } from "../core/settings/index.ts";
import { mayDo, panelUser } from "./access.ts";
import { adminActions } from "./admin-actions.ts";
import { textOf } from "./readable.ts";
import type { ColumnGroup, Components, Describing, Heading, TableList } from "./table-list.ts";

const NEVER = { isAccessible: false, isVisible: false } as const;
export const HEADINGS: Readonly<Record<Heading, { name: string; icon: string }>> = {
  work: { name: "Работа", icon: "Calendar" },
  people: { name: "Люди", icon: "Users" },
  money: { name: "Платежи и чеки", icon: "CreditCard" },
  settings: { name: "Управление", icon: "Settings" },
};

/** A list as AdminJS wants it told; everything that is not offered is refused. */
export function describeList(table: TableList, to: Describing): ResourceOptions {
  const readable = readableAnswers(table, to);
  const allowed = (action: string) => ({
    isAccessible: ({ currentAdmin }: ActionContext) => mayDo(panelUser(currentAdmin), table.id, action),
    showFilter: action === "list",
  });
  const edit = {
    ...allowed("edit"),
    isAccessible: ({ currentAdmin, record }: ActionContext) =>
      mayDo(panelUser(currentAdmin), table.id, "edit") && (table.editFits?.(record?.params ?? {}) ?? true),
  };
  return {
    id: table.id,
    navigation: table.isOffMenu ? false : HEADINGS[table.heading],
    titleProperty: table.titleColumn,
    listProperties: [...table.list],
    showProperties: [...table.show],
    filterProperties: [...table.filter],
    editProperties: [...(table.edit ?? [])],
    sort: table.sort,
    properties: propertiesOf(table, to.components),
    actions: {
      new: NEVER,
      delete: NEVER,
      bulkDelete: NEVER,
      edit: table.edit === undefined ? NEVER : { ...edit, after: [backToRow] },
      list: {
        ...allowed("list"),
        ...{ before: [asUsual(table)], after: [readable] },
        custom: { ways: table.ways ?? [], views: table.views ?? [] },
      },
      show: {
        ...allowed("show"),
        after: [readable],
        ...(table.groups === undefined ? {} : { layout: table.groups.map(grouped) }),
        ...(table.card === undefined ? {} : { component: to.components[table.card], hideActionHeader: true }),
      },
      search: { ...allowed("search"), after: [readable] },
      ...adminActions(table, { ...to, after: readable }),
    },
  } as ResourceOptions;
}

/** A heading and its columns in AdminJS's own words for a layout. */
const grouped = ({ title, columns }: ColumnGroup) => [
  { className: "ok-card-group" },
  [["@H5", { children: title, as: "h2" }], [...columns]],
];

/** What nobody said about a list is what it is usually asked for. */
const asUsual =
  ({ usual }: TableList): Before =>
  (request) =>
    usual === undefined ? request : { ...request, query: usual(request.query ?? {}) };

/** After words were written, the row that they are about is shown, and not the whole list. */
const backToRow: After<ActionResponse> = (response, _request, { h, resource, record }) =>
  response.redirectUrl === undefined || !record
    ? response
    : {
        ...response,
        redirectUrl: h.recordActionUrl({
          resourceId: resource.decorate().id(),
          recordId: record.id(),
          actionName: "show",
        }),
      };

function propertiesOf(table: TableList, components: Components): NonNullable<ResourceOptions["properties"]> {
  const entries = Object.entries(table.columns).map(([name, column]) => {
    const isRange =
      column.as === "rubles" ||
      column.as === "instant" ||
      column.as === "day" ||
      column.as === "points" ||
      column.as === "change";
    const isChosen = column.as === "reference" || column.as === "yesNo" || column.words !== undefined;
    const words = Object.entries(column.words ?? {}).map(([value, label]) => ({ value, label }));
    return [
      name,
      {
        isTitle: name === table.titleColumn,
        // Nothing in the database to order by.
        ...(column.isTold ? { isSortable: false } : {}),
        ...(column.isTold && column.refersTo ? { reference: column.refersTo } : {}),
        ...(words.length > 0 ? { availableValues: words } : {}),
        components: {
          list: components.readable,
          show: components[column.drawnBy ?? "readable"],
          ...(isRange ? { filter: components.rangeFilter } : {}),
          ...(isChosen ? { filter: components.choiceFilter } : {}),
        },
        custom: {
          ...{ as: column.as ?? "text", tones: column.tones ?? null },
          hidesEmpty: table.groups !== undefined,
        },
      },
    ];
  });
  return Object.fromEntries(entries);
}

/** Puts every value of an answer into words, in the business time zone whatever the browser's. */
function readableAnswers(table: TableList, { app, titles }: Describing): After<ActionResponse> {
  return async (
    response: ActionResponse,
    _request: ActionRequest,
    { currentAdmin, action }: ActionContext,
  ) => {
    const zone = (await loadSettings(app.db))["business.timeZone"];
    const records = [response.record, ...(response.records ?? [])] as (RecordJSON | undefined)[];
    const told = records.filter((record) => record?.params !== undefined) as RecordJSON[];
    // Whoever looks for a name is told the name.
    const tell = action?.name === "search" ? undefined : table.tell;
    const tellings =
      (await tell?.(
        told.map(({ params }) => params),
        { app, zone, viewer: panelUser(currentAdmin), isCard: response.record !== undefined },
      )) ?? [];
    for (const [index, record] of told.entries()) {
      const telling = tellings[index] ?? {};
      Object.assign(record.params, telling);
      putIntoWords(record, { table, titles, zone, said: new Set(Object.keys(telling)) });
    }
    return response;
  };
}

type Wording = {
  readonly table: TableList;
  readonly titles: Describing["titles"];
  readonly zone: Zone;
  /** Columns that the list has put into words by itself. */
  readonly said: ReadonlySet<string>;
};

/** AdminJS leaves the bare id where it found no record of that id among those that it did find. */
const isRecord = (populated: unknown): populated is RecordJSON =>
  typeof populated === "object" && populated !== null;

function putIntoWords(record: RecordJSON, { table, titles, zone, said }: Wording): void {
  const { params } = record;
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.as === "list") {
      const items = Object.keys(params).filter((key) => key.startsWith(`${name}.`));
      params[name] = items.map((key) => params[key]).join(", ");
      continue;
    }
    if (!(name in params)) continue;
    if (said.has(name) && column.as !== "reference") continue;
    if (column.as === "reference") {
      // Whom it refers to is gone, or is of another kind: an id would tell nobody anything.
      if (!isRecord(record.populated?.[name]))
        params[name] = said.has(name) ? params[name] : (column.whenEmpty ?? "");
      continue;
    }
    const tone = column.tones?.[String(params[name])];
    if (tone !== undefined) params[`${name}Tone`] = tone;
    params[name] = textOf(params[name], column, zone);
  }
  record.title = String(params[table.titleColumn] ?? record.title ?? "");
  for (const [name, other] of Object.entries(record.populated ?? {})) {
    if (!isRecord(other) || said.has(name)) {
      delete record.populated[name];
      continue;
    }
    const title = titles.get(table.columns[name]?.refersTo ?? "");
    if (title !== undefined) other.title = textOf(other.title, title, zone);
  }
}
