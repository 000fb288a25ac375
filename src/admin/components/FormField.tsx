import { FormGroup, FormMessage, Input, Label, TextArea } from "@adminjs/design-system";
import React from "react";
import type { Choice, Field } from "../panel-action.ts";
import ButtonsField from "./ButtonsField.tsx";
import ClientField from "./ClientField.tsx";
import PictureField from "./PictureField.tsx";
import ReadyTexts from "./ReadyTexts.tsx";
import SegmentBuilder from "./SegmentBuilder.tsx";

export type FormValue = string | readonly string[];
type Props = {
  readonly field: Field;
  readonly value: FormValue;
  readonly error: string | undefined;
  readonly onChange: (value: FormValue) => void;
};
type Changed = React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>;

/** One field of an action's form, by its kind; native ones, so that a phone shows its own pickers. */
const FormField: React.FC<Props> = ({ field, value, error, onChange }) => {
  if (field.kind === "hidden") return null;
  if (field.kind === "switch") {
    return (
      <FormGroup error={Boolean(error)}>
        <label className="ok-check">
          <input
            type="checkbox"
            name={field.name}
            checked={value === "true"}
            onChange={(event) => onChange(String(event.target.checked))}
          />
          {field.label}
        </label>
        <FormMessage className="ok-hint">{error ?? field.hint}</FormMessage>
      </FormGroup>
    );
  }
  if (field.kind === "client") {
    return (
      <FormGroup error={Boolean(error)}>
        <ClientField value={typeof value === "string" ? value : ""} onChange={onChange} />
        <FormMessage className="ok-hint">{error ?? field.hint}</FormMessage>
      </FormGroup>
    );
  }
  return (
    <FormGroup error={Boolean(error)}>
      <Label htmlFor={field.name} required={field.isRequired ?? false}>
        {field.label}
      </Label>
      <Control field={field} value={value} onChange={onChange} />
      <FormMessage className="ok-hint">{error ?? field.hint}</FormMessage>
    </FormGroup>
  );
};

const Control: React.FC<Omit<Props, "error">> = ({ field, value, onChange }) => {
  const text = typeof value === "string" ? value : "";
  const common = {
    id: field.name,
    name: field.name,
    value: text,
    onChange: (event: Changed) => onChange(event.target.value),
  };
  switch (field.kind) {
    case "textarea":
      return (
        <>
          {field.ready && <ReadyTexts ready={field.ready} value={text} onChange={onChange} />}
          <TextArea rows={field.rows ?? 4} width={1} {...common} />
        </>
      );
    case "select":
      return (
        <select className="ok-select" {...common}>
          <option value="">{field.none ?? "Выберите…"}</option>
          {grouped(field.options ?? []).map(([group, options]) =>
            group === "" ? (
              options.map(optionOf)
            ) : (
              <optgroup key={group} label={group}>
                {options.map(optionOf)}
              </optgroup>
            ),
          )}
        </select>
      );
    case "segment":
      return field.segment ? <SegmentBuilder offer={field.segment} value={text} onChange={onChange} /> : null;
    case "picture":
      return <PictureField name={field.name} value={text} onChange={onChange} />;
    case "buttons":
      return field.buttonTargets ? (
        <ButtonsField targets={field.buttonTargets} value={text} onChange={onChange} />
      ) : null;
    case "checks":
      return <Checks field={field} value={value} onChange={onChange} />;
    default:
      return (
        <Input
          type={field.kind === "number" ? "text" : field.kind}
          inputMode={field.kind === "number" ? "numeric" : undefined}
          autoComplete={field.kind === "password" ? "new-password" : "off"}
          {...common}
        />
      );
  }
};

const optionOf = ({ value, label }: Choice) => (
  <option key={value} value={value}>
    {label}
  </option>
);

const grouped = (options: readonly Choice[]): readonly (readonly [string, readonly Choice[]])[] => [
  ...Map.groupBy(options, ({ group = "" }) => group),
];

const Checks: React.FC<Omit<Props, "error">> = ({ field, value, onChange }) => {
  const chosen: readonly string[] = typeof value === "string" ? [] : value;
  const offered = (field.options ?? []).map((option) => option.value);
  return (
    <div className="ok-checks">
      {field.hasAll && offered.length >= MANY && <All {...{ offered, chosen, onChange }} />}
      {field.options?.map((option) => (
        <label key={option.value} className="ok-check">
          <input
            type="checkbox"
            name={`${field.name}-${option.value}`}
            checked={chosen.includes(option.value)}
            onChange={(event) => {
              const others = chosen.filter((one) => one !== option.value);
              onChange(event.target.checked ? [...others, option.value] : others);
            }}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
};

/** Fewer are ticked as quickly one by one. */
const MANY = 3;

type AllProps = Pick<Props, "onChange"> & Readonly<Record<"offered" | "chosen", readonly string[]>>;

/** One tick for all of them; a dash in it where some are ticked. */
const All: React.FC<AllProps> = ({ offered, chosen, onChange }) => {
  const isAll = offered.every((one) => chosen.includes(one));
  const isSome = !isAll && offered.some((one) => chosen.includes(one));
  return (
    <label className="ok-check ok-check-all">
      <input
        type="checkbox"
        ref={(tick) => {
          if (tick) tick.indeterminate = isSome;
        }}
        checked={isAll}
        onChange={() => onChange(isAll ? [] : offered)}
      />
      Все
    </label>
  );
};

export default React.memo(FormField);
