import React from "react";
import SegmentCondition from "./SegmentCondition.tsx";
import {
  definitionOf,
  type Group,
  type GroupKind,
  isGroup,
  newCondition,
  type Part,
  placed,
  type SegmentOffer,
  treeOf,
} from "./segment-tree.ts";

type Props = {
  readonly offer: SegmentOffer;
  /** The definition, as JSON. */
  readonly value: string;
  readonly onChange: (value: string) => void;
};

const KINDS: Readonly<Record<GroupKind, string>> = {
  all: "выполнены все условия",
  any: "выполнено хотя бы одно условие",
  none: "не выполнено ни одно условие",
};
/** Deeper than this nobody reads a form any more; the server takes a little more. */
const LEVELS_MAX = 3;

/** Conditions about clients, in groups: all of them, one of them, none of them. */
const SegmentBuilder: React.FC<Props> = ({ offer, value, onChange }) => (
  <GroupOfConditions
    offer={offer}
    group={treeOf(parsed(value))}
    level={1}
    before={0}
    onChange={(group) => onChange(JSON.stringify(definitionOf(group)))}
  />
);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type GroupProps = {
  readonly offer: SegmentOffer;
  readonly group: Group;
  readonly level: number;
  /** How many conditions stand above it. */
  readonly before: number;
  readonly onChange: (group: Group) => void;
  readonly onRemove?: () => void;
};

const GroupOfConditions: React.FC<GroupProps> = ({ offer, group, level, before, onChange, onRemove }) => {
  const { kind, parts } = group;
  const put = (index: number, part: Part) => onChange({ kind, parts: parts.with(index, part) });
  const drop = (index: number) => onChange({ kind, parts: parts.toSpliced(index, 1) });
  const add = (part: Part) => onChange({ kind, parts: [...parts, part] });
  const isOutermost = level === 1;
  return (
    <fieldset className="ok-group">
      <legend>{isOutermost ? "Клиенты, у которых" : "Группа условий"}</legend>
      <Head kind={kind} onChange={(changed) => onChange({ kind: changed, parts })} onRemove={onRemove} />
      {parts.length === 0 && (
        <p className="ok-group-empty">
          {isOutermost ? "Условий нет: подходят все клиенты." : "В группе пока нет условий."}
        </p>
      )}
      {placed(parts, before).map(({ key, index, part, above }) =>
        isGroup(part) ? (
          <GroupOfConditions
            key={key}
            offer={offer}
            group={part}
            level={level + 1}
            before={above}
            onChange={(changed) => put(index, changed)}
            onRemove={() => drop(index)}
          />
        ) : (
          <SegmentCondition
            key={key}
            offer={offer}
            condition={part}
            number={above + 1}
            onChange={(changed) => put(index, changed)}
            onRemove={() => drop(index)}
          />
        ),
      )}
      <div className="ok-group-add">
        <button type="button" className="ok-add" onClick={() => add(newCondition(offer))}>
          + условие
        </button>
        {level < LEVELS_MAX && (
          <button
            type="button"
            className="ok-add"
            onClick={() => add({ kind: "any", parts: [newCondition(offer)] })}
          >
            + группа
          </button>
        )}
      </div>
    </fieldset>
  );
};

type HeadProps = {
  readonly kind: GroupKind;
  readonly onChange: (kind: GroupKind) => void;
  readonly onRemove: (() => void) | undefined;
};

const Head: React.FC<HeadProps> = ({ kind, onChange, onRemove }) => (
  <div className="ok-group-head">
    <select
      className="ok-select"
      aria-label="Как соединить условия"
      value={kind}
      onChange={(event) => onChange(event.target.value as GroupKind)}
    >
      {Object.entries(KINDS).map(([name, words]) => (
        <option key={name} value={name}>
          {words}
        </option>
      ))}
    </select>
    {onRemove && (
      <button
        type="button"
        className="ok-remove"
        aria-label="Убрать группу"
        title="Убрать группу"
        onClick={onRemove}
      >
        ×
      </button>
    )}
  </div>
);

export default React.memo(SegmentBuilder);
