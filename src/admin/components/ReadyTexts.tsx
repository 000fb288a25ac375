import React from "react";
import type { ReadyText } from "../panel-action.ts";

type Props = {
  readonly ready: readonly ReadyText[];
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** Ready texts above a field: one press writes it, where it is read and changed before anything is sent. */
const ReadyTexts: React.FC<Props> = ({ ready, value, onChange }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that nobody sees
  <div className="ok-ready" role="group" aria-label="Быстрые ответы">
    {ready.map(({ title, text }) => (
      <button
        key={title}
        type="button"
        // What somebody wrote already stays: the ready text goes below it, and once.
        onClick={() =>
          onChange(value.trim() === "" || wrote(ready, value) ? text : `${value.trimEnd()}\n\n${text}`)
        }
      >
        {title}
      </button>
    ))}
  </div>
);

/** Another ready text, untouched, gives way. */
const wrote = (ready: readonly ReadyText[], value: string): boolean =>
  ready.some(({ text }) => text === value);

export default ReadyTexts;
