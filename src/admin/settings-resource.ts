import type { ActionContext, Filter, ParamsType } from "adminjs";
import { BaseProperty, BaseRecord, BaseResource, ForbiddenError } from "adminjs";
import type { App } from "../core/app.ts";
import {
  definitionOf,
  isSettingKey,
  loadSettings,
  SETTING_KEYS,
  type SettingKey,
} from "../core/settings/index.ts";
import { segmentNames } from "./segment-names.ts";
import { historyText } from "./setting-history.ts";
import { GROUP_NAMES, valueText } from "./setting-words.ts";

const COLUMNS = ["id", "label", "value", "usual", "group", "expected", "history"] as const;
type Column = (typeof COLUMNS)[number];

/** A list has one page: there are few settings. */
type Options = { limit?: number; offset?: number };

/**
 * Every setting as a row, changed or not: the table holds only those that differ from their defaults, so it is not
 * the table that is listed. Read here, changed by the use case alone.
 */
export class SettingsResource extends BaseResource {
  private readonly app: App;
  private readonly columns: readonly BaseProperty[];

  constructor(app: App) {
    super();
    this.app = app;
    this.columns = COLUMNS.map(
      (path, position) => new BaseProperty({ path, position, isId: path === "id", isSortable: false }),
    );
  }

  override id(): string {
    return "Setting";
  }
  override databaseName(): string {
    return "okoshko";
  }
  override properties(): BaseProperty[] {
    return [...this.columns];
  }
  override property(path: string): BaseProperty | null {
    return this.columns.find((column) => column.name() === path) ?? null;
  }

  override async count(filter: Filter): Promise<number> {
    return (await this.rows(filter)).length;
  }
  override async find(filter: Filter, { limit = 100, offset = 0 }: Options = {}): Promise<BaseRecord[]> {
    const from = Math.max(0, Math.trunc(Number(offset)) || 0);
    return (await this.rows(filter)).slice(from, from + Math.max(1, Number(limit) || 100));
  }
  override async findOne(id: string, _context?: ActionContext): Promise<BaseRecord | null> {
    const found = (await this.rows()).find((record) => record.id() === id);
    if (found === undefined || !isSettingKey(id)) return null;
    found.set("history", await historyText(this.app, id));
    return found;
  }
  override async findMany(ids: (string | number)[]): Promise<BaseRecord[]> {
    return (await this.rows()).filter((record) => ids.includes(record.id()));
  }
  override async create(): Promise<ParamsType> {
    throw new ForbiddenError("onlyByUseCase");
  }
  override async update(): Promise<ParamsType> {
    throw new ForbiddenError("onlyByUseCase");
  }
  override async delete(): Promise<void> {
    throw new ForbiddenError("onlyByUseCase");
  }

  private async rows(filter?: Filter): Promise<BaseRecord[]> {
    const settings = await loadSettings(this.app.db);
    const names = await segmentNames(this.app);
    const all = SETTING_KEYS.map((key) => describe(key, settings[key], names));
    const wanted = Object.values(filter?.filters ?? {}).filter(({ value }) => typeof value === "string");
    const fits = (row: Record<Column, string>) =>
      wanted.every(({ path, value }) => {
        const held = COLUMNS.includes(path as Column) ? row[path as Column] : undefined;
        return held === undefined || held.toLowerCase().includes(String(value).toLowerCase());
      });
    return all.filter(fits).map((row) => new BaseRecord(row, this));
  }
}

function describe(
  key: SettingKey,
  value: ReturnType<typeof definitionOf>["default"],
  names: ReadonlyMap<string, string>,
): Record<Column, string> {
  const definition = definitionOf(key);
  return {
    id: key,
    label: definition.label,
    value: valueText(key, value, names),
    usual: valueText(key, definition.default),
    group: GROUP_NAMES[definition.group],
    expected: definition.expected,
    // Told on a setting's own page alone.
    history: "",
  };
}
