import type { StaffRole } from "../core/people/index.ts";
import { definitionOf, SETTING_KEYS, type SettingGroup } from "../core/settings/index.ts";
import {
  mayChangeExports,
  mayChangeSetting,
  OFFERS,
  PAGES_OF,
  type PageId,
  type ResourceId,
} from "./access.ts";
import { GROUP_NAMES } from "./setting-words.ts";

const ADMIN = { role: "admin" } as const;

/** What the owner alone opens, as it is called; what is not named here is called by its page's or list's own id, so that a test finds it. */
const PAGE_WORDS: Readonly<Partial<Record<PageId, string>>> = {
  import: "загрузки и скачивания всей базы клиентов",
};
const LIST_WORDS: Readonly<Partial<Record<ResourceId, string>>> = { Staff: "сотрудников и ролей" };

/**
 * What an administrator may not do, by the same tables that refuse it; a list or a page that becomes the owner's is
 * named here of itself.
 *
 * @source PE-3
 */
export function closedToAdmins(): readonly string[] {
  const lists = (Object.keys(OFFERS.owner) as ResourceId[]).filter((id) =>
    OFFERS.owner[id]?.some((action) => !OFFERS.admin[id]?.includes(action)),
  );
  const pages = PAGES_OF.owner.filter((id) => !PAGES_OF.admin.includes(id));
  return [
    ...lists.map((id) => LIST_WORDS[id] ?? id),
    ...pages.map((id) => PAGE_WORDS[id] ?? id),
    ...(mayChangeExports(ADMIN) ? [] : ["расписания выгрузок"]),
    `настроек: ${closedSettings().join(", ")}`,
  ];
}

/** Whole groups where all of it is closed, single settings where only they are. */
function closedSettings(): readonly string[] {
  const isOpen = (key: (typeof SETTING_KEYS)[number]) =>
    mayChangeSetting(ADMIN, { key, group: definitionOf(key).group });
  return (Object.keys(GROUP_NAMES) as SettingGroup[]).flatMap((group) => {
    const keys = SETTING_KEYS.filter((key) => definitionOf(key).group === group);
    const closed = keys.filter((key) => !isOpen(key));
    if (closed.length === keys.length) return closed.length === 0 ? [] : [`«${GROUP_NAMES[group]}»`];
    return closed.map((key) => `«${definitionOf(key).label}»`);
  });
}

export const roleHints = (): Readonly<Record<StaffRole, string>> => ({
  owner: "Может всё.",
  admin: `Всё, кроме ${closedToAdmins().join("; ")}.`,
  specialist: "Только свои окошки и записи.",
});
