import { shippedTexts } from "./shipped.ts";

/** What the parts of a content are called by those who edit it. */
const FIELDS: Readonly<Record<string, string>> = {
  caption: "надпись",
  leadsTo: "куда ведёт",
  target: "что откроет",
  slug: "имя в ссылках",
  title: "название",
  text: "текст",
  pictureId: "картинка",
  joinsRow: "в одном ряду",
  buttons: "кнопки",
  pages: "Страницы",
  menu: "Меню",
  texts: "Тексты",
  pictures: "Картинки",
  exportedAt: "время файла",
};

type Path = readonly PropertyKey[];

/** Where in a content something is, as its editor calls it: «Страница «Цены», кнопка 1, куда ведёт». */
export function placeIn(path: Path, given: unknown): string {
  const parts: string[] = [];
  let node = given;
  for (const [at, step] of path.entries()) {
    node = within(node, step);
    const next = path[at + 1];
    const isList = (step === "pages" || step === "texts" || step === "pictures") && next !== undefined;
    if (step === "content" || isList || (step === "buttons" && next !== undefined)) continue;
    parts.push(nameOf(path[at - 1], step, node));
  }
  return parts.length === 0 ? "Файл" : parts.join(", ").slice(0, PLACE_MAX);
}

const PLACE_MAX = 160;

function nameOf(parent: PropertyKey | undefined, step: PropertyKey, node: unknown): string {
  const name = String(step);
  if (parent === "texts") return `Текст «${shippedTexts().get(name)?.title ?? name}»`;
  if (parent === "pictures") return "Картинка";
  if (parent === "pages") return `Страница «${titleOf(node) ?? Number(step) + 1}»`;
  if (parent === "menu" || typeof step === "number") return `кнопка ${Number(step) + 1}`;
  return FIELDS[name] ?? `поле «${name}»`;
}

const within = (node: unknown, step: PropertyKey): unknown =>
  typeof node === "object" && node !== null ? Reflect.get(node, step) : undefined;

function titleOf(node: unknown): string | undefined {
  const title = within(node, "title");
  return typeof title === "string" && title.trim() !== "" ? title.slice(0, 60) : undefined;
}
