/** What stood in a field when somebody came into it. */
const before = new WeakMap<Element, string>();

const FIELDS =
  "textarea, input:not([type=checkbox], [type=radio], [type=search], [type=hidden], [type=file])";

type TextField = HTMLInputElement | HTMLTextAreaElement;
const isTextField = (target: EventTarget | null): target is TextField =>
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.matches(FIELDS);

document.addEventListener("focusin", ({ target }) => {
  if (isTextField(target) && !before.has(target)) before.set(target, target.value);
});

/** Something was typed there and not sent; what was chosen by typing says so itself, by `data-ok-typed`. */
export function hasDraft(root: ParentNode): boolean {
  if (root.querySelector("[data-ok-typed]") !== null) return true;
  return [...root.querySelectorAll(FIELDS)].some(
    (field) =>
      isTextField(field) &&
      field.value.trim() !== "" &&
      before.has(field) &&
      before.get(field) !== field.value,
  );
}

/** What was typed there is sent: it is no draft any more. */
export function settleDraft(root: ParentNode): void {
  for (const field of root.querySelectorAll(FIELDS)) if (isTextField(field)) before.set(field, field.value);
}

/** Goes on at once where nothing would be lost; otherwise only when whoever typed it says so. */
export function leaveDraft(root: ParentNode | null, leave: () => void): void {
  if (root === null || !hasDraft(root)) leave();
  else ask("Закрыть", leave);
}

/** Asks before what was typed is lost, in the word for what one is about to do: «Закрыть», «Уйти». */
export function ask(deed: string, leave: () => void): void {
  if (document.querySelector(".ok-told[open]") !== null) return;
  const dialog = document.createElement("dialog");
  dialog.className = "ok-told";
  dialog.setAttribute("aria-label", `${deed} и потерять написанное?`);
  const heading = document.createElement("h2");
  heading.textContent = `${deed} и потерять написанное?`;
  const words = document.createElement("p");
  words.textContent = "То, что вы написали, ещё не отправлено и не сохранено.";
  const stay = button("Вернуться", () => dialog.close());
  stay.autofocus = true;
  const lose = button(`${deed} и потерять`, () => {
    dialog.close();
    leave();
  });
  const ways = document.createElement("div");
  ways.className = "ok-told-ways";
  ways.append(stay, lose);
  dialog.append(heading, words, ways);
  // What lies below hears the same Escape otherwise; and a browser may close two dialogs by one.
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function button(caption: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = caption;
  made.addEventListener("click", press);
  return made;
}
