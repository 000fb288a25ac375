import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { addStaff, findStaffByTelegram, findStaffByWord, linkStaff } from "../../../src/core/people/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { testApp } from "../../support/app.ts";
import { writingNothing } from "../../support/footprint.ts";
import { interrupted } from "../../support/interruption.ts";
import { granted } from "../../support/make.ts";

const app = await testApp();
const actor = OPERATOR;
const password = "correct horse";
const olga = granted(
  await addStaff(app, { name: "Ольга", role: "owner", email: "olga@example.test", password, actor }),
);
const bot = granted(await addStaff(app, { name: "Бот", role: "admin", telegramId: 5, actor }));
const link = (staffId: string, telegramId: number | undefined) =>
  linkStaff(app, { staffId, telegramId, actor });
const audits = async () => (await app.db.many(sql`SELECT 1 FROM audit WHERE action = 'link_staff'`)).length;

describe("PE-3: a member of staff and their Telegram", () => {
  it("PE-3: are linked, once, and audited", async () => {
    granted(await link(olga.id, 77));
    granted(await link(olga.id, 77));
    expect((await findStaffByTelegram(app.db, 77))?.id).toBe(olga.id);
    expect(await audits()).toBe(1);
  });

  it("PE-3: interrupted, nothing has changed", async () => {
    await writingNothing(app, () =>
      interrupted(app, /COMMIT/, (dying) => linkStaff(dying, { staffId: olga.id, telegramId: 79, actor })),
    );
  });

  it("PE-3: a Telegram account is one member's", async () => {
    expect(await link(olga.id, 5)).toMatchObject({ refusal: "telegram_taken" });
    expect((await findStaffByTelegram(app.db, 77))?.id).toBe(olga.id);
  });

  it("PE-3: are parted, unless it is the only way in", async () => {
    expect(await link(bot.id, undefined)).toMatchObject({ refusal: "staff_needs_entry" });
    granted(await link(olga.id, undefined));
    expect(await findStaffByTelegram(app.db, 77)).toBeUndefined();
    expect(await link(app.newId(), 78)).toMatchObject({ refusal: "unknown_staff" });
  });

  it.each(["Ольга", "ольга", " OLGA@example.test ", olga.id])("are found by %s", async (typed) => {
    expect(await findStaffByWord(app.db, typed)).toMatchObject([{ id: olga.id }]);
  });
});
