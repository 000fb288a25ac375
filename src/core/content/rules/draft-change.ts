import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { BotContent, InfoPage, MenuButton } from "../model.ts";

/** One step of editing. */
export type DraftChange =
  /** Undefined: the shipped sentence again. */
  | { readonly kind: "text"; readonly key: string; readonly text: string | undefined }
  | { readonly kind: "menu"; readonly menu: readonly MenuButton[] }
  /** `slug`: the page as it was called; undefined: a new one. */
  | { readonly kind: "page"; readonly slug: string | undefined; readonly page: InfoPage }
  | { readonly kind: "dropPage"; readonly slug: string }
  /** By so many places, down or (negative) up. */
  | { readonly kind: "movePage"; readonly slug: string; readonly by: number }
  | { readonly kind: "all"; readonly content: BotContent };

export type DraftChangeRefusal = "unknown_page" | "page_name_taken";

/**
 * The content after one step of editing; it may be broken, for a draft is work that goes on.
 *
 * When a page is called anew, the menu and the buttons that lead to it follow. A page that is dropped goes out of the
 * menu; buttons on other pages stay, and are found wrong.
 */
export function applyChange(
  content: BotContent,
  change: DraftChange,
): Outcome<BotContent, DraftChangeRefusal> {
  switch (change.kind) {
    case "text":
      return done({ ...content, texts: withText(content.texts, change.key, change.text) });
    case "menu":
      return done({ ...content, menu: change.menu });
    case "page":
      return withPage(content, change.slug, change.page);
    case "dropPage":
      return withoutPage(content, change.slug);
    case "movePage":
      return movedPage(content, change.slug, change.by);
    default:
      return done(change.content);
  }
}

function withText(
  texts: BotContent["texts"],
  key: string,
  text: string | undefined,
): Readonly<Record<string, string>> {
  const { [key]: _before, ...others } = texts;
  return text === undefined ? others : { ...others, [key]: text };
}

function withPage(
  content: BotContent,
  slug: string | undefined,
  page: InfoPage,
): Outcome<BotContent, DraftChangeRefusal> {
  const { pages } = content;
  if (page.slug !== slug && pages.some((one) => one.slug === page.slug))
    return refuse("page_name_taken", { slug: page.slug });
  if (slug === undefined) return done({ ...content, pages: [...pages, page] });
  if (!pages.some((one) => one.slug === slug)) return refuse("unknown_page");
  const renamed = (one: string) => (one === slug ? page.slug : one);
  return done({
    ...content,
    menu: content.menu.map((one) => (one.target === "page" ? { ...one, slug: renamed(one.slug) } : one)),
    pages: pages
      .map((one) => (one.slug === slug ? page : one))
      .map((one) => ({
        ...one,
        buttons: one.buttons.map((button) =>
          button.leadsTo === "page" ? { ...button, target: renamed(button.target) } : button,
        ),
      })),
  });
}

function withoutPage(content: BotContent, slug: string): Outcome<BotContent, DraftChangeRefusal> {
  if (!content.pages.some((page) => page.slug === slug)) return refuse("unknown_page");
  return done({
    ...content,
    menu: content.menu.filter((one) => !(one.target === "page" && one.slug === slug)),
    pages: content.pages.filter((page) => page.slug !== slug),
  });
}

function movedPage(content: BotContent, slug: string, by: number): Outcome<BotContent, DraftChangeRefusal> {
  const from = content.pages.findIndex((page) => page.slug === slug);
  const page = content.pages[from];
  if (page === undefined) return refuse("unknown_page");
  const others = content.pages.toSpliced(from, 1);
  const to = Math.max(0, Math.min(others.length, from + by));
  return done({ ...content, pages: others.toSpliced(to, 0, page) });
}
