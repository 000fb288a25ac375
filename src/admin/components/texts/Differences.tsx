import { Loader } from "@adminjs/design-system";
import React from "react";
import type { ToldDifference } from "../../pages/texts/differences.ts";
import { ask } from "./use-texts.ts";
import { type DiffPart, diffWords } from "./word-diff.ts";

type Props = {
  /** A version, against the one before it; undefined: the draft, against what is published. */
  readonly number?: number;
  /** Read anew when this changes. */
  readonly revision: number;
};

/** What changes, key by key: what was said and what is said now. */
const Differences: React.FC<Props> = ({ number, revision }) => {
  const [found, setFound] = React.useState<readonly ToldDifference[] | null>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft's revision is why it is read anew
  React.useEffect(() => {
    ask<{ differences: readonly ToldDifference[] }>({ what: "differences", number: number ?? "" })
      .then(({ differences }) => setFound(differences ?? null))
      .catch(() => setFound(null));
  }, [number, revision]);
  if (found === undefined) return <Loader />;
  if (found === null) return <p className="ok-problem">Сравнить не получилось. Попробуйте ещё раз.</p>;
  if (found.length === 0) return <p className="ok-empty">Различий нет.</p>;
  return (
    <div className="okt-diffs">
      {found.map((one) => {
        const { before, after } = diffWords(one.before, one.after);
        return (
          <section key={one.key} className="okt-diff">
            <h3>{one.title}</h3>
            <div className="okt-diff-sides">
              <Side label="Было" parts={before} as="del" />
              <Side label="Стало" parts={after} as="ins" />
            </div>
          </section>
        );
      })}
    </div>
  );
};

const Side: React.FC<{
  readonly label: string;
  readonly parts: readonly DiffPart[];
  readonly as: "del" | "ins";
}> = ({ label, parts, as: Tag }) => (
  <div>
    <span className="okt-diff-label">{label}</span>
    <p>
      {parts.length === 0 && <span className="ok-empty">ничего</span>}
      {[...parts.entries()].map(([at, { text, isChanged }]) =>
        isChanged ? <Tag key={at}>{text}</Tag> : <span key={at}>{text}</span>,
      )}
    </p>
  </div>
);

export default Differences;
