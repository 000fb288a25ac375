type Deed = {
  readonly question: string;
  readonly words: string;
  /** The caption of the button that does it, and of the one that leaves all as it was. */
  readonly deed: string;
  readonly stay?: string;
};

/** Asks before something that is not meant by a single press; Escape leaves all as it was. */
export function confirmDeed(
  { question, words, deed, stay: stayWord = "Не надо" }: Deed,
  then: () => void,
): void {
  if (document.querySelector(".ok-told[open]") !== null) return;
  const dialog = document.createElement("dialog");
  dialog.className = "ok-told";
  dialog.setAttribute("aria-label", question);
  const heading = document.createElement("h2");
  heading.textContent = question;
  const text = document.createElement("p");
  text.textContent = words;
  const stay = button(stayWord, () => dialog.close());
  stay.autofocus = true;
  const go = button(deed, () => {
    dialog.close();
    then();
  });
  const ways = document.createElement("div");
  ways.className = "ok-told-ways";
  ways.append(stay, go);
  dialog.append(heading, text, ways);
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
