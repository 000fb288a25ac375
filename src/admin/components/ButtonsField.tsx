import { Button, Input } from "@adminjs/design-system";
import React from "react";
import type { TypedButton as Row } from "../broadcast-buttons.ts";
import type { ButtonTargets } from "../panel-action.ts";
import TargetSelect from "./TargetSelect.tsx";

type LeadsTo = Row["leadsTo"];
type Props = {
  readonly targets: ButtonTargets;
  /** The buttons, as JSON. */
  readonly value: string;
  readonly onChange: (value: string) => void;
};

const KINDS: Readonly<Record<LeadsTo, string>> = {
  service: "запись на услугу",
  link: "ссылка",
  slot: "горящее окно",
};
const BUTTONS_MAX = 5;
/** Rows have no names of their own: each is known by its place. */
const PLACES = ["first", "second", "third", "fourth", "fifth"];
const NEW_ROW: Row = { label: "Записаться", leadsTo: "service", target: "" };

/** The buttons under a broadcast: what each is called and where it leads. */
const ButtonsField: React.FC<Props> = ({ targets, value, onChange }) => {
  const rows = read(value);
  const write = (next: readonly Row[]) => onChange(JSON.stringify(next));
  const change = (index: number, over: Partial<Row>) =>
    write(rows.map((row, place) => (place === index ? { ...row, ...over } : row)));
  return (
    <div className="ok-buttons">
      {rows.map((row, index) => (
        <div key={PLACES[index]} className="ok-button-row">
          <Input
            aria-label={`Надпись кнопки ${index + 1}`}
            value={row.label}
            maxLength={40}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
              change(index, { label: event.target.value })
            }
          />
          <select
            className="ok-select"
            aria-label={`Что делает кнопка ${index + 1}`}
            value={row.leadsTo}
            onChange={(event) => change(index, { leadsTo: event.target.value as LeadsTo, target: "" })}
          >
            {Object.entries(KINDS).map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </select>
          <Target
            row={row}
            index={index}
            targets={targets}
            onChange={(target) => change(index, { target })}
          />
          <Button
            type="button"
            size="sm"
            variant="text"
            aria-label={`Убрать кнопку ${index + 1}`}
            onClick={() => write(rows.filter((_, place) => place !== index))}
          >
            ×
          </Button>
        </div>
      ))}
      {rows.length < BUTTONS_MAX && (
        <Button type="button" size="sm" variant="outlined" onClick={() => write([...rows, NEW_ROW])}>
          + Кнопка
        </Button>
      )}
    </div>
  );
};

const Target: React.FC<{
  readonly row: Row;
  readonly index: number;
  readonly targets: ButtonTargets;
  readonly onChange: (target: string) => void;
}> = ({ row, index, targets, onChange }) => {
  const label = `Куда ведёт кнопка ${index + 1}`;
  if (row.leadsTo === "link") {
    return (
      <Input
        aria-label={label}
        placeholder="https://…"
        value={row.target}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
      />
    );
  }
  const offered = row.leadsTo === "service" ? targets.services : targets.windows;
  return (
    <TargetSelect
      {...{ label, value: row.target, offered, onChange }}
      none={offered.length === 0 ? "горящих окон сейчас нет" : "Выберите…"}
      gone="уже не предлагается"
    />
  );
};

function read(value: string): readonly Row[] {
  try {
    const rows: unknown = JSON.parse(value);
    return Array.isArray(rows) ? (rows as Row[]) : [];
  } catch {
    return [];
  }
}

export default ButtonsField;
