import React from "react";

type Props = {
  readonly isDisabled: boolean;
  readonly onWrap: (before: string, after: string) => void;
};

const TAGS = [
  { name: "Жирный", shown: "Ж", before: "<b>", after: "</b>" },
  { name: "Курсив", shown: "К", before: "<i>", after: "</i>" },
  { name: "Зачёркнутый", shown: "З", before: "<s>", after: "</s>" },
  { name: "Ссылка", shown: "ссылка", before: '<a href="https://">', after: "</a>" },
] as const;

/** Telegram's few tags, put around what is selected. */
const TagBar: React.FC<Props> = ({ isDisabled, onWrap }) => (
  <div className="okt-tags" role="toolbar" aria-label="Оформление">
    {TAGS.map(({ name, shown, before, after }) => (
      <button
        key={name}
        type="button"
        title={name}
        aria-label={name}
        disabled={isDisabled}
        onClick={() => onWrap(before, after)}
      >
        {shown}
      </button>
    ))}
  </div>
);

export default TagBar;
