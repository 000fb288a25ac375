import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import type { SettingKey, Settings } from "./model.ts";
import { agreeTogether, definitionOf, readSetting, type SettingRefusal } from "./rules/limits.ts";
import { loadSettings, storeSetting } from "./store.ts";

export type ChangeSettingInput = {
  readonly key: string;
  /** As a person typed it: `25`, `500,50`, `yes`. */
  readonly typed: string;
  /** What whoever changes it saw, as it is shown: another value by now is told, not overwritten. */
  readonly seen?: string | undefined;
  readonly reason?: string | undefined;
  readonly actor: Actor;
};

export type ChangedSetting = {
  readonly key: SettingKey;
  readonly before: Settings[SettingKey];
  readonly after: Settings[SettingKey];
};

/**
 * Changes one setting, checked by itself and together with all others; every process sees it at its next
 * transaction. Existing bookings keep the terms they were made with (PR-5). Setting what it is already changes nothing.
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
    if (input.seen !== undefined && definitionOf(key).format(before) !== input.seen)
      return refuse("setting_changed_meanwhile", { key });
    const agreed = agreeTogether({ ...settings, [key]: value }, key);
    if (!agreed.ok) return agreed;
    if (JSON.stringify(before) === JSON.stringify(value)) return done({ key, before, after: value });

    await storeSetting(tx, { key, value }, now);
    const change = { [key]: [before, value] };
    const { actor, reason } = input;
    const subject = { subjectKind: "setting", subjectId: key };
    await recordAudit(tx, { actor, action: "change_setting", ...subject, reason, change }, now);
    return done({ key, before, after: value });
  });
}

/**
 * Whether a value would be taken at this moment, without taking it: what is wrong is told while it is typed. Who asks is
 * not looked at, nothing is written.
 */
export async function trySetting(
  via: Queryable,
  { key: named, typed }: { readonly key: string; readonly typed: string },
): Promise<Outcome<SettingKey, SettingRefusal>> {
  const read = readSetting(named, typed);
  if (!read.ok) return read;
  const { key, value } = read.value;
  const agreed = agreeTogether({ ...(await loadSettings(via)), [key]: value }, key);
  return agreed.ok ? done(key) : agreed;
}
