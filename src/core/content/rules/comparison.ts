import type { BotContent, InfoPage, MenuButton } from "../model.ts";

/** One thing that two contents say differently; undefined where one of them says nothing of its own. */
export type ContentDifference = {
  readonly part: "text" | "menu" | "page";
  /** The text's key or the page's slug; empty for the menu. */
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** What changes from one content to another, key by key; the order of pages counts as a change of the menu's kind. */
export function compareContents(before: BotContent, after: BotContent): readonly ContentDifference[] {
  const pagesOf = ({ pages }: BotContent) => new Map(pages.map((page) => [page.slug, pageWords(page)]));
  const order = ({ pages }: BotContent) => pages.map(({ slug }) => slug).join("\n");
  const menus = [menuWords(before.menu), menuWords(after.menu)] as const;
  const isReordered = order(before) !== order(after) && sameNames(before, after);
  return [
    ...differences("text", new Map(Object.entries(before.texts)), new Map(Object.entries(after.texts))),
    ...(menus[0] === menus[1] ? [] : [{ part: "menu", key: "", before: menus[0], after: menus[1] } as const]),
    ...differences("page", pagesOf(before), pagesOf(after)),
    ...(isReordered ? [{ part: "page", key: "", before: order(before), after: order(after) } as const] : []),
  ];
}

const sameNames = (one: BotContent, other: BotContent): boolean => {
  const names = ({ pages }: BotContent) =>
    pages
      .map(({ slug }) => slug)
      .toSorted()
      .join("\n");
  return names(one) === names(other);
};

function differences(
  part: ContentDifference["part"],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ContentDifference[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => ({ part, key, before: before.get(key), after: after.get(key) }));
}

export const isSameContent = (one: BotContent, other: BotContent): boolean =>
  compareContents(one, other).length === 0;

/** The same page reads the same, whatever order its fields were stored in. */
const pageWords = ({ slug, title, text, pictureId, buttons }: InfoPage): string =>
  JSON.stringify({
    ...{ slug, title, text, pictureId },
    buttons: buttons.map(({ caption, leadsTo, target }) => ({ caption, leadsTo, target })),
  });

const menuWords = (menu: readonly MenuButton[]): string =>
  JSON.stringify(menu.map(({ target, slug, caption, joinsRow }) => ({ target, slug, caption, joinsRow })));
