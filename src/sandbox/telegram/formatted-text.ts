import { z } from "zod";
import { badRequest } from "./bot-error.ts";
import { type FormattedText, parseHtml } from "./html-entities.ts";
import { type Entity, entitySchema } from "./model.ts";
import { jsonParam, type Params, textParam } from "./params.ts";

const TEXT_CHARACTERS_MAX = 4096;
const CAPTION_CHARACTERS_MAX = 1024;

const FOUND_BY_ITSELF: readonly (readonly [type: string, pattern: RegExp])[] = [
  ["url", /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g],
  ["email", /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g],
  ["bot_command", /(?<![\w/])\/[A-Za-z]\w{0,63}(?:@\w{3,32})?/g],
  ["mention", /(?<![\w@])@[A-Za-z]\w{3,31}/g],
  ["hashtag", /(?<!\w)#[\p{L}\d_]+/gu],
];

/** Reads `text` and its formatting; length is counted in characters after the tags are gone. */
export function readText(params: Params, tooLong = "message is too long"): FormattedText {
  const formatted = readFormatted(params, "text", "entities");
  if (formatted.text === "") throw badRequest("message text is empty");
  if ([...formatted.text].length > TEXT_CHARACTERS_MAX) throw badRequest(tooLong);
  return formatted;
}

/** Reads `caption`, which may be absent. */
export function readCaption(params: Params): FormattedText | undefined {
  const formatted = readFormatted(params, "caption", "caption_entities");
  if ([...formatted.text].length > CAPTION_CHARACTERS_MAX) throw badRequest("message caption is too long");
  return formatted.text === "" ? undefined : formatted;
}

/** Adds what every Telegram client finds in a text by itself: commands, links, mentions. */
export function withFoundEntities({ text, entities }: FormattedText): FormattedText {
  const all = [...entities];
  const isTaken = (from: number, to: number): boolean =>
    all.some(
      ({ type, offset, length }) =>
        !["bold", "italic", "underline", "strikethrough", "spoiler", "blockquote"].includes(type) &&
        offset < to &&
        from < offset + length,
    );
  for (const [type, pattern] of FOUND_BY_ITSELF) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (!isTaken(match.index, end)) all.push({ type, offset: match.index, length: match[0].length });
    }
  }
  return { text, entities: all.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function readFormatted(params: Params, textName: string, entitiesName: string): FormattedText {
  const source = textParam(params, textName).replaceAll("\r", "");
  const given = jsonParam(params, entitiesName, z.array(entitySchema), "can't parse entities JSON array");
  return withFoundEntities(trim(parse(source, textParam(params, "parse_mode"), given ?? [])));
}

function parse(source: string, mode: string, given: readonly Entity[]): FormattedText {
  switch (mode.toLowerCase()) {
    case "html":
      return parseHtml(source);
    case "":
    case "none":
    case "markdown":
    case "markdownv2":
      return { text: source, entities: given };
    default:
      throw badRequest("unsupported parse_mode");
  }
}

function trim({ text, entities }: FormattedText): FormattedText {
  const trimmed = text.trim();
  const cut = text.length - text.trimStart().length;
  const kept: Entity[] = [];
  for (const entity of entities) {
    const start = Math.max(0, entity.offset - cut);
    const end = Math.min(trimmed.length, entity.offset + entity.length - cut);
    if (end > start) kept.push({ ...entity, offset: start, length: end - start });
  }
  return { text: trimmed, entities: kept };
}
