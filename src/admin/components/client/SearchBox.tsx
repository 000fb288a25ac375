import React from "react";
import { useNavigate } from "react-router-dom";
import type { FoundLine } from "../../pages/client/view.ts";
import { askFound } from "./ask-client-page.ts";

type Props = {
  readonly label: string;
  readonly isLarge?: boolean;
  /** Reached from everywhere by the key `/`. */
  readonly isCalledBySlash?: boolean;
};

/** Somebody who types has paused. */
const ASK_AFTER_MS = 180;

/** A search for clients: who fits is offered below while one types; arrows choose, Enter opens the card, Escape leaves. */
const SearchBox: React.FC<Props> = ({ label, isLarge = false, isCalledBySlash = false }) => {
  const [text, setText] = React.useState("");
  const [isOpen, setOpen] = React.useState(false);
  const [at, setAt] = React.useState(0);
  const input = React.useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const listId = React.useId();
  const { found, isAsking } = useFound(text, setAt);
  useSlash(input, isCalledBySlash);

  const open = (one: FoundLine | undefined) => {
    if (one === undefined) return;
    setText("");
    setOpen(false);
    input.current?.blur();
    navigate(`/admin/pages/client?id=${one.id}`);
  };
  /** Whoever types a whole number and presses Enter does not wait for the list. */
  const openNow = async () => {
    if (text.trim() === "") return;
    open(isAsking ? (await askFound(text).catch(() => []))[0] : found?.[at]);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = (found?.length ?? 0) - 1;
    if (event.key === "ArrowDown") setAt((now) => Math.min(now + 1, Math.max(last, 0)));
    else if (event.key === "ArrowUp") setAt((now) => Math.max(now - 1, 0));
    else if (event.key === "Enter") openNow();
    else if (event.key === "Escape") {
      setText("");
      input.current?.blur();
    } else return;
    event.preventDefault();
  };
  const isShown = isOpen && text.trim() !== "";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens to what leaves the field and its list.
    <div
      className={isLarge ? "ok-search ok-search-large" : "ok-search"}
      onFocus={() => setOpen(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={isShown}
        aria-controls={listId}
        aria-activedescendant={isShown && found?.[at] ? `${listId}-${at}` : undefined}
        autoComplete="off"
        enterKeyHint="search"
        maxLength={100}
        placeholder={isLarge ? "Имя, телефон, @имя или № записи" : "Найти клиента"}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      {isCalledBySlash && text === "" && <kbd>/</kbd>}
      {isShown && <Offered id={listId} found={found} isAsking={isAsking} at={at} onChoose={open} />}
    </div>
  );
};

const Offered: React.FC<{
  readonly id: string;
  readonly found: readonly FoundLine[] | undefined;
  readonly isAsking: boolean;
  readonly at: number;
  readonly onChoose: (one: FoundLine) => void;
}> = ({ id, found, isAsking, at, onChoose }) => (
  <div id={id} role="listbox" aria-label="Найденные клиенты" className="ok-search-list" tabIndex={-1}>
    {(found ?? []).map((one, place) => (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the field above hears the keys.
      <div
        key={one.id}
        id={`${id}-${place}`}
        role="option"
        tabIndex={-1}
        aria-selected={place === at}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onChoose(one)}
      >
        <b>{one.name}</b>
        <small>{one.detail}</small>
      </div>
    ))}
    {found?.length === 0 && !isAsking && <p>Никого не нашлось. Попробуйте часть имени или номера.</p>}
    {found === undefined && <p>Ищем…</p>}
  </div>
);

/** Who fits what is typed; an answer that comes too late is not shown. */
function useFound(
  text: string,
  setAt: (at: number) => void,
): { readonly found: readonly FoundLine[] | undefined; readonly isAsking: boolean } {
  const [found, setFound] = React.useState<readonly FoundLine[]>();
  const [isAsking, setAsking] = React.useState(false);
  React.useEffect(() => {
    if (text.trim() === "") {
      setFound(undefined);
      return;
    }
    let isStale = false;
    setAsking(true);
    const timer = setTimeout(async () => {
      const answer = await askFound(text).catch(() => []);
      if (isStale) return;
      setFound(answer);
      setAsking(false);
      setAt(0);
    }, ASK_AFTER_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [text, setAt]);
  return { found, isAsking };
}

function useSlash(input: React.RefObject<HTMLInputElement>, isOn: boolean): void {
  React.useEffect(() => {
    if (!isOn) return;
    const call = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", call);
    return () => document.removeEventListener("keydown", call);
  }, [input, isOn]);
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

export default SearchBox;
