import React from "react";
import type { TextEntry, TextsState } from "../../pages/texts/state.ts";

type Props = {
  readonly state: TextsState;
  readonly chosen: string | undefined;
  readonly unsaved: ReadonlySet<string>;
  readonly onChoose: (key: string) => void;
};

type Show = "all" | "own" | "changed" | "wrong";

const SHOWS: Readonly<Record<Show, string>> = {
  all: "все",
  own: "свои",
  changed: "в черновике",
  wrong: "с ошибками",
};

/** All sentences by flow; found by their title, their words or their name. */
const TextList: React.FC<Props> = ({ state, chosen, unsaved, onChoose }) => {
  const [typed, setTyped] = React.useState("");
  const [show, setShow] = React.useState<Show>("all");
  const wrong = new Set(state.problems.flatMap(({ place }) => (place.part === "text" ? [place.key] : [])));
  const counts: Readonly<Record<Show, number>> = {
    all: state.texts.length,
    own: state.texts.filter(({ own }) => own !== null).length,
    changed: state.texts.filter(({ isChanged }) => isChanged).length,
    wrong: wrong.size,
  };
  const asked = typed.trim().toLowerCase();
  const fits = (text: TextEntry): boolean =>
    (show === "all" ||
      (show === "own" && text.own !== null) ||
      (show === "changed" && text.isChanged) ||
      (show === "wrong" && wrong.has(text.key))) &&
    (asked === "" ||
      [text.title, text.own ?? text.shipped, text.key].some((words) => words.toLowerCase().includes(asked)));
  const found = state.texts.filter(fits);
  const isNarrowed = asked !== "" || show !== "all";
  return (
    <div className="okt-text-list">
      <input
        className="okt-input"
        type="search"
        aria-label="Найти текст"
        placeholder="Найти: напоминание, оплата…"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <fieldset className="okt-shows" aria-label="Какие тексты">
        {(Object.keys(SHOWS) as Show[]).map((one) => (
          <button key={one} type="button" aria-pressed={show === one} onClick={() => setShow(one)}>
            {SHOWS[one]} <small>{counts[one]}</small>
          </button>
        ))}
      </fieldset>
      {found.length === 0 && <p className="ok-empty">Ничего не нашлось. Попробуйте другое слово.</p>}
      {state.groups.map(({ value, label }) => {
        const texts = found.filter(({ group }) => group === value);
        if (texts.length === 0) return null;
        const holdsChosen = texts.some(({ key }) => key === chosen);
        return (
          <details key={`${value}${isNarrowed}`} open={isNarrowed || holdsChosen}>
            <summary>
              {label} <small>{texts.length}</small>
            </summary>
            {texts.map((text) => (
              <button
                key={text.key}
                type="button"
                className="okt-text-item"
                aria-current={text.key === chosen}
                onClick={() => onChoose(text.key)}
              >
                <span>{text.title}</span>
                <Marks text={text} isWrong={wrong.has(text.key)} isUnsaved={unsaved.has(text.key)} />
              </button>
            ))}
          </details>
        );
      })}
    </div>
  );
};

const Marks: React.FC<{
  readonly text: TextEntry;
  readonly isWrong: boolean;
  readonly isUnsaved: boolean;
}> = ({ text, isWrong, isUnsaved }) => (
  <>
    {isUnsaved && <i className="okt-mark">не сохранён</i>}
    {isWrong && <i className="okt-mark okt-mark-wrong">ошибка</i>}
    {text.isChanged && <i className="okt-mark okt-mark-draft">черновик</i>}
    {!text.isChanged && text.own !== null && <i className="okt-mark">свой</i>}
    {text.isFixed && (
      <i className="okt-mark" title="Меняется только вместе с программой">
        нельзя менять
      </i>
    )}
  </>
);

export default TextList;
