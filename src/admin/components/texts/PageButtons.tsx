import React from "react";
import type { TextsState } from "../../pages/texts/state.ts";
import TargetSelect from "../TargetSelect.tsx";

export type InfoPage = TextsState["pages"][number];
type PageButton = InfoPage["buttons"][number];

const KINDS: Readonly<Record<PageButton["leadsTo"], string>> = {
  book: "запись",
  service: "запись на услугу",
  page: "другая страница",
  link: "ссылка",
  contact: "связь с нами",
};
const BUTTONS_MAX = 8;

type Props = {
  readonly state: TextsState;
  readonly page: InfoPage;
  readonly onChange: (buttons: readonly PageButton[]) => void;
};

/** The buttons under a page: what each is called, and where it leads. */
const PageButtons: React.FC<Props> = ({ state, page, onChange }) => {
  const { buttons } = page;
  const change = (at: number, over: Partial<PageButton>) =>
    onChange(buttons.map((one, place) => (place === at ? { ...one, ...over } : one)));
  return (
    <fieldset className="okt-page-buttons">
      <legend>Кнопки</legend>
      {[...buttons.entries()].map(([at, one]) => (
        <div key={at} className="okt-page-button">
          <input
            className="okt-input"
            aria-label={`Надпись кнопки ${at + 1}`}
            placeholder="Надпись"
            maxLength={40}
            value={one.caption}
            onChange={(event) => change(at, { caption: event.target.value })}
          />
          <select
            className="ok-select"
            aria-label={`Куда ведёт кнопка ${at + 1}`}
            value={one.leadsTo}
            onChange={(event) =>
              change(at, { leadsTo: event.target.value as PageButton["leadsTo"], target: "" })
            }
          >
            {Object.entries(KINDS).map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </select>
          <Target
            state={state}
            page={page}
            button={one}
            place={at}
            onChange={(target) => change(at, { target })}
          />
          <button
            type="button"
            className="okt-drop"
            aria-label={`Убрать кнопку ${at + 1}`}
            onClick={() => onChange(buttons.filter((_, place) => place !== at))}
          >
            ×
          </button>
        </div>
      ))}
      {buttons.length < BUTTONS_MAX && (
        <button
          type="button"
          className="okt-chip"
          onClick={() => onChange([...buttons, { caption: "Записаться", leadsTo: "book", target: "" }])}
        >
          + Кнопка
        </button>
      )}
    </fieldset>
  );
};

const Target: React.FC<{
  readonly state: TextsState;
  readonly page: InfoPage;
  readonly button: PageButton;
  readonly place: number;
  readonly onChange: (target: string) => void;
}> = ({ state, page, button, place, onChange }) => {
  const label = `Что откроет кнопка ${place + 1}`;
  const { leadsTo, target } = button;
  if (leadsTo === "book" || leadsTo === "contact") return null;
  if (leadsTo === "link")
    return (
      <input
        className="okt-input"
        aria-label={label}
        placeholder="https://…"
        inputMode="url"
        value={target}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    );
  const pages = state.pages.filter(({ slug }) => slug !== page.slug);
  const offered =
    leadsTo === "service" ? state.services : pages.map(({ slug, title }) => ({ value: slug, label: title }));
  return (
    <TargetSelect {...{ label, value: target, offered, onChange }} none="Выберите…" gone="этого больше нет" />
  );
};

export default PageButtons;
