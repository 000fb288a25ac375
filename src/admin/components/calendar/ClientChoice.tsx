import { Label } from "@adminjs/design-system";
import React from "react";
import type { FoundClient, FoundClients } from "../../pages/calendar/model.ts";
import { askClients } from "./calls.ts";

/** Somebody who types has paused. */
const SEARCH_AFTER_MS = 250;

export type Chosen = FoundClient | NewClient;

/** A whole number that nobody has, and how people read it. */
type NewClient = { readonly newPhone: string; readonly newPhoneText: string };

type Props = {
  readonly client: Chosen | undefined;
  readonly onChoose: (client: Chosen | undefined) => void;
};

type Found = FoundClients & { readonly of: string };

/**
 * The clients who fit what is typed. A number is taken by itself once it is whole: its client, or a new one where nobody
 * has it. Arrows choose, Enter takes.
 */
const ClientChoice: React.FC<Props> = ({ client, onChoose }) => {
  const [query, setQuery] = React.useState("");
  const [found, setFound] = React.useState<Found>();
  const [at, setAt] = React.useState(0);
  const field = React.useRef<HTMLInputElement>(null);
  const choosing = React.useRef(onChoose);
  choosing.current = onChoose;
  const listId = React.useId();
  const isChosen = client !== undefined;
  React.useEffect(() => {
    if (!isChosen) field.current?.focus();
  }, [isChosen]);
  React.useEffect(() => {
    let isStale = false;
    const timer = setTimeout(async () => {
      const answer = await askClients(query).catch(() => ({ refused: "" }));
      if (isStale) return;
      setAt(0);
      if ("refused" in answer) return setFound(undefined);
      setFound({ ...answer, of: query });
      const meant = isWhole(query) ? meantBy(answer) : undefined;
      if (meant !== undefined) choosing.current(meant);
    }, SEARCH_AFTER_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [query]);
  if (client !== undefined) return <Picked client={client} onChange={() => onChoose(undefined)} />;

  const offered = offeredOf(found);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt((now) => Math.min(now + 1, Math.max(offered.length - 1, 0)));
    else if (event.key === "ArrowUp") setAt((now) => Math.max(now - 1, 0));
    else if (event.key === "Enter") {
      const one = found?.of === query ? offered[at] : undefined;
      if (one) onChoose(one);
    } else return;
    event.preventDefault();
  };
  const isNobody = found !== undefined && found.of.length > 1 && offered.length === 0;
  return (
    <div>
      <Label htmlFor="book-client" required>
        Телефон или имя клиента
      </Label>
      <input
        id="book-client"
        ref={field}
        className="ok-cal-input"
        role="combobox"
        aria-expanded={offered.length > 0}
        aria-controls={listId}
        aria-activedescendant={offered[at] ? `${listId}-${at}` : undefined}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        placeholder="+7 900 123-45-67"
      />
      <div id={listId} role="listbox" aria-label="Найденные клиенты" className="ok-cal-found" tabIndex={-1}>
        {offered.map((one, place) => (
          <button
            key={"id" in one ? one.id : "new"}
            id={`${listId}-${place}`}
            type="button"
            role="option"
            aria-selected={place === at}
            onClick={() => onChoose(one)}
          >
            {"id" in one ? (
              <>
                <b>{one.name}</b> {one.mark && <i>{one.mark}</i>}
                <span>{one.phoneText ?? "телефон не указан"}</span>
              </>
            ) : (
              <>
                <b>+ Новый клиент</b>
                <span>{one.newPhoneText}</span>
              </>
            )}
          </button>
        ))}
      </div>
      {isNobody && (
        <p className="ok-cal-hint">
          Никого не нашли. Чтобы добавить нового клиента, введите его телефон целиком.
        </p>
      )}
    </div>
  );
};

/** Whom a whole number means without a doubt: the one client who has it, or, where nobody has, a new one. */
const meantBy = (found: FoundClients): Chosen | undefined =>
  found.clients.find(({ id }) => id === found.exactId) ??
  (found.clients.length === 0 ? newOf(found) : undefined);

const newOf = ({ newPhone, newPhoneText = "" }: FoundClients): NewClient | undefined =>
  newPhone === undefined ? undefined : { newPhone, newPhoneText };

/** Nothing more is to be typed: eleven digits, or ten that begin as a mobile number without its country does. */
function isWhole(query: string): boolean {
  const digits = query.replace(/\D/g, "");
  return digits.length > 10 || (digits.length === 10 && digits.startsWith("9"));
}

function offeredOf(found: Found | undefined): readonly Chosen[] {
  if (found === undefined) return [];
  const fresh = newOf(found);
  return fresh === undefined ? found.clients : [...found.clients, fresh];
}

const Picked: React.FC<{ readonly client: Chosen; readonly onChange: () => void }> = ({
  client,
  onChange,
}) => (
  <p className="ok-cal-chosen" data-ok-typed="">
    <b>{"id" in client ? client.name : "Новый клиент"}</b>
    <span>{"id" in client ? client.phoneText : client.newPhoneText}</span>
    <button type="button" onClick={onChange}>
      сменить
    </button>
  </p>
);

export default ClientChoice;
