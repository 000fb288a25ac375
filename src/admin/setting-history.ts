import type { App } from "../core/app.ts";
import { listSettingChanges, loadSettings, type SettingKey } from "../core/settings/index.ts";
import { formatInstant } from "./readable.ts";
import { ACTOR_KINDS } from "./resources/words.ts";
import { segmentNames } from "./segment-names.ts";
import { valueText } from "./setting-words.ts";

const CHANGES_MAX = 20;

/** The last changes of a setting, newest first, a line each: when, from what to what, who. */
export async function historyText(app: App, key: SettingKey): Promise<string> {
  const { db } = app;
  const names = await segmentNames(app);
  const zone = (await loadSettings(db))["business.timeZone"];
  const changes = await listSettingChanges(db, { key, rowsMax: CHANGES_MAX });
  return changes
    .map(({ before, after, changedAt, staffName, actorKind }) => {
      const who = staffName ?? ACTOR_KINDS[actorKind] ?? "";
      return `${formatInstant(changedAt, zone)}: ${valueText(key, before, names)} → ${valueText(key, after, names)}, ${who}`;
    })
    .join("\n");
}
