import { make } from "./calls.js";

const ELEMENTS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/**
 * Builds a text with its formatting out of elements of our own choosing: nothing that a bot or a
 * client wrote is ever read as HTML.
 */
export function formatted(text, entities, actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, actions);
}

function span(text, from, to, entities, actions) {
  const nodes = [];
  let position = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const end = Math.min(to, entity.offset + entity.length);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (entity.offset > position) nodes.push(text.slice(position, entity.offset));
    const inner = span(text, entity.offset, end, entities.slice(index + 1, next), actions);
    nodes.push(wrap(entity, text.slice(entity.offset, end), inner, actions));
    position = end;
    index = next;
  }
  if (position < to) nodes.push(text.slice(position, to));
  return nodes;
}

function wrap(entity, plain, inner, actions) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, inner);
    case "url":
      return link(plain, inner);
    case "email":
      return make("a", { href: `mailto:${plain}` }, ...inner);
    case "bot_command":
      return make("button", { type: "button", class: "command", onclick: () => actions.send(plain) }, plain);
    case "spoiler":
      return make(
        "span",
        { class: "spoiler", onclick: ({ currentTarget }) => currentTarget.classList.add("is-open") },
        ...inner,
      );
    case "date_time":
      return make("span", { title: new Date(entity.unix_time * 1000).toLocaleString("ru-RU") }, ...inner);
    default: {
      const name = ELEMENTS[entity.type];
      return make(name ?? "span", {}, ...inner);
    }
  }
}

function link(url, inner) {
  const href = linkTarget(url);
  return href === undefined
    ? make("span", {}, ...inner)
    : make("a", { href, target: "_blank", rel: "noopener" }, ...inner);
}

let ownUsername = "";

/** Links to this bot are opened here; links to anybody else in Telegram lead to Telegram. */
export function setBotUsername(username) {
  ownUsername = username.toLowerCase();
}

/** Where a link leads; what is not a web address leads nowhere. */
export function linkTarget(url) {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname, search } = new URL(url);
  const isOwn = /^(t|telegram)\.me$/.test(hostname) && pathname.slice(1).toLowerCase() === ownUsername;
  if (isOwn) return `/t.me${pathname}${search}`;
  return ["http:", "https:", "mailto:", "tel:"].includes(protocol) ? url : undefined;
}
