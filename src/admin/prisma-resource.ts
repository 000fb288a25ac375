import { Resource } from "@adminjs/prisma";
import type { Prisma, PrismaClient } from "@prisma/client";
import type { ActionContext, Filter, ParamsType } from "adminjs";
import { BaseRecord, ForbiddenError, ValidationError } from "adminjs";
import { type Model, modelNamed } from "./data-model.ts";
import { type Asking, NOTHING_MATCHES, type Where, whereOf } from "./prisma-filter.ts";
import type { PrismaProperty } from "./prisma-property.ts";
import { columnsOf, type TableView } from "./table-view.ts";
import { createTotals } from "./totals.ts";

type Row = Record<string, unknown>;
type Delegate = {
  count(query: object): Promise<number>;
  findMany(query: object): Promise<Row[]>;
  findFirst(query: object): Promise<Row | null>;
  update(query: object): Promise<Row>;
};
type FindOptions = {
  limit?: number;
  offset?: number;
  sort?: { sortBy?: string; direction?: "asc" | "desc" };
};
type ModelWithColumns = Model & { readonly columns: readonly PrismaProperty[] };

const ROWS_MAX = 500;
const IDS_MAX = 500;
/** Fewer rows are found and then put in order; among more the first ones of the order are soon met. */
const FEW = 5_000;

/**
 * The official adapter, mended: exact numbers, filters that never fail, only the columns and rows that are meant to
 * be seen, errors that name their field, references that carry an id and a title. Rows are neither made nor deleted
 * through it: that is what use cases are for.
 */
export class PrismaResource extends Resource {
  private readonly view: TableView;
  private readonly delegate: Delegate;
  private readonly columnsByName: ReadonlyMap<string, PrismaProperty>;
  private readonly totals = createTotals();

  constructor(view: TableView) {
    const model: ModelWithColumns = { ...modelNamed(view.model), columns: columnsOf(view) };
    super({ model, client: view.client } as unknown as ConstructorParameters<typeof Resource>[0]);
    this.view = view;
    this.delegate = this.manager as unknown as Delegate;
    this.columnsByName = new Map(model.columns.map((column) => [column.name(), column]));
  }

  /** Called by the parent's constructor, before this class has any field of its own. */
  protected override prepareProperties(): ReturnType<Resource["prepareProperties"]> {
    const { columns } = this.model as unknown as ModelWithColumns;
    return Object.fromEntries(columns.map((column) => [column.name(), column])) as never;
  }

  override databaseType(): string {
    return "postgres";
  }

  override build(params: ParamsType): BaseRecord {
    return new SafeRecord({ ...params }, this);
  }

  override async count(filter: Filter, context?: ActionContext): Promise<number> {
    const where = await this.where(filter, context);
    return this.totals.of(where, () => this.delegate.count({ where }));
  }

  override async find(
    filter: Filter,
    options: FindOptions = {},
    context?: ActionContext,
  ): Promise<BaseRecord[]> {
    const { limit, offset, sort = {} } = options;
    const where = await this.where(filter, context);
    const found = this.delegate.findMany({
      where,
      select: this.select(context),
      skip: Math.min(Math.max(0, Math.trunc(Number(offset)) || 0), Number.MAX_SAFE_INTEGER),
      take: Math.min(ROWS_MAX, Math.max(1, Math.trunc(Number(limit)) || 10)),
      orderBy: this.order(this.isLimited(context) ? { ...sort, sortBy: this.view.titleColumn } : sort),
    });
    const rows = await ((await this.isOfFew(filter, where)) ? findThenOrder(this.view.client, found) : found);
    return this.isReference(context) ? rows.map((row) => this.toRecord(row)) : this.withFacts(rows);
  }

  override async findOne(id: unknown, context?: ActionContext): Promise<BaseRecord | null> {
    const key = this.keyOf(id);
    if (key === undefined) return null;
    const where = { AND: [{ [this.idName()]: key }, ...this.limits(context)] };
    const row = await this.delegate.findFirst({ where, select: this.select(context) });
    return row && ((await this.withFacts([row]))[0] ?? null);
  }

  override async findMany(ids: readonly unknown[], context?: ActionContext): Promise<BaseRecord[]> {
    const keys = [...new Set(ids)].map((id) => this.keyOf(id)).filter((key) => key !== undefined);
    const where = { AND: [{ [this.idName()]: { in: keys.slice(0, IDS_MAX) } }, ...this.limits(context)] };
    const rows = await this.delegate.findMany({ where, select: this.select(context) });
    return rows.map((row) => this.toRecord(row));
  }

  override async create(): Promise<ParamsType> {
    throw new ForbiddenError("onlyByUseCase");
  }

  override async delete(): Promise<void> {
    throw new ForbiddenError("onlyByUseCase");
  }

  override async update(id: unknown, params: ParamsType, context?: ActionContext): Promise<ParamsType> {
    const found = await this.findOne(id, context);
    if (found === null) throw new ForbiddenError("anyForbiddenError");
    const data = this.written(params);
    if (Object.keys(data).length === 0) return found.params;
    const where = { [this.idName()]: this.keyOf(id) };
    return this.readable(
      await this.naming(() => this.delegate.update({ where, data, select: this.select() })),
    );
  }

  /** They are looked for by a part of a word that a trigram index knows, and not many have it. */
  private async isOfFew(filter: Filter, where: Where): Promise<boolean> {
    const isByPart = Object.keys(filter?.filters ?? {}).some((path) => this.view.foundByPart?.includes(path));
    return isByPart && (await this.totals.of(where, () => this.delegate.count({ where }))) < FEW;
  }

  private idName(): string {
    return this.idProperty.name();
  }

  private keyOf(id: unknown): unknown {
    const isPlain = typeof id === "string" || typeof id === "number";
    return isPlain ? this.columnsByName.get(this.idName())?.parse(id) : undefined;
  }

  private async where(asking: Filter, context: ActionContext | undefined): Promise<Where> {
    const filter: Asking = isSearch(context) ? onlyBy(this.view.titleColumn, asking) : asking;
    const hasRange = Object.values(filter?.filters ?? {}).some(({ value }) => typeof value === "object");
    const readRangeEnd = hasRange ? await this.view.rangeEnds?.() : undefined;
    const listed = this.view.listed?.(Object.keys(filter?.filters ?? {})) ?? {};
    const asked = new Map<string, Where>();
    for (const { path, value } of Object.values(filter?.filters ?? {})) {
      const where = await this.view.asked?.(path, String(value));
      if (where !== undefined) asked.set(path, where);
    }
    const others = new Map([...this.columnsByName].filter(([path]) => !asked.has(path)));
    const told = whereOf(filter, others, readRangeEnd);
    const nothing = { [this.idName()]: { in: [] } };
    const parts = [...told, ...asked.values(), ...this.limits(context), listed];
    // A table whose id is called otherwise would stumble over the one that says so for all of them.
    return { AND: parts.map((part) => (part === NOTHING_MATCHES ? nothing : part)) };
  }

  /** What the one who asks may see of this table; where rows are limited, nobody sees nothing. */
  private limits(context: ActionContext | undefined): readonly Where[] {
    if (this.view.rowsFor === undefined) return [];
    const viewer: unknown = context?.currentAdmin;
    if (viewer === undefined) return [NOTHING_MATCHES];
    const where = this.view.rowsFor(viewer, this.isReference(context));
    return where === undefined ? [] : [where];
  }

  /** Rows are wanted for their names: another list refers to them, or somebody looks for one to filter by. */
  private isReference(context: ActionContext | undefined): boolean {
    return context !== undefined && (context.resource !== this || isSearch(context));
  }

  /** Names are all that they may know of most of these rows: not even their order may tell of another column. */
  private isLimited(context: ActionContext | undefined): boolean {
    const viewer: unknown = context?.currentAdmin;
    return isSearch(context) && viewer !== undefined && this.view.rowsFor?.(viewer, false) !== undefined;
  }

  /** A row asked for by another resource is a reference: its id and title are enough. */
  private select(context?: ActionContext): Row {
    const names = this.isReference(context)
      ? [this.idName(), this.view.titleColumn]
      : [...this.columnsByName.keys()];
    return Object.fromEntries(names.map((name) => [name, true]));
  }

  /** The id breaks ties, or pages would repeat rows. */
  private order(sort: { sortBy?: unknown; direction?: unknown }): readonly Row[] {
    const direction = sort.direction === "desc" ? "desc" : "asc";
    const wanted = typeof sort.sortBy === "string" ? this.columnsByName.get(sort.sortBy) : undefined;
    const byId = { [this.idName()]: direction };
    return wanted?.isSortable() && !wanted.isId() ? [{ [wanted.name()]: direction }, byId] : [byId];
  }

  private async withFacts(rows: readonly Row[]): Promise<BaseRecord[]> {
    const facts = rows.length === 0 ? [] : ((await this.view.facts?.(rows)) ?? []);
    return rows.map((row, index) => new SafeRecord({ ...this.readable(row), ...facts[index] }, this));
  }

  private toRecord(row: Row): BaseRecord {
    return new SafeRecord(this.readable(row), this);
  }

  private readable(row: Row): ParamsType {
    const entries = Object.entries(row).map(([name, value]) => [name, this.readableValue(name, value)]);
    return Object.fromEntries(entries);
  }

  private readableValue(name: string, value: unknown): unknown {
    if (typeof value === "bigint") return value.toString();
    const column = this.columnsByName.get(name);
    if (value instanceof Date)
      return column?.isDay() ? value.toISOString().slice(0, 10) : value.toISOString();
    return column?.field.type === "Decimal" && value !== null ? String(value) : value;
  }

  /** @throws ValidationError naming each column that cannot hold what it was given */
  private written(params: ParamsType): Row {
    const form = new BaseRecord(params, this);
    const data: Row = {};
    const errors: Record<string, { type: string; message: string }> = {};
    for (const column of this.columnsByName.values()) {
      if (!column.isEditable()) continue;
      const given: unknown = form.get(column.name());
      if (given === undefined) continue;
      const value = valueFor(column, given);
      if (value === undefined) errors[column.name()] = { type: "wrong", message: "wrongValue" };
      else data[column.name()] = value;
    }
    if (Object.keys(errors).length > 0) throw new ValidationError(errors);
    return data;
  }

  /** Turns the database's refusal into an error of a field: one without a field counts as success in AdminJS. */
  private async naming<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      const { code = "" } = error as { code?: string };
      const message = REFUSED[code];
      if (message === undefined) throw error;
      const said = JSON.stringify((error as { meta?: unknown }).meta ?? "");
      const named = [...this.columnsByName.values()].find(
        (column) => column.isEditable() && said.includes(column.field.dbName ?? column.name()),
      );
      const path = named?.name() ?? this.idName();
      throw new ValidationError({ [path]: { type: "refused", message } }, { type: "refused", message });
    }
  }
}

/**
 * Finds first and orders then. How many rows have a part of a word PostgreSQL guesses from a sample, at times a hundred
 * times too many; then it would rather walk through the whole table in the wanted order.
 */
async function findThenOrder(client: object, found: Promise<Row[]>): Promise<Row[]> {
  const prisma = client as PrismaClient;
  const findFirst = prisma.$executeRaw`SET LOCAL enable_indexscan = off`;
  const [, rows] = await prisma.$transaction([findFirst, found as Prisma.PrismaPromise<Row[]>]);
  return rows;
}

const isSearch = (context: ActionContext | undefined): boolean => context?.action?.name === "search";

/** A search is by what rows are called, whatever column it names: a hidden one would answer yes or no. */
const onlyBy = (column: string, asking: Filter | undefined): Asking => ({
  filters: Object.fromEntries(Object.entries(asking?.filters ?? {}).filter(([path]) => path === column)),
});

const REFUSED: Readonly<Record<string, string>> = {
  P2000: "wrongValue",
  P2002: "alreadyTaken",
  P2003: "wrongReference",
  P2025: "rowIsGone",
  P2039: "wrongValue",
};

/** Undefined: the column cannot hold it. */
function valueFor(column: PrismaProperty, given: unknown): unknown {
  if (column.isArray()) {
    const items = (Array.isArray(given) ? given : []).map((item) => column.parse(item));
    return items.includes(undefined) ? undefined : items.filter((item) => item !== "");
  }
  const isEmpty = given === null || (given === "" && !column.isSearchedByPart());
  if (isEmpty) return column.field.isRequired ? undefined : null;
  return column.parse(given);
}

/**
 * A record that takes from a form what may be edited and nothing else: AdminJS's own merges the whole form, the id
 * too, and would then write to another row.
 */
class SafeRecord extends BaseRecord {
  override async update(params: ParamsType, context?: ActionContext): Promise<BaseRecord> {
    const isOffered = ([path]: [string, unknown]) =>
      this.resource.property(path.split(".")[0] ?? "")?.isEditable() ?? false;
    return super.update(Object.fromEntries(Object.entries(params).filter(isOffered)), context);
  }
}
