import React from "react";
import type { RunView, TimesView } from "../../pages/exports/view.ts";

/** When it is done next and what came of it last, as lines of a card. */
const Times: React.FC<{ readonly times: TimesView; readonly last: RunView | undefined }> = ({
  times,
  last,
}) => (
  <>
    <dt>Когда</dt>
    <dd>
      <span title={`cron: ${times.cron}`}>{times.when}</span> <code>{times.cron}</code>
    </dd>
    <dt>Следующие</dt>
    <dd>
      <ul className="ok-export-next">
        {times.next.map((at) => (
          <li key={at}>{at}</li>
        ))}
      </ul>
    </dd>
    <dt>Прошлый раз</dt>
    <dd className={last?.hasFailed ? "ok-export-failed" : undefined}>
      {last === undefined
        ? "ещё не было"
        : `${last.at} — ${last.hasFailed ? "не получилось: " : ""}${last.words}`}
    </dd>
  </>
);

export default Times;
