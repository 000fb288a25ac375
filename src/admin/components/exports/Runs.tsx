import React from "react";
import type { ExportRunView } from "../../pages/exports/view.ts";

/** What came of the last times, folded away: the newest of them stands above. */
const Runs: React.FC<{ readonly runs: readonly ExportRunView[] }> = ({ runs }) =>
  runs.length < 2 ? null : (
    <details className="ok-export-runs">
      <summary>Последние запуски: {runs.length}</summary>
      <ul>
        {runs.map(({ id, at, isByHand, hasFailed, words }) => (
          <li key={id} className={hasFailed ? "ok-export-failed" : undefined}>
            {at}, {isByHand ? "вручную" : "по расписанию"} — {hasFailed ? "не получилось: " : ""}
            {words}
          </li>
        ))}
      </ul>
    </details>
  );

export default Runs;
