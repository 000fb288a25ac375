import { type Queryable, sql } from "../runtime/sql.ts";
import { DEFAULTS, SETTING_KEYS, type SettingKey, type Settings } from "./model.ts";
import { definitionOf } from "./rules/limits.ts";

/** All settings as they are at this moment: what is not in the database is the default. */
export async function loadSettings(via: Queryable): Promise<Settings> {
  const row = await via.first<{ stored: Record<string, unknown> | null }>(SETTINGS_QUERY);
  return settingsFrom(row?.stored ?? {});
}

const SETTINGS_QUERY = sql`SELECT jsonb_object_agg(key, value) AS stored FROM settings`;

/** A stored value that no longer fits its definition counts as never set. */
export function settingsFrom(stored: Readonly<Record<string, unknown>>): Settings {
  if (Object.keys(stored).length === 0) return DEFAULTS;
  const entries = SETTING_KEYS.map((key) => [key, definitionOf(key).restore(stored[key]) ?? DEFAULTS[key]]);
  return Object.fromEntries(entries) as Settings;
}

export async function storeSetting(
  tx: Queryable,
  entry: { readonly key: SettingKey; readonly value: Settings[SettingKey] },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    INSERT INTO settings (key, value, updated_at) VALUES (${entry.key}, ${JSON.stringify(entry.value)}::jsonb, ${now})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`);
}
