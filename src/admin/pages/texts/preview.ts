import {
  checkContent,
  checkOwnText,
  contentOf,
  currentContent,
  factsFor,
  fillPage,
  findDraft,
  type InfoPage,
  openTexts,
  pageValues,
  readPage,
  shippedTexts,
} from "../../../core/content/index.ts";
import { searchClients } from "../../../core/people/index.ts";
import { loadSettings } from "../../../core/settings/index.ts";
import { whoIs } from "../../actions/typed-client.ts";
import type { MessageLook } from "../../broadcast-card.ts";
import type { Choice, Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { valuesOfClient, waysOf } from "./sample-values.ts";

export const contentPictureUrl = (pictureId: string): string => `/admin/content-pictures/${pictureId}`;

/** How a sentence looks to the chosen client, form by form, and what is wrong with it. */
export type TextPreview = {
  readonly problems: readonly string[];
  readonly looks: readonly { readonly label: string; readonly look: MessageLook }[];
};

export async function previewText(call: PageCall, values: Values): Promise<TextPreview> {
  const key = values.text("key");
  const shipped = shippedTexts().get(key);
  if (shipped === undefined) return { problems: ["Такого текста в боте нет."], looks: [] };
  const text = values.text("text");
  const problems = text === shipped.source ? [] : checkOwnText(key, text);
  if (problems.length > 0) return { problems, looks: [] };
  const settings = await loadSettings(call.app.db);
  const { values: given } = await valuesOfClient(call, values.uuid("client"), settings);
  const texts = openTexts({ [key]: text });
  const looks = waysOf(shipped, given).map(({ label, values: filled }) => {
    const look =
      shipped.kind === "button"
        ? { html: "…", buttons: [texts.c(key, filled)] }
        : { html: texts.t(key, filled), buttons: [] };
    return { label, look };
  });
  return { problems, looks };
}

/** Which of a text's forms, each a whole sentence, could not be said. */
export function checkForms(values: Values): { readonly wrong: readonly number[] } {
  const given = values.json("forms");
  const forms = Array.isArray(given) ? given.map(String) : [];
  const key = values.text("key");
  return { wrong: forms.flatMap((form, place) => (checkOwnText(key, form).length > 0 ? [place] : [])) };
}

/** How a page looks to the chosen client, and what would keep the draft with it from being published. */
export type PagePreview = {
  readonly problems: readonly { readonly sentence: string; readonly isWarning: boolean }[];
  readonly look?: MessageLook;
};

/** `slug` is the page's name as it is saved; empty: a new one. */
export async function previewPage(call: PageCall, values: Values): Promise<PagePreview> {
  const read = readPage(values.json("page"));
  if (!read.ok)
    return {
      problems: [{ sentence: `Страницу не прочесть: ${String(read.detail.problem)}.`, isWarning: false }],
    };
  const page = read.value;
  const problems = await problemsOf(call, page, values.text("slug"));
  return { problems, look: await lookOf(call, page, values.uuid("client")) };
}

async function problemsOf(
  { app: { db } }: PageCall,
  page: InfoPage,
  slug: string,
): Promise<PagePreview["problems"]> {
  const [draft, current] = await Promise.all([findDraft(db), currentContent(db)]);
  const saved = draft.content ?? current.content;
  const others = saved.pages.filter((one) => one.slug !== slug);
  const content = { ...saved, pages: [...others, page] };
  return checkContent(content, await factsFor(db, content)).filter(
    ({ place }) => place.part === "page" && place.slug === page.slug,
  );
}

async function lookOf(call: PageCall, page: InfoPage, clientId: string): Promise<MessageLook> {
  const settings = await loadSettings(call.app.db);
  const { name } = await valuesOfClient(call, clientId, settings);
  const html = fillPage(page.text, await pageValues(call.app.db, { settings, name }));
  return {
    html,
    buttons: [...page.buttons.map(({ caption }) => caption), "‹ Назад", "В меню"],
    ...(page.pictureId === "" ? {} : { pictureUrl: contentPictureUrl(page.pictureId) }),
  };
}

const CLIENTS_MAX = 8;

/** Clients to look through the eyes of. */
export async function findReaders({ app }: PageCall, typed: string): Promise<readonly Choice[]> {
  const clients = await searchClients(app.db, { text: typed || undefined, rowsMax: CLIENTS_MAX });
  return clients.map((client) => ({ value: client.id, label: whoIs(client) }));
}

/** The pages and menu of a version, for those who look before going back. */
export const contentOfVersion = async ({ app }: PageCall, number: number) =>
  (await contentOf(app.db, number)).content;
