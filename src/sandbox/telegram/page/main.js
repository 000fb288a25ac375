import { byId, get, make, post } from "./calls.js";
import { conversation, replyKeyboard } from "./conversation.js";
import { setBotUsername } from "./formatted.js";
import { showPanel, startGuide } from "./guide.js";

const LAST_CLIENT = "okoshko.lastClient";
const SEEN = "okoshko.seen";
const NEXT_ID = "okoshko.nextId";
const MESSAGES_SHOWN_MAX = 200;
const TOAST_MS = 4000;
const RETRY_MS = 1500;

let clients = [];
let chosen;
let shownRevision = -1;
let toastRevision;
let pressed;
let broughtIntoView;
const seen = new Map(JSON.parse(sessionStorage.getItem(SEEN) ?? "[]"));

const actions = {
  send: (text) => act(() => post("/sim/telegram/message", { user: chosen, text })),
  shareContact: () => act(() => post("/sim/telegram/message", { user: chosen, contact: {} })),
  press: (messageId, button) => {
    pressed = { messageId, data: button.callback_data };
    return act(() =>
      post("/sim/telegram/press", { user: chosen, message_id: messageId, data: button.callback_data }),
    );
  },
  isWaiting: (messageId, button) => pressed?.messageId === messageId && pressed.data === button.callback_data,
  copy: async (text) => {
    await navigator.clipboard?.writeText(text);
    toast("Скопировано");
  },
  /** Empties the sandbox and opens the page as if for the first time. */
  startOver: async () => {
    rememberIds(clients);
    await post("/sim/reset", {});
    localStorage.removeItem(LAST_CLIENT);
    sessionStorage.removeItem(SEEN);
    location.reload();
  },
};

async function act(call) {
  try {
    await call();
  } catch (error) {
    pressed = undefined;
    toast(error.message);
  }
}

async function addClient(firstName) {
  rememberIds(clients);
  const next = Number(localStorage.getItem(NEXT_ID));
  const user = await post("/sim/telegram/users", {
    ...(next > 0 ? { id: next } : {}),
    first_name: firstName,
    language_code: "ru",
  });
  rememberIds([{ user }]);
  return user.id;
}

/** The product keeps its clients over a reset of the sandbox: somebody new must not get the id of one of them. */
function rememberIds(known) {
  const next = Math.max(Number(localStorage.getItem(NEXT_ID)), ...known.map(({ user }) => user.id + 1));
  if (next > 0) localStorage.setItem(NEXT_ID, String(next));
}

function choose(id) {
  chosen = id;
  shownRevision = -1;
  toastRevision = undefined;
  pressed = undefined;
  localStorage.setItem(LAST_CLIENT, String(id));
  byId("messages").replaceChildren();
  showClients();
  return refreshChat();
}

function showClients() {
  byId("demo").hidden = clients.some(isClient);
  byId("composer").hidden = chosen === undefined;
  byId("block").hidden = chosen === undefined;
  const ordered = [...clients].sort(
    (a, b) => Number(!isClient(a)) - Number(!isClient(b)) || a.user.id - b.user.id,
  );
  byId("clients").replaceChildren(...ordered.map((client) => make("li", {}, clientElement(client))));
  bringIntoView();
}

/** Staff stand in the list as well: the bot writes to them, and they are nobody's client. */
function isClient({ staff }) {
  return staff !== true;
}

/** Once after a choice, so that whoever scrolls the list is not pulled back by every change. */
function bringIntoView() {
  const current = byId("clients").querySelector('[aria-current="true"]');
  if (current === null || broughtIntoView === chosen) return;
  broughtIntoView = chosen;
  current.scrollIntoView({ block: "nearest", inline: "center" });
}

function clientElement({ user, last, blocked, staff }) {
  const isChosen = user.id === chosen;
  const isNews = !isChosen && last !== undefined && (seen.get(user.id) ?? 0) < last.message_id;
  return make(
    "button",
    {
      type: "button",
      class: "client",
      "aria-current": isChosen ? "true" : undefined,
      onclick: () => choose(user.id),
    },
    make(
      "span",
      { class: `face tone-${user.id % 5}`, "aria-hidden": "true" },
      [...user.first_name][0] ?? "?",
    ),
    make("span", { class: "name" }, user.first_name),
    make("span", isNews ? { class: "news", title: "Есть новое" } : {}),
    make(
      "small",
      {},
      blocked ? "бот заблокирован" : (last?.text ?? (staff ? "бот пишет ей о салоне" : "ещё не писал боту")),
    ),
  );
}

async function refreshChat() {
  if (chosen === undefined) return;
  const chat = await get(`/sim/telegram/chats/${chosen}?last=${MESSAGES_SHOWN_MAX}`);
  if (chat.user.id !== chosen) return;
  showChat(chat);
}

function showChat(chat) {
  if (chat.unanswered_presses === 0) pressed = undefined;
  const box = byId("messages");
  const isAtEnd = shownRevision < 0 || box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  box.replaceChildren(...conversation(chat, actions));
  const isFirst = chat.messages.length === 0;
  byId("start").textContent = chat.blocked ? "Разблокировать" : "Начать";
  byId("start").hidden = !isFirst && !chat.blocked;
  byId("write").hidden = chat.blocked;
  byId("block").textContent = chat.blocked ? "Разблокировать" : "Заблокировать";
  byId("block").dataset.blocked = String(chat.blocked);
  byId("chat-subtitle").textContent = `вы — ${chat.user.first_name}`;
  const keyboard = byId("reply-keyboard");
  keyboard.hidden = chat.reply_keyboard === undefined || chat.blocked;
  keyboard.replaceChildren(...(chat.reply_keyboard ? replyKeyboard(chat.reply_keyboard, actions) : []));
  showCommands(chat.commands);
  if (isAtEnd) box.scrollTop = box.scrollHeight;
  showToasts(chat.toasts);
  shownRevision = chat.revision;
  const newest = chat.messages.at(-1)?.message_id ?? 0;
  seen.set(chat.user.id, newest);
  sessionStorage.setItem(SEEN, JSON.stringify([...seen]));
}

function showCommands(commands) {
  byId("menu").hidden = commands.length === 0;
  byId("commands").replaceChildren(
    ...commands.map(({ command, description }) =>
      make(
        "button",
        { type: "button", onclick: () => actions.send(`/${command}`) },
        description,
        make("small", {}, `/${command}`),
      ),
    ),
  );
}

function showToasts(toasts) {
  const fresh = toasts.filter(({ revision }) => toastRevision !== undefined && revision > toastRevision);
  toastRevision = Math.max(toastRevision ?? 0, ...toasts.map(({ revision }) => revision));
  for (const { text, show_alert } of fresh) {
    if (!show_alert) toast(text);
    else {
      byId("alert-text").textContent = text;
      if (!byId("alert").open) byId("alert").showModal();
    }
  }
}

function toast(text) {
  const element = make("div", { class: "toast" }, text);
  byId("toasts").append(element);
  setTimeout(() => element.remove(), TOAST_MS);
}

/** Follows everything that changes in the sandbox, for as long as the page is open. */
async function follow() {
  let revision = -1;
  for (;;) {
    try {
      const list = await get(
        `/sim/telegram/chats?after=${Math.max(0, revision)}&wait_ms=${revision < 0 ? 0 : 25_000}`,
      );
      revision = list.revision;
      clients = list.chats;
      const mine = clients.find(({ user }) => user.id === chosen);
      if (mine === undefined) forgetChosen();
      if (mine !== undefined && mine.revision !== shownRevision) await refreshChat();
      showClients();
    } catch {
      revision = -1;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function forgetChosen() {
  chosen = undefined;
  byId("messages").replaceChildren();
  byId("chat-subtitle").textContent = "бот";
  const next = lastClient();
  if (next !== undefined) void choose(next);
}

function lastClient() {
  const remembered = Number(localStorage.getItem(LAST_CLIENT));
  if (clients.some(({ user }) => user.id === remembered)) return remembered;
  return clients.find(isClient)?.user.id;
}

function listen() {
  byId("add-client").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = byId("add-name").value.trim();
    if (name === "") return byId("add-name").focus();
    byId("add-name").value = "";
    await act(async () => choose(await addClient(name)));
  });
  byId("add-demo").addEventListener("click", () =>
    act(async () => {
      const anna = await addClient("Анна");
      await addClient("Борис");
      await choose(anna);
    }),
  );
  byId("write").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("text").value.trim();
    byId("text").value = "";
    if (text !== "") actions.send(text);
  });
  byId("contact").addEventListener("click", actions.shareContact);
  const toggleBlock = (isBlocked) =>
    act(() => post(`/sim/telegram/${isBlocked ? "unblock" : "block"}`, { user: chosen }));
  byId("block").addEventListener("click", () => toggleBlock(byId("block").dataset.blocked === "true"));
  byId("start").addEventListener("click", async () => {
    if (byId("block").dataset.blocked === "true") await toggleBlock(true);
    await actions.send("/start");
  });
  byId("menu").addEventListener("click", (event) => {
    event.stopPropagation();
    byId("commands").hidden = !byId("commands").hidden;
    byId("menu").setAttribute("aria-expanded", String(!byId("commands").hidden));
  });
  document.addEventListener("click", () => {
    byId("commands").hidden = true;
    byId("menu").setAttribute("aria-expanded", "false");
  });
}

/** A link `/t.me/<bot>?start=…` is opened by the client who was last active here. */
async function openLink() {
  if (!location.pathname.startsWith("/t.me/")) return;
  const payload = new URLSearchParams(location.search).get("start");
  history.replaceState(null, "", "/");
  clients = (await get("/sim/telegram/chats")).chats;
  const last = clients.find(({ user }) => user.id === lastClient());
  await choose(
    last && isClient(last) ? last.user.id : (clients.find(isClient)?.user.id ?? (await addClient("Анна"))),
  );
  await actions.send(payload ? `/start ${payload}` : "/start");
}

async function begin() {
  listen();
  const welcome = await get("/sim/welcome");
  setBotUsername(welcome.bot.username);
  byId("bot-name").textContent = welcome.bot.name;
  byId("bot-face").textContent = [...welcome.bot.name][0] ?? "";
  showPanel(welcome.panel);
  await startGuide(actions);
  await openLink();
  await follow();
}

await begin();
