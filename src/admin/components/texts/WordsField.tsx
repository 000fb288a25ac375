import React from "react";
import type { Choice } from "../../panel-action.ts";

/** Its label says what it is. */
export type Insert = Choice & { readonly isNeeded?: boolean };

type Props = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is put in at the cursor by one press; `value` is what goes into the text. */
  readonly inserts: readonly Insert[];
  /** Telegram's few tags are offered. */
  readonly hasTags: boolean;
  readonly isDisabled?: boolean;
  readonly onSave: () => void;
  /** The words below say what is wrong. */
  readonly describedBy?: string;
  readonly isWrong?: boolean;
};

const TAGS = [
  { name: "Жирный", shown: "Ж", before: "<b>", after: "</b>" },
  { name: "Курсив", shown: "К", before: "<i>", after: "</i>" },
  { name: "Зачёркнутый", shown: "З", before: "<s>", after: "</s>" },
  { name: "Ссылка", shown: "ссылка", before: '<a href="https://">', after: "</a>" },
] as const;

const ROWS_MIN = 3;
const ROWS_MAX = 16;

/** A text with what may be put into it: at the cursor, or around what is selected. Ctrl+Enter saves. */
const WordsField: React.FC<Props> = (props) => {
  const { id, label, value, onChange, inserts, hasTags, isDisabled, onSave, describedBy, isWrong } = props;
  const area = React.useRef<HTMLTextAreaElement>(null);
  const wrap = (before: string, after: string) => {
    const field = area.current;
    if (field === null) return;
    const { selectionStart: from, selectionEnd: to } = field;
    onChange(value.slice(0, from) + before + value.slice(from, to) + after + value.slice(to));
    const cursor = from === to ? from + before.length : to + before.length + after.length;
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(cursor, cursor);
    });
  };
  const rows = Math.max(ROWS_MIN, Math.min(ROWS_MAX, value.split("\n").length + 1));
  return (
    <div className="okt-words">
      <div className="okt-words-head">
        <label htmlFor={id}>{label}</label>
        {hasTags && (
          <div className="okt-tags" role="toolbar" aria-label="Оформление">
            {TAGS.map(({ name, shown, before, after }) => (
              <button
                key={name}
                type="button"
                title={name}
                aria-label={name}
                disabled={isDisabled}
                onClick={() => wrap(before, after)}
              >
                {shown}
              </button>
            ))}
          </div>
        )}
      </div>
      <textarea
        ref={area}
        id={id}
        className="okt-area"
        rows={rows}
        value={value}
        disabled={isDisabled}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSave();
        }}
      />
      {inserts.length > 0 && (
        <div className="okt-inserts">
          <span>Вставить:</span>
          {inserts.map((one) => (
            <button
              key={one.value}
              type="button"
              className="okt-chip"
              title={one.label}
              disabled={isDisabled}
              onClick={() => wrap(one.value, "")}
            >
              {one.value}
              {one.isNeeded && <b title="Обязательно"> *</b>} <small>{one.label}</small>
            </button>
          ))}
        </div>
      )}
    </div>
  );
};

export default WordsField;
