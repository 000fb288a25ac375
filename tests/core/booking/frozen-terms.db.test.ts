import { beforeEach, describe, expect, it } from "vitest";
import { confirmHold } from "../../../src/core/booking/index.ts";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { present } from "../../../src/core/kernel/invariant.ts";
import { openDatabase } from "../../../src/core/runtime/database.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import {
  changeSetting,
  definitionOf,
  loadSettings,
  SETTING_KEYS,
  type SettingKey,
} from "../../../src/core/settings/index.ts";
import { testApp } from "../../support/app.ts";
import { makeHold } from "../../support/hold.ts";
import { granted } from "../../support/make.ts";

const app = await testApp();
beforeEach(() => app.db.run(sql`DELETE FROM settings`));

/** What an owner may type somewhere; for each setting the first that it takes and that is not its default. */
const TYPED = [
  ...["нет", "да", "7", "25", "Asia/Omsk", "12, 2", "23:00–08:00", "https://another.test/1"],
  ...["/var/copies", "0 5 * * *"],
  ...["+7 900 123-45-67", "11111111-0000-4000-8000-000000000000"],
];

function anotherValue(key: SettingKey): string {
  const definition = definitionOf(key) as ReturnType<typeof definitionOf> & {
    readonly values?: Readonly<Record<string, string>>;
  };
  const isAnother = (typed: string) => {
    const value = definition.parse(typed);
    return value !== undefined && JSON.stringify(value) !== JSON.stringify(definition.default);
  };
  return present([...Object.keys(definition.values ?? {}), ...TYPED].find(isAnother), `another ${key}`);
}

const rowOf = (bookingId: string) => app.db.first(sql`SELECT * FROM bookings WHERE id = ${bookingId}::uuid`);

describe("every number of the rulebook is a setting that may be changed (PR-5)", () => {
  it("each has its limits, and refuses what is beyond them in words that say what is expected", () => {
    for (const key of SETTING_KEYS) {
      const { expected, label, format, default: usual, parse } = definitionOf(key);
      expect(
        [label, expected].every((text) => text.length > 3),
        key,
      ).toBe(true);
      expect(parse(format(usual)), key).toEqual(usual);
    }
  });

  it.each(SETTING_KEYS)("%s changes nothing of a hold and of a booking that are there", async (key) => {
    const held = await makeHold(app, { service: { policy: "onSite" } });
    const confirmed = await makeHold(app, { service: { policy: "onSite" } });
    granted(await confirmHold(app, confirmed.hold));
    const before = [await rowOf(held.booking.id), await rowOf(confirmed.booking.id)];
    const changed = granted(await changeSetting(app, { key, typed: anotherValue(key), actor: OPERATOR }));
    expect(changed.after, "the value is another").not.toEqual(changed.before);
    expect([await rowOf(held.booking.id), await rowOf(confirmed.booking.id)]).toEqual(before);
  });

  it.each([
    ["cancel.lateHours", "24", "cancelLateHours", 24],
    ["cancel.graceMinutes", "5", "cancelGraceMinutes", 5],
    ["penalty.percent", "20", "penaltyPercent", 20],
    ["hot.prepaymentKeptWhenLate", "нет", "keepsPrepayment", false],
    ["points.accrualPercent", "7", "accrualPercent", 7],
    ["points.accrualBase", "paid", "accrualBase", "paid"],
    ["points.rebookPercent", "3", "rebookPercent", 3],
    ["points.rebookDays", "6", "rebookDays", 6],
  ] as const)("%s = %s is frozen onto the next booking", async (key, typed, term, value) => {
    granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
    const { booking } = await makeHold(app, { service: { policy: "onSite" } });
    expect(booking[term]).toBe(value);
  });

  it("is seen by another process at its next look, without asking anybody", async () => {
    const other = openDatabase(
      { connectionString: app.db.connection.connectionString ?? "" },
      { connectionsMax: 1 },
    );
    try {
      expect((await loadSettings(other))["booking.holdMinutes"]).toBe(15);
      granted(await changeSetting(app, { key: "booking.holdMinutes", typed: "25", actor: OPERATOR }));
      expect((await loadSettings(other))["booking.holdMinutes"]).toBe(25);
    } finally {
      await other.pool.end();
    }
  });
});
