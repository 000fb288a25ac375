import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { addStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting, listSettingChanges } from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { granted } from "../../support/make.ts";

const app = await testApp();

describe("the history of settings", () => {
  it("says who changed what from what to what and when, newest first; of one setting or of all", async () => {
    const member = granted(
      await addStaff(app, { name: "Ольга", role: "owner", telegramId: 5, actor: OPERATOR }),
    );
    const byOlga = { kind: "staff", id: member.id } as const;
    granted(await changeSetting(app, { key: "hot.prepayment", typed: "700", actor: OPERATOR }));
    app.clock.advance(60_000);
    granted(await changeSetting(app, { key: "hot.prepayment", typed: "650,50", actor: byOlga }));
    granted(await changeSetting(app, { key: "reminders.hours", typed: "12, 2", actor: byOlga }));
    granted(await changeSetting(app, { key: "reminders.hours", typed: "2, 12", actor: byOlga }));

    const all = await writingNothing(app, () => listSettingChanges(app.db, { rowsMax: 10 }));
    expect(
      all.map(({ key, before, after, staffName, actorKind }) => [key, before, after, staffName ?? actorKind]),
    ).toEqual([
      ["reminders.hours", [24, 8, 4, 1], [12, 2], "Ольга"],
      ["hot.prepayment", 70_000, 65_050, "Ольга"],
      ["hot.prepayment", 50_000, 70_000, "operator"],
    ]);
    expect(all[1]?.changedAt).toEqual(app.clock.now());
    const one = await listSettingChanges(app.db, { key: "hot.prepayment", rowsMax: 1, offset: 1 });
    expect(one).toMatchObject([{ before: 50_000, after: 70_000 }]);
  });

  it("leaves out what the program no longer knows or allows", async () => {
    await app.db.run(sql`
      INSERT INTO audit (actor_kind, action, subject_kind, subject_id, change, created_at) VALUES
        ('operator', 'change_setting', 'setting', 'gone.setting', '{"gone.setting": [1, 2]}', now()),
        ('operator', 'change_setting', 'setting', 'noShow.blockDays', '{"noShow.blockDays": [7, "nine"]}', now()),
        ('operator', 'change_setting', 'setting', 'noShow.periodDays', NULL, now())`);
    for (const key of ["noShow.blockDays", "noShow.periodDays"] as const)
      expect(await listSettingChanges(app.db, { key, rowsMax: 5 })).toEqual([]);
  });
});
