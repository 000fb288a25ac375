import React from "react";
import InsertChips, { type Insert } from "./InsertChips.tsx";
import TagBar from "./TagBar.tsx";
import { wrapSelection } from "./wrap-selection.ts";

type Props = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly inserts: readonly Insert[];
  /** Telegram's few tags are offered. */
  readonly hasTags: boolean;
  readonly isDisabled?: boolean;
  readonly onSave: () => void;
  /** The words below say what is wrong. */
  readonly describedBy?: string;
  readonly isWrong?: boolean;
};

const ROWS_MIN = 3;
const ROWS_MAX = 16;

/** A text with what may be put into it: at the cursor, or around what is selected. Ctrl+Enter saves. */
const WordsField: React.FC<Props> = (props) => {
  const { id, label, value, onChange, inserts, hasTags, isDisabled, onSave, describedBy, isWrong } = props;
  const area = React.useRef<HTMLTextAreaElement>(null);
  const wrap = (before: string, after: string) => wrapSelection(area.current, [before, after], onChange);
  const rows = Math.max(ROWS_MIN, Math.min(ROWS_MAX, value.split("\n").length + 1));
  return (
    <div className="okt-words">
      <div className="okt-words-head">
        <label htmlFor={id}>{label}</label>
        {hasTags && <TagBar isDisabled={isDisabled === true} onWrap={wrap} />}
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
      <InsertChips inserts={inserts} isDisabled={isDisabled === true} onInsert={(one) => wrap(one, "")} />
    </div>
  );
};

export default WordsField;
