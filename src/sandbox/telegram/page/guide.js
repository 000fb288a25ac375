import { byId, get, post, ZONE, ZONE_MARK } from "./calls.js";

const moment = new Intl.DateTimeFormat("ru-RU", {
  timeZone: ZONE,
  weekday: "short",
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
});

let aheadMs = 0;

/** Sets up the hints, the clock and the panel's address. */
export async function startGuide({ copy, startOver }) {
  const button = byId("show-guide");
  const show = (isOpen) => {
    byId("guide").classList.toggle("is-open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
  };
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    show(!byId("guide").classList.contains("is-open"));
  });
  document.addEventListener("click", ({ target }) => {
    if (!byId("guide").contains(target)) show(false);
  });
  for (const move of byId("moves").querySelectorAll("button")) {
    move.addEventListener("click", () => advance(Number(move.dataset.seconds)));
  }
  byId("move-other").addEventListener("submit", (event) => {
    event.preventDefault();
    advance(Number(byId("amount").value) * Number(byId("unit").value));
  });
  byId("reset").addEventListener("click", () => byId("reset-ask").showModal());
  byId("reset-ask").addEventListener("close", ({ target }) => {
    if (target.returnValue === "yes") empty(startOver);
    target.returnValue = "";
  });
  for (const id of ["email", "password"])
    byId(id).addEventListener("click", () => copy(byId(id).textContent));
  setInterval(showNow, 1000);
  setInterval(() => readClock().catch(() => undefined), 15_000);
  await readClock();
}

/** Fills in where the panel is and how to enter it. */
export function showPanel(panel) {
  byId("panel").hidden = panel === undefined;
  if (panel === undefined) return;
  const link = byId("panel-url");
  link.textContent = panel.panelUrl;
  if (/^https?:/.test(panel.panelUrl)) link.href = panel.panelUrl;
  byId("email").textContent = panel.email;
  byId("password").textContent = panel.password;
}

async function empty(startOver) {
  byId("reset-hint").hidden = true;
  try {
    await startOver();
  } catch {
    byId("reset-hint").hidden = false;
  }
}

async function readClock() {
  setClock(await get("/sim/clock"));
}

async function advance(seconds) {
  const hint = byId("clock-hint");
  const buttons = document.querySelectorAll(".moves button, .other button");
  for (const button of buttons) button.disabled = true;
  try {
    setClock(await post("/sim/clock", { advanceSeconds: seconds }));
    hint.textContent = "Назад часы не идут.";
    hint.classList.remove("wrong");
  } catch {
    hint.textContent = "Не получилось: нужно целое число, всего не больше 400 дней.";
    hint.classList.add("wrong");
  }
  for (const button of buttons) button.disabled = false;
}

function setClock({ now }) {
  aheadMs = Date.parse(now) - Date.now();
  showNow();
}

function showNow() {
  const now = new Date(Date.now() + aheadMs);
  byId("now").textContent = `${moment.format(now)} ${ZONE_MARK}`;
  byId("now").dateTime = now.toISOString();
}
