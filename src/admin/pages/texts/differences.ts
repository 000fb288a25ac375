import { listServices } from "../../../core/catalog/index.ts";
import {
  type BotContent,
  type ContentDifference,
  compareContents,
  contentOf,
  currentContent,
  findDraft,
  type InfoPage,
  MENU_TARGET_WORDS,
  type MenuButton,
  shippedTexts,
} from "../../../core/content/index.ts";
import type { PageCall } from "../../panel-page.ts";

/** One thing that two versions say differently, for people: what it is, and both sayings. */
export type ToldDifference = {
  readonly key: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
};

/** What the draft changes in what is published, or what a version changed in the one before it. */
export async function tellDifferences(
  { app: { db } }: PageCall,
  of: "draft" | number,
): Promise<readonly ToldDifference[]> {
  const services = new Map((await listServices(db)).map(({ id, name }) => [id, name]));
  if (of === "draft") {
    const [draft, current] = await Promise.all([findDraft(db), currentContent(db)]);
    return told(current.content, draft.content ?? current.content, services);
  }
  const [before, after] = await Promise.all([contentOf(db, of - 1), contentOf(db, of)]);
  return told(before.content, after.content, services);
}

type Names = ReadonlyMap<string, string>;

const told = (before: BotContent, after: BotContent, services: Names): readonly ToldDifference[] =>
  compareContents(before, after).map((one) => tell(one, { before, after, services }));

type Sides = { readonly before: BotContent; readonly after: BotContent; readonly services: Names };

function tell(one: ContentDifference, { before, after, services }: Sides): ToldDifference {
  const key = `${one.part}:${one.key}`;
  if (one.part === "text") {
    const text = shippedTexts().get(one.key);
    const shipped = text?.source ?? "";
    return { key, title: text?.title ?? one.key, before: one.before ?? shipped, after: one.after ?? shipped };
  }
  if (one.part === "menu")
    return { key, title: "Главное меню", before: menuText(before), after: menuText(after) };
  if (one.key === "") {
    const order = ({ pages }: BotContent) => pages.map(({ title }) => title).join("\n");
    return { key, title: "Порядок страниц", before: order(before), after: order(after) };
  }
  const find = ({ pages }: BotContent) => pages.find(({ slug }) => slug === one.key);
  const [old, now] = [find(before), find(after)];
  const title = `Страница «${(now ?? old)?.title ?? one.key}»`;
  return { key, title, before: pageText(old, services), after: pageText(now, services) };
}

const menuText = ({ menu, pages }: BotContent): string =>
  menu.map((button) => `${button.joinsRow ? "  ↳ " : ""}${menuButtonText(button, pages)}`).join("\n");

function menuButtonText({ target, slug, caption }: MenuButton, pages: readonly InfoPage[]): string {
  const page = pages.find((one) => one.slug === slug);
  const name = target === "page" ? `Страница «${page?.title ?? slug}»` : MENU_TARGET_WORDS[target].name;
  return caption === "" ? name : `${name}: «${caption}»`;
}

function pageText(page: InfoPage | undefined, services: Names): string {
  if (page === undefined) return "";
  const buttons = page.buttons.map(({ caption, leadsTo, target }) => {
    const to = {
      page: target,
      service: services.get(target) ?? "услуги нет",
      link: target,
      book: "запись",
      contact: "связь",
    };
    return `[${caption}] → ${to[leadsTo]}`;
  });
  const picture = page.pictureId === "" ? [] : ["🖼 картинка"];
  return [page.title, ...picture, page.text, ...buttons].join("\n");
}
