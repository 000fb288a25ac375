import { FormGroup, FormMessage, Input, Label } from "@adminjs/design-system";
import React from "react";

type Props = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "email" | "password";
  readonly autoComplete?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** What the empty choice says. */
  readonly none?: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
};

/** One field of a form of the set-up pages: its label above, what is wrong with it beneath. */
const Field: React.FC<Props> = ({ name, label, value, onChange, options, none, hint, error, ...more }) => {
  const id = `field-${name}`;
  const common = {
    id,
    name,
    value,
    "aria-invalid": error !== undefined,
    "aria-describedby": `${id}-hint`,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      onChange(event.target.value),
  };
  return (
    <FormGroup error={error !== undefined}>
      <Label htmlFor={id} required={more.isRequired ?? false}>
        {label}
      </Label>
      {options ? (
        <select className="ok-select" {...common}>
          {none !== undefined && <option value="">{none}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <Input type={more.type ?? "text"} autoComplete={more.autoComplete ?? "off"} width={1} {...common} />
      )}
      <FormMessage id={`${id}-hint`} className="ok-hint" role={error === undefined ? undefined : "alert"}>
        {error ?? hint}
      </FormMessage>
    </FormGroup>
  );
};

export default Field;
