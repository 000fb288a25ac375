import { describe, expect, it } from "vitest";
import { mayChangeSetting, type PanelUser } from "../../src/admin/access.ts";
import type { StaffRole } from "../../src/core/people/index.ts";
import { definitionOf, SETTING_KEYS, type SettingGroup } from "../../src/core/settings/index.ts";

const userWith = (role: StaffRole): PanelUser => ({
  id: "",
  role,
  specialistId: undefined,
  email: "",
  pages: [],
  title: "",
});

/** PE-3: an administrator changes everything but what decides about money or where copies go, and MS-7: but whether there are advertisements. */
const MONEY: ReadonlySet<SettingGroup> = new Set([
  "hot",
  "payments",
  "points",
  "referral",
  "cancellation",
  "backup",
]);

describe("who changes which setting in the panel (PE-3, MS-7)", () => {
  it.each(SETTING_KEYS)("%s", (key) => {
    const { group } = definitionOf(key);
    const setting = { key, group };
    expect(mayChangeSetting(userWith("owner"), setting)).toBe(true);
    expect(mayChangeSetting(userWith("admin"), setting)).toBe(
      !MONEY.has(group) && !["marketing.enabled", "hot.broadcast"].includes(key),
    );
    expect(mayChangeSetting(userWith("specialist"), setting)).toBe(false);
    expect(mayChangeSetting(undefined, setting)).toBe(false);
  });
});
