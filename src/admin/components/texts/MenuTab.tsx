import { Button } from "@adminjs/design-system";
import React from "react";
import type { TextsState } from "../../pages/texts/state.ts";
import Behind from "./Behind.tsx";
import type { Texts } from "./use-texts.ts";

type MenuRow = TextsState["menu"][number];

const NAME = "menu";

function readMenu(typed: string): readonly MenuRow[] {
  const rows: unknown = JSON.parse(typed);
  return Array.isArray(rows) ? (rows as MenuRow[]) : [];
}

/** The main menu: which buttons, in which order, with which captions. Moved by buttons, so by the keyboard too. */
const MenuTab: React.FC<{ readonly texts: Texts }> = ({ texts }) => {
  const { state, unsaved } = texts;
  const saved = JSON.stringify(state.menu);
  const typed = unsaved.all[NAME];
  const menu = typed === undefined ? state.menu : readMenu(typed.value);
  const setMenu = (next: readonly MenuRow[]) => unsaved.type(NAME, JSON.stringify(next), saved);
  const isChanged = typed !== undefined && typed.value !== saved;
  const save = async () => {
    if (await texts.step({ do: "saveMenu", menu: JSON.stringify(menu) })) unsaved.drop(NAME);
  };
  const change = (at: number, over: Partial<MenuRow>) =>
    setMenu(menu.map((one, place) => (place === at ? { ...one, ...over } : one)));
  const move = (at: number, by: number) => {
    const one = menu[at];
    if (one === undefined) return;
    const others = menu.filter((_, place) => place !== at);
    setMenu([...others.slice(0, at + by), one, ...others.slice(at + by)]);
  };
  return (
    <div className="okt-menu">
      <div>
        {isChanged && typed.base !== saved && (
          <Behind
            theirs={state.menu.map((one) => menuLine(state, one)).join("\n")}
            onTake={() => unsaved.drop(NAME)}
            onKeep={() => unsaved.accept(NAME, saved)}
          />
        )}
        <ol className="okt-menu-rows">
          {menu.map((one, at) => (
            <li key={`${one.target}:${one.slug}`} className={one.joinsRow ? "okt-menu-joined" : undefined}>
              <MenuLine
                state={state}
                row={one}
                place={at}
                isLast={at === menu.length - 1}
                onChange={(over) => change(at, over)}
                onMove={(by) => move(at, by)}
                onDrop={() => setMenu(menu.filter((_, place) => place !== at))}
              />
            </li>
          ))}
        </ol>
        <Adder state={state} menu={menu} onAdd={(one) => setMenu([...menu, one])} />
        <Problems state={state} />
        <div className="okt-actions">
          <Button type="button" variant="contained" disabled={!isChanged || texts.isBusy} onClick={save}>
            Сохранить в черновик
          </Button>
          {isChanged && (
            <Button type="button" variant="text" onClick={() => unsaved.drop(NAME)}>
              Отменить правку
            </Button>
          )}
        </div>
      </div>
      <Look state={state} menu={menu} />
    </div>
  );
};

const nameOf = (state: TextsState, { target, slug }: MenuRow): string => {
  if (target === "page") return `Страница «${pageTitle(state, slug)}»`;
  return state.menuTargets.find(({ value }) => value === target)?.label ?? target;
};

const pageTitle = (state: TextsState, slug: string): string =>
  state.pages.find((page) => page.slug === slug)?.title ?? slug;

const captionOf = (state: TextsState, { target, slug, caption }: MenuRow): string =>
  caption ||
  (target === "page"
    ? pageTitle(state, slug)
    : (state.menuTargets.find(({ value }) => value === target)?.caption ?? ""));

const menuLine = (state: TextsState, one: MenuRow): string =>
  `${one.joinsRow ? "  ↳ " : ""}${nameOf(state, one)}${one.caption === "" ? "" : `: «${one.caption}»`}`;

const MenuLine: React.FC<{
  readonly state: TextsState;
  readonly row: MenuRow;
  readonly place: number;
  readonly isLast: boolean;
  readonly onChange: (over: Partial<MenuRow>) => void;
  readonly onMove: (by: number) => void;
  readonly onDrop: () => void;
}> = ({ state, row, place, isLast, onChange, onMove, onDrop }) => {
  const name = nameOf(state, row);
  const isNeeded = state.menuTargets.some(({ value, isNeeded: needed }) => value === row.target && needed);
  return (
    <div className="okt-menu-line">
      <div className="okt-menu-moves">
        <button type="button" aria-label={`Выше: ${name}`} disabled={place === 0} onClick={() => onMove(-1)}>
          ↑
        </button>
        <button type="button" aria-label={`Ниже: ${name}`} disabled={isLast} onClick={() => onMove(1)}>
          ↓
        </button>
      </div>
      <div className="okt-menu-what">
        <b>{name}</b>
        <input
          className="okt-input"
          aria-label={`Надпись: ${name}`}
          placeholder={captionOf(state, { ...row, caption: "" })}
          maxLength={40}
          value={row.caption}
          onChange={(event) => onChange({ caption: event.target.value })}
        />
        {place > 0 && (
          <label className="ok-check">
            <input
              type="checkbox"
              checked={row.joinsRow}
              onChange={(event) => onChange({ joinsRow: event.target.checked })}
            />
            в одном ряду с предыдущей
          </label>
        )}
      </div>
      {isNeeded ? (
        <small className="ok-empty" title="Эту кнопку убрать нельзя">
          нужна
        </small>
      ) : (
        <button type="button" className="okt-drop" aria-label={`Убрать: ${name}`} onClick={onDrop}>
          ×
        </button>
      )}
    </div>
  );
};

const Adder: React.FC<{
  readonly state: TextsState;
  readonly menu: readonly MenuRow[];
  readonly onAdd: (one: MenuRow) => void;
}> = ({ state, menu, onAdd }) => {
  const fresh = { caption: "", joinsRow: false };
  const targets = state.menuTargets
    .filter(({ value }) => value !== "page" && !menu.some(({ target }) => target === value))
    .map(({ value, label }) => ({ label, one: { ...fresh, target: value as MenuRow["target"], slug: "" } }));
  const pages = state.pages
    .filter(({ slug }) => !menu.some((one) => one.target === "page" && one.slug === slug))
    .map(({ slug, title }) => ({
      label: `Страница «${title}»`,
      one: { ...fresh, target: "page", slug } as const,
    }));
  const offered = [...targets, ...pages];
  if (offered.length === 0) return <p className="ok-empty">Все кнопки уже в меню.</p>;
  return (
    <select
      className="ok-select okt-adder"
      aria-label="Добавить кнопку в меню"
      value=""
      onChange={(event) => {
        const chosen = offered[Number(event.target.value)];
        if (chosen !== undefined) onAdd(chosen.one);
      }}
    >
      <option value="">+ Добавить кнопку…</option>
      {offered.map(({ label }, at) => (
        <option key={label} value={at}>
          {label}
        </option>
      ))}
    </select>
  );
};

const Problems: React.FC<{ readonly state: TextsState }> = ({ state }) => (
  <div className="okt-problems" aria-live="polite">
    {state.problems
      .filter(({ place }) => place.part === "menu")
      .map(({ sentence }) => (
        <p key={sentence} className="ok-problem">
          {sentence}
        </p>
      ))}
  </div>
);

/** As the menu stands in the chat. */
const Look: React.FC<{ readonly state: TextsState; readonly menu: readonly MenuRow[] }> = ({
  state,
  menu,
}) => {
  const rows: MenuRow[][] = [];
  for (const one of menu) {
    const last = rows.at(-1);
    if (one.joinsRow && last !== undefined) last.push(one);
    else rows.push([one]);
  }
  return (
    <div className="ok-telegram" role="img" aria-label="Как меню выглядит в чате">
      <div className="ok-bubble">
        <div className="ok-bubble-text">Анна, чем помочь?</div>
      </div>
      {rows.map((row) => (
        <div key={row.map(({ target, slug }) => target + slug).join()} className="okt-bubble-row">
          {row.map((one) => (
            <div key={one.target + one.slug} className="ok-bubble-button">
              {captionOf(state, one)}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
};

export default MenuTab;
