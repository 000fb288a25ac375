/** What is wrong with a text's HTML, as people read it, and where. */
export type MarkupProblem = { readonly given: string; readonly problem: string };

const TAGS = new Set([
  ...["b", "strong", "i", "em", "u", "ins", "s", "strike", "del"],
  ...["a", "code", "pre", "blockquote", "span", "tg-spoiler"],
]);
const TAG = /^<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))?)*)\s*>/;
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const LINK = /^(https?|tg|mailto|tel):/i;
const SHOWN = 24;

/**
 * What Telegram would refuse in a text, or silently lose; undefined when it is well made: its few tags, each closed in
 * its turn, links with an address, and no bare `<`.
 *
 * @source MS-3
 */
export function markupProblem(html: string): MarkupProblem | undefined {
  const open: string[] = [];
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at + 1)) {
    const rest = html.slice(at);
    const found = TAG.exec(rest);
    const given = found?.[0] ?? rest.slice(0, SHOWN).split("\n")[0] ?? "<";
    if (found === null) return { given, problem: "это не тег; знак «<» сам по себе пишется как &lt;" };
    const name = (found[2] ?? "").toLowerCase();
    const problem = found[1] === "/" ? closing(open, name) : opening(open, name, found[3] ?? "");
    if (problem !== undefined) return { given, problem };
  }
  const left = open.at(-1);
  return left === undefined ? undefined : { given: `<${left}>`, problem: "тег не закрыт" };
}

function opening(open: string[], name: string, attributes: string): string | undefined {
  if (!TAGS.has(name)) return "такого тега Telegram не знает";
  if (name === "a") {
    const [, double, single] = HREF.exec(attributes) ?? [];
    if (!LINK.test(double ?? single ?? "")) return 'у ссылки нет адреса: href="https://…"';
  }
  if (name === "span" && !/class\s*=\s*["']tg-spoiler["']/.test(attributes)) {
    return 'тег span бывает только с class="tg-spoiler"';
  }
  open.push(name);
  return undefined;
}

function closing(open: string[], name: string): string | undefined {
  const expected = open.pop();
  if (expected === undefined) return "закрывает то, что не открыто";
  return expected === name ? undefined : `сначала нужно закрыть <${expected}>`;
}

/** Words as they stand, made safe for Telegram's HTML. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const CHARACTER = /&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-f]{1,6});/gi;

/** How long a well-made text is for Telegram: without its tags, a named character counting as one. */
export const visibleLength = (html: string): number =>
  html.replace(/<[^>]*>/g, "").replace(CHARACTER, "x").length;
