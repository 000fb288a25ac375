/** A message's words as Telegram reads its HTML: text, and text that is marked. */
export type Marked = string | MarkedPart;
export type MarkedPart = {
  /** Where in the HTML it begins. */
  readonly at: number;
  readonly look: Look;
  /** Only of a link, and only to the web. */
  readonly href?: string;
  readonly parts: readonly Marked[];
};
export type Look = "bold" | "italic" | "underlined" | "struck" | "code" | "quote" | "hidden" | "link";

const LOOKS: Readonly<Record<string, Look>> = {
  ...{ b: "bold", strong: "bold", i: "italic", em: "italic", u: "underlined", ins: "underlined" },
  ...{ s: "struck", strike: "struck", del: "struck", code: "code", pre: "code", blockquote: "quote" },
  ...{ span: "hidden", "tg-spoiler": "hidden", a: "link" },
};
const TAG = /<(\/?)([a-z][\w-]*)([^<>]*)>/gi;
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;

type Open = {
  readonly at: number;
  readonly look: Look;
  readonly name: string;
  readonly href: string | undefined;
  readonly parts: Marked[];
};

/**
 * Takes a message's HTML apart into what is to be drawn. Nothing of it is ever given to the browser as HTML: a tag that
 * Telegram does not know is shown as the text it is.
 */
export function readTelegramHtml(html: string): readonly Marked[] {
  const root: Marked[] = [];
  const open: Open[] = [];
  const here = (): Marked[] => open.at(-1)?.parts ?? root;
  const close = (): void => {
    const done = open.pop();
    if (done === undefined) return;
    const { at, look, href, parts } = done;
    here().push({ at, look, parts, ...(href === undefined ? {} : { href }) });
  };
  let readTo = 0;
  for (const found of html.matchAll(TAG)) {
    const [whole, slash, tag = "", attributes = ""] = found;
    const name = tag.toLowerCase();
    const look = LOOKS[name];
    push(here(), html.slice(readTo, found.index));
    readTo = found.index + whole.length;
    if (look === undefined) push(here(), whole);
    else if (slash === "")
      open.push({ at: found.index, look, name, href: hrefIn(look, attributes), parts: [] });
    else if (open.at(-1)?.name === name) close();
  }
  push(here(), html.slice(readTo));
  while (open.length > 0) close();
  return root;
}

function push(to: Marked[], text: string): void {
  if (text !== "") to.push(plain(text));
}

function hrefIn(look: Look, attributes: string): string | undefined {
  if (look !== "link") return undefined;
  const [, double, single] = HREF.exec(attributes) ?? [];
  const href = plain(double ?? single ?? "");
  return /^https?:\/\//i.test(href) ? href : undefined;
}

const SIGNS: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

const plain = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name: string, decimal, hex) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return SIGNS[name.toLowerCase()] ?? whole;
  });
