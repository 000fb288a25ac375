type Told = {
  readonly title: string;
  readonly text: string;
  readonly way: { readonly text: string; readonly href: string; readonly isNewTab: boolean };
};

/** Says something that no page has a place for, with the one way out of it; said once while it stands. */
export function tell({ title, text, way }: Told): void {
  if (document.querySelector(".ok-told[open]") !== null) return;
  const dialog = document.createElement("dialog");
  dialog.className = "ok-told";
  dialog.setAttribute("aria-label", title);
  const heading = document.createElement("h2");
  heading.textContent = title;
  const words = document.createElement("p");
  words.textContent = text;
  const link = document.createElement("a");
  link.href = way.href;
  link.textContent = way.text;
  if (way.isNewTab) {
    link.target = "_blank";
    link.rel = "noopener";
    link.addEventListener("click", () => dialog.close());
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Закрыть";
  close.addEventListener("click", () => dialog.close());
  const ways = document.createElement("div");
  ways.className = "ok-told-ways";
  link.className = "ok-told-way";
  ways.append(link, close);
  dialog.append(heading, words, ways);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
