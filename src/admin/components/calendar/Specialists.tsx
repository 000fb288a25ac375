import React from "react";
import type { Column, Feed } from "../../pages/calendar/model.ts";
import type { Place } from "./use-place.ts";

type Props = { readonly feed: Feed; readonly onGo: (to: Place) => void };

/** So many stand in a row; more are picked from a list. */
const CHIPS_MAX = 8;

/** Whose columns are shown: all, or those that are chosen; of very many no more at once than can be read. */
const Specialists: React.FC<Props> = ({ feed, onGo }) => {
  const { everybody, columns, columnsMax, isChosen } = feed;
  if (everybody.length < 2) return null;
  const chosen: readonly string[] = isChosen ? columns.map(({ id }) => id) : [];
  const choice: Choice = {
    everybody,
    chosen,
    columnsMax,
    all: everybody.length > columnsMax ? `Первые ${columnsMax} из ${everybody.length}` : "Все",
    onChoose: (ids) => onGo({ specialists: ids }),
  };
  return everybody.length > CHIPS_MAX ? <Picker {...choice} /> : <Chips {...choice} />;
};

type Choice = {
  readonly everybody: readonly Column[];
  /** None: everybody. */
  readonly chosen: readonly string[];
  readonly columnsMax: number;
  readonly all: string;
  readonly onChoose: (ids: readonly string[]) => void;
};

const toggled = (ids: readonly string[], id: string): readonly string[] =>
  ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];

const Chips: React.FC<Choice> = ({ everybody, chosen, all, onChoose }) => (
  <fieldset className="ok-cal-chips" aria-label="Специалисты">
    <button type="button" aria-pressed={chosen.length === 0} onClick={() => onChoose([])}>
      {all}
    </button>
    {everybody.map(({ id, name }) => (
      <button
        key={id}
        type="button"
        aria-pressed={chosen.includes(id)}
        onClick={() => onChoose(toggled(chosen, id))}
      >
        {name}
      </button>
    ))}
  </fieldset>
);

/** A list to search and tick; it stays open while one ticks, Escape and whatever is pressed beside it close it. */
const Picker: React.FC<Choice> = ({ everybody, chosen, columnsMax, all, onChoose }) => {
  const [isOpen, setOpen] = React.useState(false);
  const [sought, setSought] = React.useState("");
  /** What is ticked stands at once; the calendar follows when the server has answered. */
  const [picked, setPicked] = React.useState(chosen);
  const pick = (ids: readonly string[]) => {
    setPicked(ids);
    onChoose(ids);
  };
  const open = () => {
    setPicked(chosen);
    setOpen(true);
  };
  const opener = React.useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    setSought("");
  };
  const found = everybody.filter(({ name }) => plain(name).includes(plain(sought)));
  const isFull = picked.length >= columnsMax;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens to what leaves the button and its list.
    <div
      className="ok-cal-picker"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) close();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        event.stopPropagation();
        close();
        opener.current?.focus();
      }}
    >
      <button ref={opener} type="button" aria-expanded={isOpen} onClick={() => (isOpen ? close() : open())}>
        {captionOf({ everybody, chosen, all })} ⌄
      </button>
      {isOpen && (
        <>
          <button
            type="button"
            className="ok-cal-away"
            aria-label="Закрыть список"
            tabIndex={-1}
            onClick={close}
          />
          <div className="ok-cal-pick" role="dialog" aria-label="Чьи колонки показать">
            <div className="ok-cal-pick-top">
              <input
                type="search"
                className="ok-cal-input"
                aria-label="Найти специалиста"
                placeholder="Найти по имени"
                // biome-ignore lint/a11y/noAutofocus: the list was opened to choose from it
                autoFocus
                value={sought}
                onChange={({ target }) => setSought(target.value)}
              />
              <button type="button" aria-pressed={picked.length === 0} onClick={() => pick([])}>
                {all}
              </button>
            </div>
            <p className="ok-cal-hint" role="status">
              {picked.length === 0 ? "Отметьте тех, кого показать." : `Выбрано: ${picked.length}.`}
              {isFull && ` Сразу видно не больше ${columnsMax}: снимите кого-нибудь.`}
            </p>
            <div className="ok-cal-pick-list">
              {found.map(({ id, name }) => (
                <label key={id}>
                  <input
                    type="checkbox"
                    checked={picked.includes(id)}
                    disabled={isFull && !picked.includes(id)}
                    onChange={() => pick(toggled(picked, id))}
                  />
                  {name}
                </label>
              ))}
              {found.length === 0 && <p className="ok-cal-hint">Никого с таким именем нет.</p>}
            </div>
            <button type="button" className="ok-cal-primary ok-cal-wide" onClick={close}>
              Готово
            </button>
          </div>
        </>
      )}
    </div>
  );
};

/** So many names are read in a button. */
const NAMES_MAX = 2;

function captionOf({ everybody, chosen, all }: Pick<Choice, "everybody" | "chosen" | "all">): string {
  if (chosen.length === 0) return `Специалисты: ${all.toLowerCase()}`;
  const names = everybody.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  return names.length > NAMES_MAX ? `Специалисты: ${names.length} из ${everybody.length}` : names.join(", ");
}

const plain = (text: string): string => text.trim().toLowerCase().replaceAll("ё", "е");

export default Specialists;
