import { Input, Label } from "@adminjs/design-system";
import React from "react";

export type Typed = { readonly phone: string; readonly name: string };

type Changed = React.ChangeEvent<HTMLInputElement>;

type Props = {
  readonly typed: Typed;
  /** The field that is wrong. */
  readonly field: string | undefined;
  readonly onChange: (typed: Typed) => void;
};

/** A client whom nobody looks up: their phone and name in full, whether they were here before or not. */
const TypedClient: React.FC<Props> = ({ typed, field, onChange }) => (
  <>
    <div>
      <Label htmlFor="book-phone" required>
        Телефон клиента
      </Label>
      <Input
        id="book-phone"
        type="tel"
        width={1}
        value={typed.phone}
        autoFocus
        aria-required="true"
        aria-invalid={field === "phone"}
        onChange={(event: Changed) => onChange({ ...typed, phone: event.target.value })}
        autoComplete="off"
        placeholder="+7 900 123-45-67"
      />
    </div>
    <div>
      <Label htmlFor="book-name" required>
        Имя клиента
      </Label>
      <Input
        id="book-name"
        width={1}
        value={typed.name}
        aria-required="true"
        aria-invalid={field === "name"}
        aria-describedby="book-known"
        onChange={(event: Changed) => onChange({ ...typed, name: event.target.value })}
        autoComplete="off"
      />
      <small id="book-known">Если клиент с этим телефоном уже есть, запишем его под прежним именем.</small>
    </div>
  </>
);

export default TypedClient;
