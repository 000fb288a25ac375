import React from "react";
import type { Choice } from "../../panel-action.ts";
import { ask, useSettled } from "./use-texts.ts";

type Props = { readonly reader: Choice | undefined; readonly onChange: (reader: Choice | undefined) => void };

/** Through whose eyes one looks: a client found by name or telephone, or made-up values. */
const ReaderPicker: React.FC<Props> = ({ reader, onChange }) => {
  const [isOpen, setOpen] = React.useState(false);
  const [typed, setTyped] = React.useState("");
  const [found, setFound] = React.useState<readonly Choice[]>([]);
  const settled = useSettled(typed);
  React.useEffect(() => {
    if (!isOpen) return;
    ask<{ readers: readonly Choice[] }>({ what: "readers", typed: settled })
      .then(({ readers }) => setFound(readers ?? []))
      .catch(() => setFound([]));
  }, [isOpen, settled]);
  const choose = (chosen: Choice | undefined) => {
    onChange(chosen);
    setOpen(false);
    setTyped("");
  };
  return (
    <div className="okt-reader">
      <button
        type="button"
        className="okt-chip"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
      >
        Как видит: {reader?.label ?? "пример клиента"}
      </button>
      {isOpen && (
        <div className="okt-reader-list">
          <input
            className="okt-input"
            aria-label="Имя или телефон клиента"
            placeholder="Имя или телефон"
            // biome-ignore lint/a11y/noAutofocus: opened by the person, to type at once
            autoFocus
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
          />
          <button type="button" onClick={() => choose(undefined)}>
            Пример клиента
          </button>
          {found.map((one) => (
            <button key={one.value} type="button" onClick={() => choose(one)}>
              {one.label}
            </button>
          ))}
          {found.length === 0 && <p className="ok-empty">Никто не нашёлся.</p>}
        </div>
      )}
    </div>
  );
};

export default ReaderPicker;
