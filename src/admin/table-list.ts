import type { App } from "../core/app.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import type { PageId, PanelUser, ResourceId } from "./access.ts";
import type { PanelAction } from "./panel-action.ts";
import type { Where } from "./prisma-filter.ts";
import type { Column } from "./readable.ts";

/** The panel's menu has four headings. */
export type Heading = "work" | "people" | "money" | "settings";

/** One list of the panel: what it shows of a table, to whom, and which use cases it offers. */
export type TableList = {
  readonly id: ResourceId;
  readonly heading: Heading;
  /** Led to from elsewhere only. */
  readonly isOffMenu?: true;
  readonly icon?: string;
  /** What the list is called. */
  readonly many: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** The column by which a row is called elsewhere. */
  readonly titleColumn: string;
  readonly list: readonly string[];
  readonly show: readonly string[];
  /** How a row's page puts them together, where they are many; what is empty of them is left out there. */
  readonly groups?: readonly ColumnGroup[];
  readonly filter: readonly string[];
  /** Words that are written straight into the table; of which rows. */
  readonly edit?: readonly string[];
  readonly editFits?: (row: Params) => boolean;
  readonly sort: { readonly sortBy: string; readonly direction: "asc" | "desc" };
  /** What to do when there is nothing. */
  readonly emptyHint: string;
  /** What some columns of these rows say in words, where a column alone does not know: one answer a row. */
  readonly tell?: (rows: readonly Params[], to: Telling) => Promise<readonly Params[]> | readonly Params[];
  /** What actions need to know of rows to be offered, beside the columns: one answer a row. */
  readonly facts?: (rows: readonly Params[], app: App) => Promise<readonly Params[]>;
  /** What filters ask for that a column alone does not answer, or not in its own words; undefined: not that. */
  readonly asked?: Readonly<Record<string, (value: string, app: App) => Promise<Where> | undefined>>;
  /** Filters by a part of a word that a trigram index answers. */
  readonly foundByPart?: readonly string[];
  readonly listed?: (filteredBy: readonly string[]) => Where;
  /** The rows that somebody may see; of those that others refer to the id and title alone are shown. */
  readonly rowsFor?: (viewer: PanelUser, isReference: boolean) => Where | undefined;
  readonly actions?: readonly PanelAction[];
  /** Pages that the list leads to from its top, for those who may open them. */
  readonly ways?: readonly ListWay[];
  readonly views?: readonly ListView[];
  /** What is asked for when whoever opens the list did not say. */
  readonly usual?: (query: Params) => Params;
  /** A component of its own that draws a row's whole page. */
  readonly card?: "clientCard";
};

/** Columns of a row's page under a heading. */
export type ColumnGroup = { readonly title: string; readonly columns: readonly string[] };

/** A look at a list by one value of a filter, one press away. */
export type ListView = {
  readonly text: string;
  readonly filter: string;
  readonly value: string;
  /** What to say when it shows nothing, instead of what is said of the whole list. */
  readonly whenEmpty?: { readonly title: string; readonly hint: string };
};

/** A page that is about a whole list; with `posts` a file that the page is told to make. */
export type ListWay = {
  readonly text: string;
  readonly page: PageId;
  readonly posts?: Readonly<Record<string, string>>;
};

/** A row as AdminJS carries it: flat, its columns by their names. */
export type Params = Readonly<Record<string, unknown>>;

export type Telling = {
  readonly app: App;
  readonly zone: Zone;
  readonly viewer: PanelUser | undefined;
  /** One row on a page of its own, where more is told of it than in a list. */
  readonly isCard: boolean;
};

/** Names of the components that the bundle knows. */
export type Components = {
  readonly readable: string;
  readonly rangeFilter: string;
  readonly choiceFilter: string;
  readonly actionForm: string;
  readonly broadcastCard: string;
  readonly clientCard: string;
};

/** What a list needs to be told. */
export type Describing = {
  readonly app: App;
  readonly components: Components;
  /** Every list's columns, for titles of rows of other lists. */
  readonly titles: ReadonlyMap<string, Column | undefined>;
};
