import React from "react";
import {
  type Condition,
  newCondition,
  numberTyped,
  type Operand,
  type SegmentOffer,
  withOp,
} from "./segment-tree.ts";

type Props = {
  readonly offer: SegmentOffer;
  readonly condition: Condition;
  readonly number: number;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
};

const MONTHS = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(" ");
const UNITS = { days: "дней", times: "", rubles: "₽", points: "баллов" } as const;

/** One condition: what about the client, how it is compared, with what. */
const SegmentCondition: React.FC<Props> = ({ offer, condition, number, onChange, onRemove }) => {
  const fact = offer.facts[condition.fact];
  const ops = Object.entries(fact?.ops ?? {});
  const operand = fact?.ops[condition.op]?.operand;
  return (
    <div className="ok-condition">
      <span className="ok-condition-number">{number}.</span>
      <select
        className="ok-select"
        aria-label={`Условие ${number}: о чём`}
        value={condition.fact}
        onChange={(event) => onChange(newCondition(offer, event.target.value))}
      >
        {Object.entries(offer.facts).map(([name, { title }]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      {ops.length > 1 && (
        <select
          className="ok-select"
          aria-label={`Условие ${number}: как`}
          value={condition.op}
          onChange={(event) => onChange(withOp(offer, condition, event.target.value))}
        >
          {ops.map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      )}
      {operand && <Value {...{ offer, condition, number, operand, onChange }} />}
      {fact?.hasPeriod && <Period {...{ condition, number, onChange }} />}
      <button
        type="button"
        className="ok-remove"
        aria-label={`Убрать условие ${number}`}
        title="Убрать условие"
        onClick={onRemove}
      >
        ×
      </button>
    </div>
  );
};

type ValueProps = Omit<Props, "onRemove"> & { readonly operand: Operand };

const Value: React.FC<ValueProps> = ({ offer, condition, number, operand, onChange }) => {
  const label = `Условие ${number}: значение`;
  const text = String(condition.value ?? "");
  const set = (value: unknown) => onChange({ ...condition, value });
  switch (operand.kind) {
    case "whole":
      return (
        <label className="ok-number">
          <input
            aria-label={label}
            inputMode="numeric"
            value={text}
            onChange={(event) => set(numberTyped(event.target.value))}
          />
          {UNITS[operand.unit ?? "times"]}
        </label>
      );
    case "month":
      return (
        <select
          className="ok-select"
          aria-label={label}
          value={text}
          onChange={(event) => set(Number(event.target.value))}
        >
          {MONTHS.map((month, index) => (
            <option key={month} value={index + 1}>
              {month}
            </option>
          ))}
        </select>
      );
    case "yesNo":
      return (
        <select
          className="ok-select"
          aria-label={label}
          value={text}
          onChange={(event) => set(event.target.value === "true")}
        >
          <option value="true">да</option>
          <option value="false">нет</option>
        </select>
      );
    case "services":
    case "specialists":
    case "tags":
      return <Chosen label={label} choices={offer[operand.kind]} value={condition.value} onChange={set} />;
    default:
      return null;
  }
};

type ChosenProps = {
  readonly label: string;
  readonly choices: SegmentOffer["tags"];
  readonly value: unknown;
  readonly onChange: (value: readonly string[]) => void;
};

/** Some of a list, each to be taken away again. */
const Chosen: React.FC<ChosenProps> = ({ label, choices, value, onChange }) => {
  const chosen: readonly string[] = Array.isArray(value) ? value : [];
  const left = choices.filter((choice) => !chosen.includes(choice.value));
  const nameOf = (one: string) => choices.find((choice) => choice.value === one)?.label ?? one;
  return (
    <div className="ok-chosen">
      {chosen.map((one) => (
        <button
          key={one}
          type="button"
          className="ok-chip"
          aria-label={`Убрать: ${nameOf(one)}`}
          onClick={() => onChange(chosen.filter((other) => other !== one))}
        >
          {nameOf(one)} ×
        </button>
      ))}
      <select
        className="ok-select"
        aria-label={label}
        value=""
        onChange={(event) => event.target.value !== "" && onChange([...chosen, event.target.value])}
      >
        <option value="">{choices.length === 0 ? "Пока нечего выбрать" : "Добавить…"}</option>
        {left.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
};

const Period: React.FC<Pick<Props, "condition" | "number" | "onChange">> = ({
  condition,
  number,
  onChange,
}) => {
  const { days, ...always } = condition;
  return (
    <label className="ok-number">
      за последние
      <input
        aria-label={`Условие ${number}: за сколько дней`}
        inputMode="numeric"
        placeholder="все"
        value={String(days ?? "")}
        onChange={(event) => {
          const typed = event.target.value;
          onChange(typed.trim() === "" ? always : { ...always, days: numberTyped(typed) });
        }}
      />
      дней
    </label>
  );
};

export default SegmentCondition;
