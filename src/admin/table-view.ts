import { modelNamed } from "./data-model.ts";
import type { ReadRangeEnd, Where } from "./prisma-filter.ts";
import { PrismaProperty } from "./prisma-property.ts";

/** A table as the panel may see it. */
export type TableView = {
  readonly model: string;
  readonly client: object;
  /** The columns that leave the database, the id apart; every other is neither read nor filtered by. */
  readonly columns: readonly string[];
  /** The column that names a row where another one refers to it. */
  readonly titleColumn: string;
  /** Columns that are written straight, without a use case: words about a client, nothing that rules decide on. */
  readonly editableColumns?: readonly string[];
  /** Column → resource, where the data model has no relation to tell. */
  readonly references?: Readonly<Record<string, string>>;
  /** Column → what it may hold. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** The rows that somebody may see; undefined: all of them. */
  readonly rowsFor?: (viewer: unknown, isReference: boolean) => Where | undefined;
  /** What filters ask for that a column alone does not answer; it stands instead of the column. */
  readonly asked?: (filter: string, value: string) => Promise<Where> | undefined;
  /** Filters by a part of a word that a trigram index answers. */
  readonly foundByPart?: readonly string[];
  /** Rows that a list shows, by the columns that it is filtered by; who is named elsewhere is found all the same. */
  readonly listed?: (filteredBy: readonly string[]) => Where;
  /** What is told of rows beside their columns. */
  readonly facts?: (rows: readonly Record<string, unknown>[]) => Promise<readonly object[]>;
  /** How the ends of ranges are read; asked only when a filter has one. */
  readonly rangeEnds?: () => Promise<ReadRangeEnd>;
};

/** The columns of a view, in the order of the data model. */
export function columnsOf(view: TableView): readonly PrismaProperty[] {
  const model = modelNamed(view.model);
  const relations = model.fields.filter((field) => field.relationFromFields?.length === 1);
  const shown = model.fields.filter((field) => field.isId || view.columns.includes(field.name));
  return shown.map((field, position) => {
    const relation = relations.find((candidate) => candidate.relationFromFields?.[0] === field.name);
    return new PrismaProperty({
      field,
      position,
      refersTo: view.references?.[field.name] ?? relation?.type,
      values: view.values?.[field.name],
      isEditable: view.editableColumns?.includes(field.name) ?? false,
    });
  });
}
