import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome } from "../kernel/outcome.ts";
import { sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { SettingKey, Settings } from "./model.ts";
import { agreeTogether, readSetting, type SettingRefusal } from "./rules/limits.ts";
import { loadSettings, storeSetting } from "./store.ts";

export type ChangeSettingInput = {
  readonly key: string;
  /** As a person typed it: `25`, `500,50`, `yes`. */
  readonly typed: string;
  readonly actor: Actor;
};

export type ChangedSetting = {
  readonly key: SettingKey;
  readonly before: Settings[SettingKey];
  readonly after: Settings[SettingKey];
};

/**
 * Changes one setting, checked by itself and together with all others; every process sees it at its next
 * transaction. Existing bookings keep the terms they were made with (PR-5).
 */
export async function changeSetting(
  app: App,
  input: ChangeSettingInput,
): Promise<Outcome<ChangedSetting, SettingRefusal>> {
  const read = readSetting(input.key, input.typed);
  if (!read.ok) return read;
  const { key, value } = read.value;
  const now = app.clock.now();

  return inTransaction<ChangedSetting, SettingRefusal>(app.db, {}, async (tx) => {
    await tx.run(sql`LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE`);
    const settings = await loadSettings(tx);
    const before = settings[key];
    const agreed = agreeTogether({ ...settings, [key]: value }, key);
    if (!agreed.ok) return agreed;
    if (JSON.stringify(before) === JSON.stringify(value)) return done({ key, before, after: value });

    await storeSetting(tx, { key, value }, now);
    const change = { [key]: [before, value] };
    await recordAudit(
      tx,
      { actor: input.actor, action: "change_setting", subjectKind: "setting", subjectId: key, change },
      now,
    );
    return done({ key, before, after: value });
  });
}
