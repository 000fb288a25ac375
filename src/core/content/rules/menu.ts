import type { ContentProblem, MenuButton, MenuTarget } from "../model.ts";

/** What a client must always find: the way to book, their bookings and their data, and a human (PE-2, PE-5). */
export const NEEDED_IN_MENU = ["book", "my", "my_data", "contact"] as const satisfies readonly MenuTarget[];

export const MENU_BUTTONS_MAX = 20;
export const CAPTION_MAX = 40;
/** Telegram shows no more than eight in a row; three are still readable on a phone. */
const IN_ROW_MAX = 3;

/** As people call them, and as the product captions them (`button-…`). */
export const MENU_TARGET_WORDS: Readonly<
  Record<MenuTarget, { readonly name: string; readonly text: string }>
> = {
  book: { name: "Запись на визит", text: "button-book" },
  hot: { name: "Горящие окна", text: "button-hot" },
  online: { name: "Онлайн-консультация", text: "button-online" },
  my: { name: "Мои записи", text: "button-my" },
  points: { name: "Баллы", text: "button-points" },
  invite: { name: "Приглашение друга", text: "button-invite" },
  my_data: { name: "Мои данные", text: "button-my-data" },
  contact: { name: "Связь с человеком", text: "button-contact" },
  info: { name: "Все страницы", text: "button-info" },
  page: { name: "Страница", text: "button-info" },
};

const button = (target: MenuTarget, joinsRow = false): MenuButton => ({
  target,
  slug: "",
  caption: "",
  joinsRow,
});

/** The menu that the product is shipped with. */
export const SHIPPED_MENU: readonly MenuButton[] = [
  button("book"),
  button("hot"),
  button("online"),
  button("my"),
  button("points", true),
  button("invite"),
  button("info"),
  button("my_data"),
  button("contact", true),
];

/** The buttons of the menu as they stand under each other and side by side. */
export function menuRows(menu: readonly MenuButton[]): readonly (readonly MenuButton[])[] {
  const rows: MenuButton[][] = [];
  for (const one of menu) {
    const last = rows.at(-1);
    if (one.joinsRow && last !== undefined) last.push(one);
    else rows.push([one]);
  }
  return rows;
}

/**
 * Whether a menu can be shown: nothing needed is dropped, nothing stands twice, captions fit, pages exist.
 *
 * @param slugs of the pages that there are
 */
export function checkMenu(
  menu: readonly MenuButton[],
  slugs: ReadonlySet<string>,
): readonly ContentProblem[] {
  const wrong = (sentence: string): ContentProblem => ({
    place: { part: "menu" },
    sentence,
    isWarning: false,
  });
  const nameOf = ({ target, slug }: MenuButton): string =>
    target === "page" ? `страница «${slug}»` : MENU_TARGET_WORDS[target].name;
  const lost = NEEDED_IN_MENU.filter((target) => !menu.some((one) => one.target === target));
  const names = menu.map((one) => `${one.target}:${one.slug}`);
  const twice = menu.filter((one, index) => names.indexOf(`${one.target}:${one.slug}`) !== index);
  return [
    ...lost.map((target) => wrong(`В меню нет кнопки «${MENU_TARGET_WORDS[target].name}»: без неё нельзя.`)),
    ...twice.map((one) => wrong(`Кнопка «${nameOf(one)}» стоит в меню дважды.`)),
    ...menu
      .filter(({ target, slug }) => target === "page" && !slugs.has(slug))
      .map(({ slug }) =>
        wrong(
          slug === ""
            ? "Кнопка меню ведёт на страницу, но страница не выбрана."
            : `Кнопка меню ведёт на страницу «${slug}», а её нет.`,
        ),
      ),
    ...menu
      .filter(({ caption }) => caption.length > CAPTION_MAX || /[\n\r]/.test(caption))
      .map(({ caption }) =>
        wrong(
          `Надпись «${caption.slice(0, CAPTION_MAX)}…» длинная: помещается ${CAPTION_MAX} знаков в одну строку.`,
        ),
      ),
    ...(menu.length > MENU_BUTTONS_MAX ? [wrong(`В меню больше ${MENU_BUTTONS_MAX} кнопок.`)] : []),
    ...(menuRows(menu).some((row) => row.length > IN_ROW_MAX)
      ? [wrong(`В одном ряду помещается не больше ${IN_ROW_MAX} кнопок.`)]
      : []),
  ];
}
