import { confirmDeed } from "./confirm.ts";

/** What stood in a field when somebody came into it: its words, or whether it was ticked. */
const before = new WeakMap<Element, string | boolean>();

const WORDS = "textarea, input:not([type=checkbox], [type=radio], [type=search], [type=hidden], [type=file])";
const CHOICES = "select, input:is([type=checkbox], [type=radio])";
const FIELDS = `${WORDS}, ${CHOICES}`;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const isField = (target: EventTarget | null): target is Field =>
  (target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement) &&
  target.matches(FIELDS);

const isTick = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
const given = (field: Field): string | boolean => (isTick(field) ? field.checked : field.value);

const remember = ({ target }: Event): void => {
  if (isField(target) && !before.has(target)) before.set(target, given(target));
};
document.addEventListener("focusin", remember);
// Not every browser moves the focus to what is ticked or chosen from.
document.addEventListener("pointerdown", remember, true);
document.addEventListener(
  "change",
  ({ target }) => {
    if (!isField(target) || !target.matches(CHOICES) || before.has(target)) return;
    before.set(target, isTick(target) ? !target.checked : "");
  },
  true,
);

/** Something was typed or chosen there and not sent; what was chosen by typing says so itself, by `data-ok-typed`. */
export function hasDraft(root: ParentNode): boolean {
  if (root.querySelector("[data-ok-typed]") !== null) return true;
  return [...root.querySelectorAll(FIELDS)].some(
    (field) =>
      isField(field) &&
      before.has(field) &&
      before.get(field) !== given(field) &&
      (field.matches(CHOICES) || field.value.trim() !== ""),
  );
}

/** What was typed there is sent: it is no draft any more. */
export function settleDraft(root: ParentNode): void {
  for (const field of root.querySelectorAll(FIELDS)) if (isField(field)) before.set(field, given(field));
}

/** Goes on at once where nothing would be lost; otherwise only when whoever typed it says so. */
export function leaveDraft(root: ParentNode | null, leave: () => void): void {
  if (root === null || !hasDraft(root)) leave();
  else ask("Закрыть", leave);
}

/** Asks before what was typed is lost, in the word for what one is about to do: «Закрыть», «Уйти». */
export function ask(deed: string, leave: () => void): void {
  confirmDeed(
    {
      question: `${deed} и потерять написанное?`,
      words: "То, что вы написали, ещё не отправлено и не сохранено.",
      deed: `${deed} и потерять`,
      stay: "Вернуться",
    },
    leave,
  );
}
