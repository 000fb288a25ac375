import {
  contentOf,
  currentContent,
  findDraft,
  SHIPPED_CONTENT,
  shippedTexts,
} from "../core/content/index.ts";
import type { Queryable } from "../core/runtime/sql.ts";
import { mayOpen, type PanelUser } from "./access.ts";

const TOLD_MAX = 6;

/** What a step in the draft changed, by the names that its editor sees: a text's title, a page's, the menu. */
export async function contentPartNames(via: Queryable): Promise<(changed: unknown) => readonly string[]> {
  const [draft, current] = await Promise.all([findDraft(via), currentContent(via)]);
  // What was taken out has its title in the version before, or in what the product was shipped with.
  const before = await contentOf(via, Math.max(0, current.number - 1));
  const pages = [SHIPPED_CONTENT, before.content, current.content, draft.content].flatMap(
    (content) => content?.pages ?? [],
  );
  const titles = new Map(pages.map(({ slug, title }) => [slug, title]));
  const nameOf = (changed: string): string => {
    const [part, key = ""] = changed.split(/:(.*)/s);
    if (part === "menu") return "главное меню";
    if (part === "text") return `«${shippedTexts().get(key)?.title ?? key}»`;
    return key === "" ? "порядок страниц" : `страница «${titles.get(key) ?? key}»`;
  };
  return (changed) => {
    if (!Array.isArray(changed)) return [];
    const names = [...new Set(changed.map((part) => nameOf(String(part))))];
    const more = names.length - TOLD_MAX;
    return more > 0 ? [...names.slice(0, TOLD_MAX), `и ещё: ${more}`] : names;
  };
}

export const isOfDraft = (action: unknown): boolean => String(action).endsWith("_bot_draft");

/** To the draft's editor, or to what the version changed in the one before it. */
export function wayToContent(
  action: unknown,
  number: string,
  viewer: PanelUser | undefined,
): string | undefined {
  if (!mayOpen(viewer, "texts")) return undefined;
  return isOfDraft(action) ? "pages/texts" : `pages/texts#versions/${number}`;
}
