import { badRequest } from "./bot-error.ts";
import type { Entity } from "./model.ts";

export type FormattedText = { readonly text: string; readonly entities: readonly Entity[] };

const ENTITY_OF_TAG: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  span: "spoiler",
  "tg-spoiler": "spoiler",
  a: "text_link",
  "tg-emoji": "custom_emoji",
  "tg-time": "date_time",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const NAMED_CHARACTERS: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

type OpenTag = {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly at: number;
};

/**
 * Reads `parse_mode=HTML` as the real server does: a few tags, four named characters, numbers.
 *
 * Anything else with a `<` in front is refused, with the server's own sentence and byte offset.
 */
export function parseHtml(source: string): FormattedText {
  const entities: Entity[] = [];
  const open: OpenTag[] = [];
  let text = "";
  let position = 0;
  while (position < source.length) {
    const character = source[position];
    if (character === "&") {
      const decoded = decodeCharacter(source, position);
      text += decoded.text;
      position = decoded.next;
    } else if (character !== "<") {
      text += character;
      position += 1;
    } else if (source[position + 1] === "/") {
      const end = readEndTag(source, position, open.pop());
      const entity = entityOf(end.started, text);
      if (entity) entities.push(entity);
      position = end.next;
    } else {
      const start = readStartTag(source, position);
      open.push({ tag: start.tag, attributes: start.attributes, at: text.length });
      position = start.next;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities };
}

const cannotParse = (detail: string): Error => badRequest(`can't parse entities: ${detail}`);

const byteOffset = (source: string, position: number): number =>
  Buffer.byteLength(source.slice(0, position), "utf8");

function decodeCharacter(source: string, position: number): { text: string; next: number } {
  const rest = source.slice(position, position + 12);
  const numeric = /^&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/i.exec(rest);
  if (numeric) {
    const code = numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16);
    if (code > 0 && code <= 0x10ffff) {
      return { text: String.fromCodePoint(code), next: position + numeric[0].length };
    }
  }
  const named = /^&([a-z]+);?/.exec(rest);
  const character = NAMED_CHARACTERS[named?.[1] ?? ""];
  if (named && character !== undefined) return { text: character, next: position + named[0].length };
  return { text: "&", next: position + 1 };
}

function readStartTag(
  source: string,
  begin: number,
): { tag: string; attributes: Map<string, string>; next: number } {
  const at = byteOffset(source, begin);
  const name = /^[^\s>]*/.exec(source.slice(begin + 1))?.[0] ?? "";
  let position = begin + 1 + name.length;
  if (position >= source.length) throw cannotParse(`Unclosed start tag at byte offset ${at}`);
  const tag = name.toLowerCase();
  if (!Object.hasOwn(ENTITY_OF_TAG, tag)) {
    throw cannotParse(`Unsupported start tag "${tag}" at byte offset ${at}`);
  }

  const attributes = new Map<string, string>();
  while (source[position] !== ">") {
    const attribute = /^\s+(?:([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?)?/.exec(
      source.slice(position),
    );
    if (!attribute) throw cannotParse(`Unclosed start tag at byte offset ${at}`);
    const value = attribute[2] ?? attribute[3] ?? attribute[4] ?? "";
    if (attribute[1] !== undefined) attributes.set(attribute[1].toLowerCase(), decodeText(value));
    position += attribute[0].length;
  }
  if (tag === "span" && attributes.get("class") !== "tg-spoiler") {
    throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`);
  }
  return { tag, attributes, next: position + 1 };
}

function decodeText(source: string): string {
  return source.replaceAll(/&[#\w]+;?/g, (found) => {
    const decoded = decodeCharacter(found, 0);
    return decoded.text + found.slice(decoded.next);
  });
}

function readEndTag(
  source: string,
  begin: number,
  started: OpenTag | undefined,
): { started: OpenTag; next: number } {
  const at = byteOffset(source, begin);
  if (!started) throw cannotParse(`Unexpected end tag at byte offset ${at}`);
  const end = /^([^\s>]*)\s*>/.exec(source.slice(begin + 2));
  if (!end) throw cannotParse(`Unclosed end tag at byte offset ${at}`);
  const tag = (end[1] ?? "").toLowerCase();
  if (tag !== "" && tag !== started.tag) {
    throw cannotParse(
      `Unmatched end tag at byte offset ${at}, expected "</${started.tag}>", found "</${tag}>"`,
    );
  }
  return { started, next: begin + 2 + end[0].length };
}

function entityOf({ tag, attributes, at }: OpenTag, text: string): Entity | undefined {
  const length = text.length - at;
  const type = ENTITY_OF_TAG[tag];
  if (length === 0 || type === undefined) return undefined;
  const plain: Entity = { type, offset: at, length };
  switch (type) {
    case "text_link":
      return linkEntity(plain, attributes.get("href") ?? text.slice(at));
    case "custom_emoji":
      return { ...plain, custom_emoji_id: attributes.get("emoji-id") ?? "" };
    case "date_time":
      return {
        ...plain,
        unix_time: Number(attributes.get("unix") ?? 0),
        date_time_format: attributes.get("format") ?? "",
      };
    case "code": {
      const language = attributes.get("class")?.match(/^language-(.+)$/)?.[1];
      return language === undefined ? plain : { ...plain, language };
    }
    case "blockquote":
      return attributes.has("expandable") ? { ...plain, type: "expandable_blockquote" } : plain;
    default:
      return plain;
  }
}

/** A link the server cannot understand silently becomes plain text. */
function linkEntity(plain: Entity, href: string): Entity | undefined {
  const url = /^[a-z][\w+.-]*:/i.test(href) ? href : `http://${href}`;
  return URL.canParse(url) && /^(https?|tg|ton|mailto|tel):/i.test(url) ? { ...plain, url } : undefined;
}
