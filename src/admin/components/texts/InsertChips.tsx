import React from "react";
import type { Choice } from "../../panel-action.ts";

/** Its label says what it is. */
export type Insert = Choice & { readonly isNeeded?: boolean };

type Props = {
  /** What is put in at the cursor by one press; `value` is what goes into the text. */
  readonly inserts: readonly Insert[];
  readonly isDisabled: boolean;
  readonly onInsert: (value: string) => void;
};

const InsertChips: React.FC<Props> = ({ inserts, isDisabled, onInsert }) =>
  inserts.length === 0 ? null : (
    <div className="okt-inserts">
      <span>Вставить:</span>
      {inserts.map((one) => (
        <button
          key={one.value}
          type="button"
          className="okt-chip"
          title={one.label}
          disabled={isDisabled}
          onClick={() => onInsert(one.value)}
        >
          {one.value}
          {one.isNeeded && <b title="Обязательно"> *</b>} <small>{one.label}</small>
        </button>
      ))}
    </div>
  );

export default InsertChips;
