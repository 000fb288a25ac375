import { markupProblem, visibleLength } from "../../kernel/markup.ts";
import type { BotContent, ContentFacts, ContentProblem, InfoPage, PageButton } from "../model.ts";
import { CAPTION_MAX } from "./menu.ts";
import { longestPage, longestVariable, PAGE_VARIABLES, unknownPageVariable } from "./page-template.ts";

export const PAGES_MAX = 30;
const PAGE_BUTTONS_MAX = 8;
export const PAGE_TITLE_MAX = 40;
/** Telegram's limit for a message; what does not fit under a picture is said after it. */
export const PAGE_TEXT_MAX = 4_096;
const LINK_MAX = 512;
/** Short enough for the 64 bytes that a button carries. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** Whether each page can be shown and each of its buttons leads somewhere; pages that nothing leads to are warned of. */
export function checkPages(content: BotContent, facts: ContentFacts): readonly ContentProblem[] {
  const { pages } = content;
  const slugs = new Set(pages.map(({ slug }) => slug));
  const reachable = reachablePages(content);
  return pages.flatMap((page, index) => {
    const isTwice = pages.findIndex(({ slug }) => slug === page.slug) !== index;
    const found = [
      ...(isTwice ? [`Имя страницы «${page.slug}» занято: у каждой своё.`] : []),
      ...wrongPage(page, facts),
      ...(page.buttons.length > PAGE_BUTTONS_MAX ? [`Кнопок больше ${PAGE_BUTTONS_MAX}.`] : []),
      ...page.buttons.flatMap((button) => wrongButton(button, { slugs, facts })),
      ...(pages.length > PAGES_MAX ? [`Страниц больше ${PAGES_MAX}.`] : []),
    ];
    const place = { part: "page", slug: page.slug } as const;
    const problems = found.map((sentence) => ({ place, sentence, isWarning: false }));
    if (reachable.has(page.slug)) return problems;
    const sentence = "На страницу ничто не ведёт: добавьте кнопку в меню или на другую страницу.";
    return [...problems, { place, sentence, isWarning: true }];
  });
}

function wrongPage(page: InfoPage, { pictureIds }: ContentFacts): readonly string[] {
  const { slug, title, text, pictureId } = page;
  const problems: string[] = [];
  if (!SLUG.test(slug)) problems.push("Имя страницы: латинские буквы, цифры и дефис, до 32 знаков.");
  if (title.trim() === "") problems.push("У страницы нет названия.");
  if (title.length > PAGE_TITLE_MAX || /[\n\r]/.test(title))
    problems.push(`Название длинное: помещается ${PAGE_TITLE_MAX} знаков в одну строку.`);
  if (pictureId !== "" && !pictureIds.has(pictureId))
    problems.push("Картинки больше нет: выберите её снова.");
  return [...problems, ...wrongText(text)];
}

function wrongText(text: string): readonly string[] {
  if (text.replace(/<[^>]*>/g, "").trim() === "") return ["Текст страницы пустой."];
  const unknown = unknownPageVariable(text);
  if (unknown !== undefined) {
    const known = Object.keys(PAGE_VARIABLES).map((name) => `{${name}}`);
    return [`Переменной ${unknown} нет. Можно: ${known.join(", ")}.`];
  }
  const longest = longestPage(text);
  const found = markupProblem(longest);
  if (found !== undefined) return [`Разметка: ${found.given} — ${found.problem}.`];
  const length = visibleLength(longest);
  if (length <= PAGE_TEXT_MAX) return [];
  const name = longestVariable(text);
  const whose =
    name === undefined
      ? ""
      : ` Больше всего места у {${name}}: до ${PAGE_VARIABLES[name].charactersMax} знаков.`;
  const problem = `Текст длинный: с переменными до ${length} знаков, а помещается ${PAGE_TEXT_MAX}.`;
  return [`${problem}${whose} Сократите его или перенесите часть на другую страницу.`];
}

type Around = { readonly slugs: ReadonlySet<string>; readonly facts: ContentFacts };

function wrongButton(button: PageButton, { slugs, facts }: Around): readonly string[] {
  const { caption, leadsTo, target } = button;
  const named = `Кнопка «${caption.slice(0, CAPTION_MAX)}»`;
  const problems: string[] = [];
  if (caption.trim() === "") problems.push("У кнопки нет надписи.");
  if (caption.length > CAPTION_MAX || /[\n\r]/.test(caption))
    problems.push(`${named}: надпись длинная, помещается ${CAPTION_MAX} знаков в одну строку.`);
  if (leadsTo === "page" && !slugs.has(target))
    problems.push(
      target === "" ? `${named}: выберите страницу.` : `${named} ведёт на страницу «${target}», а её нет.`,
    );
  if (leadsTo === "service" && !facts.serviceIds.has(target))
    problems.push(
      target === ""
        ? `${named}: выберите услугу.`
        : `${named} ведёт на услугу, которая больше не предлагается.`,
    );
  if (leadsTo === "link" && !isSafeLink(target))
    problems.push(`${named}: адрес должен начинаться с https://.`);
  return problems;
}

const isSafeLink = (url: string): boolean =>
  url.length <= LINK_MAX && !/\s/.test(url) && URL.canParse(url) && /^https:\/\/[^/]/i.test(url);

/** Pages that a client can come to from the menu. */
function reachablePages({ menu, pages }: BotContent): ReadonlySet<string> {
  if (menu.some(({ target }) => target === "info")) return new Set(pages.map(({ slug }) => slug));
  const reached = new Set<string>();
  const queue = menu.filter(({ target }) => target === "page").map(({ slug }) => slug);
  for (let slug = queue.pop(); slug !== undefined; slug = queue.pop()) {
    if (reached.has(slug)) continue;
    reached.add(slug);
    const page = pages.find((one) => one.slug === slug);
    for (const { leadsTo, target } of page?.buttons ?? []) if (leadsTo === "page") queue.push(target);
  }
  return reached;
}

const page = (slug: string, title: string, text: string, buttons: readonly PageButton[]): InfoPage => ({
  ...{ slug, title, text, buttons },
  pictureId: "",
});
const to = (caption: string, leadsTo: PageButton["leadsTo"], target = ""): PageButton => ({
  ...{ caption, leadsTo, target },
});
const BOOK = to("Записаться", "book");
const CONTACT = to("Связаться с нами", "contact");

/** The pages that the product is shipped with: what they say comes from the settings and the price list. */
export const SHIPPED_PAGES: readonly InfoPage[] = [
  page("address", "📍 Адрес", "<b>{салон}</b>\n\n📍 {адрес}\n☎️ {телефон}\n{контакты}", [BOOK, CONTACT]),
  page("prices", "💰 Цены", "<b>Услуги и цены</b>\n\n{прайс}", [BOOK]),
  page(
    "questions",
    "❓ Вопросы",
    [
      "<b>Частые вопросы</b>",
      "<b>Как перенести или отменить запись?</b>\nОткройте «Мои записи» и выберите нужную.",
      "<b>До какого времени отмена бесплатна?</b>\nЗа {часы отмены} до визита и раньше.",
      "<b>Как потратить баллы?</b>\nПри записи: баллами можно оплатить до {доля баллов} цены, один балл равен рублю.",
      "Не нашли ответа? Напишите нам.",
    ].join("\n\n"),
    [to("Правила", "page", "rules"), CONTACT],
  ),
  page(
    "rules",
    "📋 Правила",
    [
      "<b>Правила записи</b>",
      "• Отменить или перенести визит без штрафа можно не позже чем за {часы отмены} до начала.",
      "• При более поздней отмене и при неявке спишем {штраф отмены} стоимости баллами.",
      "• Горящие окна бронируются с предоплатой от {предоплата горящих}.",
    ].join("\n"),
    [CONTACT],
  ),
];
