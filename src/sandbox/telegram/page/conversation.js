import { make, ZONE, ZONE_MARK } from "./calls.js";
import { formatted, linkTarget } from "./formatted.js";

const timeOfDay = new Intl.DateTimeFormat("ru-RU", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("ru-RU", { timeZone: ZONE, day: "numeric", month: "long" });

/** The messages of a chat as elements, with a line above each day. */
export function conversation(chat, actions) {
  const nodes = [];
  let lastDay = "";
  for (const message of chat.messages) {
    if (message.deleted) continue;
    const at = new Date(message.date * 1000);
    const thisDay = day.format(at);
    if (thisDay !== lastDay) nodes.push(make("div", { class: "day" }, `${thisDay}, ${ZONE_MARK}`));
    lastDay = thisDay;
    nodes.push(messageElement(message, at, actions));
  }
  return nodes;
}

function messageElement(message, at, actions) {
  const marks = [message.silent ? "🔕" : "", message.edited ? "изменено" : "", timeOfDay.format(at)];
  const bubble = make(
    "div",
    { class: "bubble" },
    ...attachments(message),
    ...formatted(message.text, message.entities, actions),
    make(
      "span",
      { class: "stamp", title: `${timeOfDay.format(at)} ${ZONE_MARK}` },
      marks.filter((mark) => mark !== "").join(" "),
    ),
  );
  const own = message.from === "user" ? " is-own" : "";
  const hasButtons = message.buttons.length > 0;
  const element = make(
    "article",
    { class: `message${own}${hasButtons ? " has-buttons" : ""}`, "data-id": message.message_id },
    bubble,
  );
  if (hasButtons) element.append(inlineKeyboard(message, actions));
  return element;
}

function attachments({ document: file, photo, contact, location, venue }) {
  const nodes = [];
  if (photo) nodes.push(make("img", { src: pathOf(photo.url), alt: "Фото" }));
  if (file)
    nodes.push(fileElement(pathOf(file.url), "↓", file.file_name, sizeOf(file.file_size), file.file_name));
  if (contact) nodes.push(fileElement(undefined, "☎", contact.first_name, contact.phone_number));
  const place = venue?.location ?? location;
  if (place) {
    const map = `https://yandex.ru/maps/?pt=${place.longitude},${place.latitude}&z=16`;
    nodes.push(fileElement(map, "◎", venue?.title ?? "Место на карте", venue?.address ?? ""));
  }
  return nodes;
}

function fileElement(href, mark, title, note, download) {
  const target = href?.startsWith("http") ? "_blank" : undefined;
  return make(
    href === undefined ? "div" : "a",
    { class: "file", href, download, target, rel: target ? "noopener" : undefined },
    make("span", { class: "file-mark", "aria-hidden": "true" }, mark),
    make("strong", {}, title),
    make("small", {}, note),
  );
}

/** Our own files are fetched from wherever this page came from, whatever the sandbox calls itself. */
const pathOf = (url) => new URL(url).pathname;

const sizeOf = (bytes) =>
  bytes < 1024
    ? `${bytes} Б`
    : bytes < 1024 * 1024
      ? `${Math.round(bytes / 1024)} КБ`
      : `${(bytes / 1024 / 1024).toFixed(1)} МБ`;

function inlineKeyboard(message, actions) {
  const rows = message.buttons.map((row) =>
    make("div", { class: "row" }, ...row.map((button) => inlineKey(message, button, actions))),
  );
  return make("div", { class: "keyboard" }, ...rows);
}

function inlineKey(message, button, actions) {
  const url = button.url ?? button.web_app?.url;
  const isWaiting = actions.isWaiting(message.message_id, button);
  const key = make(
    "button",
    {
      type: "button",
      class: `key ${button.style ?? ""}${isWaiting ? " is-waiting" : ""}`,
      disabled: button.disabled !== undefined,
      onclick: () => {
        if (button.callback_data !== undefined) actions.press(message.message_id, button);
        else if (url !== undefined) window.open(linkTarget(url) ?? "about:blank", "_blank", "noopener");
        else if (button.copy_text) actions.copy(button.copy_text.text);
      },
    },
    button.text,
  );
  const corner = url === undefined ? (button.copy_text ? "⧉" : "") : "↗";
  if (corner !== "") key.append(make("span", { class: "corner", "aria-hidden": "true" }, corner));
  return key;
}

/** The keyboard that stands in for the phone's own. */
export function replyKeyboard({ keyboard }, actions) {
  return keyboard.map((row) =>
    make(
      "div",
      { class: "row" },
      ...row.map((button) =>
        make(
          "button",
          {
            type: "button",
            class: `key ${button.style ?? ""}`,
            onclick: () => (button.request_contact ? actions.shareContact() : actions.send(button.text)),
          },
          button.text,
        ),
      ),
    ),
  );
}
