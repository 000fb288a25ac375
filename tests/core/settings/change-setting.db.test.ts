import { beforeEach, describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import {
  changeSetting,
  DEFAULTS,
  listSettingChanges,
  loadSettings,
  trySetting,
} from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { refusalOf, refusedBy, writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted } from "../../support/make.ts";

const app = await testApp();
const change = (key: string, typed: string) => changeSetting(app, { key, typed, actor: OPERATOR });

beforeEach(() => app.db.run(sql`DELETE FROM settings`));

describe("a setting", () => {
  it("never changed is its default, and no row", async () => {
    expect(await loadSettings(app.db)).toEqual(DEFAULTS);
    expect(await app.db.many(sql`SELECT key FROM settings`)).toEqual([]);
  });

  it("is changed as a person types it, seen at once, with a trail of before and after", async () => {
    const changed = granted(await change("hot.prepayment", "500,50 ₽"));
    expect(changed).toEqual({ key: "hot.prepayment", before: 50_000, after: 50_050 });
    expect((await loadSettings(app.db))["hot.prepayment"]).toBe(50_050);
    const trail = await app.db.many(sql`SELECT change FROM audit WHERE subject_id = 'hot.prepayment'`);
    expect(trail).toEqual([{ change: { "hot.prepayment": [50_000, 50_050] } }]);
  });

  it("changed to what it is changes nothing", async () => {
    granted(await change("reminders.hours", "2, 12"));
    await writingNothing(app, () => change("reminders.hours", "12 2"));
  });

  it.each([
    ["no.such", "1", "unknown_setting"],
    ["__proto__", "1", "unknown_setting"],
    ["hot.discountPercent", "101", "setting_out_of_range"],
    ["hot.discountPercent", "двадцать", "setting_out_of_range"],
    ["business.timeZone", "Europe/Mosow", "setting_out_of_range"],
  ])("%s = %s: %s", async (key, typed, answer) => {
    expect(await refusedBy(app, () => change(key, typed))).toBe(answer);
  });

  it("that fits by itself but not with another is refused", async () => {
    granted(await change("cancel.lateHours", "336"));
    expect(await refusedBy(app, () => change("calendar.daysAhead", "13"))).toBe("settings_disagree");
  });

  it("and another that disagree only together never both pass when changed at once", async () => {
    granted(await change("cancel.lateHours", "12"));
    for (let round = 0; round < 5; round += 1) {
      granted(await change("calendar.daysAhead", "14"));
      granted(await change("cancel.lateHours", "12"));
      await Promise.all([change("calendar.daysAhead", "1"), change("cancel.lateHours", "100")]);
      const settings = await loadSettings(app.db);
      expect(settings["cancel.lateHours"]).toBeLessThanOrEqual(settings["calendar.daysAhead"] * 24);
    }
  });

  it("is not overwritten by whoever saw another value; of two who saw the same one changes it", async () => {
    const from = (seen: string, typed: string) =>
      changeSetting(app, { key: "noShow.periodDays", typed, seen, actor: OPERATOR });
    expect(await refusedBy(app, () => from("91", "60"))).toBe("setting_changed_meanwhile");
    const outcomes = await Promise.all([from("90", "60"), from("90", "30")]);
    expect(outcomes.map(refusalOf).sort()).toEqual(["done", "setting_changed_meanwhile"]);
  });

  it("would it be taken is answered without taking it", async () => {
    const ask = (key: string, typed: string) => refusedBy(app, () => trySetting(app.db, { key, typed }));
    expect(await ask("noShow.blockDays", "9")).toBe("done");
    expect(await ask("noShow.blockDays", "девять")).toBe("setting_out_of_range");
    expect(await ask("calendar.minLeadMinutes", "9999")).toBe("done");
    granted(await change("calendar.daysAhead", "5"));
    expect(await ask("calendar.minLeadMinutes", "9999")).toBe("settings_disagree");
    expect(await ask("no.such", "1")).toBe("unknown_setting");
  });

  it("keeps the reason of a change in the trail", async () => {
    const reason = "Вернули, как было";
    granted(await changeSetting(app, { key: "referral.maxPerMonth", typed: "7", reason, actor: OPERATOR }));
    const [latest] = await listSettingChanges(app.db, { key: "referral.maxPerMonth", rowsMax: 1 });
    expect(latest).toMatchObject({ before: 20, after: 7, reason });
  });

  it("stored by an older program in a way that no longer fits is its default", async () => {
    await app.db.run(sql`
      INSERT INTO settings (key, value, updated_at) VALUES ('penalty.percent', '"ten"', now()), ('gone.setting', '1', now())`);
    expect((await loadSettings(app.db))["penalty.percent"]).toBe(DEFAULTS["penalty.percent"]);
  });

  it("stays as it was when the change is interrupted", async () => {
    await writingNothing(app, () =>
      interrupted(app, /INSERT INTO audit/, (dying) =>
        changeSetting(dying, { key: "noShow.blockDays", typed: "9", actor: OPERATOR }),
      ),
    );
  });
});
