import React from "react";
import type { Choice } from "../panel-action.ts";

type Props = {
  readonly label: string;
  readonly value: string;
  readonly offered: readonly Choice[];
  /** What stands there while nothing is chosen. */
  readonly none: string;
  /** How something chosen before is called that is offered no more. */
  readonly gone: string;
  readonly onChange: (value: string) => void;
};

/** What a button leads to, of what there is; what is gone by now stays named until another is chosen. */
const TargetSelect: React.FC<Props> = ({ label, value, offered, none, gone, onChange }) => (
  <select
    className="ok-select"
    aria-label={label}
    value={value}
    onChange={(event) => onChange(event.target.value)}
  >
    <option value="">{none}</option>
    {value !== "" && !offered.some((one) => one.value === value) && <option value={value}>{gone}</option>}
    {offered.map((one) => (
      <option key={one.value} value={one.value}>
        {one.label}
      </option>
    ))}
  </select>
);

export default TargetSelect;
