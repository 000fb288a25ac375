import { describe, expect, it } from "vitest";
import { mayChangeSettings, type PanelUser } from "../../src/admin/access.ts";
import type { StaffRole } from "../../src/core/people/index.ts";
import { definitionOf, SETTING_KEYS, type SettingGroup } from "../../src/core/settings/index.ts";

const userWith = (role: StaffRole): PanelUser => ({
  id: "",
  role,
  specialistId: undefined,
  email: "",
  title: "",
});

/** PE-3: an administrator changes everything but what decides about money. */
const MONEY: ReadonlySet<SettingGroup> = new Set(["hot", "payments", "points", "referral", "cancellation"]);

describe("who changes which setting in the panel (PE-3)", () => {
  it.each(SETTING_KEYS)("%s", (key) => {
    const { group } = definitionOf(key);
    expect(mayChangeSettings(userWith("owner"), group)).toBe(true);
    expect(mayChangeSettings(userWith("admin"), group)).toBe(!MONEY.has(group));
    expect(mayChangeSettings(userWith("specialist"), group)).toBe(false);
    expect(mayChangeSettings(undefined, group)).toBe(false);
  });
});
