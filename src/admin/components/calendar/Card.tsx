import { Loader, MessageBox } from "@adminjs/design-system";
import React from "react";
import type { Refusal } from "../../pages/calendar/model.ts";
import type { FormValue } from "../FormField.tsx";

/** The form of an action that a sheet shows next. */
export type ActionToOpen = {
  readonly resourceId: string;
  readonly recordId?: string;
  readonly actionName: string;
  readonly label: string;
  readonly prefilled?: Readonly<Record<string, FormValue>>;
};

export type OpenAction = (action: ActionToOpen) => void;

const LOST = "Сервер не ответил. Закройте и откройте ещё раз.";

/** Asks for a card, and again when what it is of may have changed; meanwhile the old one stays. */
export function useCard<T extends object>(
  ask: () => Promise<T | Refusal>,
  key: string,
): { readonly card: T | undefined; readonly problem: Refusal | undefined } {
  const [card, setCard] = React.useState<T>();
  const [problem, setProblem] = React.useState<Refusal>();
  const asking = React.useRef(ask);
  asking.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked again when the key changes
  React.useEffect(() => {
    let isStale = false;
    asking
      .current()
      .then((answer) => {
        if (isStale) return;
        if ("refused" in answer) setProblem(answer);
        else {
          setProblem(undefined);
          setCard(answer);
        }
      })
      .catch(() => {
        if (!isStale) setProblem({ refused: LOST });
      });
    return () => {
      isStale = true;
    };
  }, [key]);
  return { card, problem };
}

type Props<T> = {
  readonly card: T | undefined;
  readonly problem: Refusal | undefined;
  readonly children: (card: T) => React.ReactElement;
};

export function Card<T>({ card, problem, children }: Props<T>): React.ReactElement {
  if (problem !== undefined)
    return <MessageBox message={problem.refused} variant={problem.isGone ? "info" : "danger"} />;
  return card === undefined ? <Loader /> : children(card);
}
