import React from "react";
import { Link } from "react-router-dom";
import type { FinanceData } from "../../pages/finance/page.ts";
import { type Change, changed, fileHref } from "./address.ts";
import { NothingFound } from "./Narrowed.tsx";

type Props = { readonly data: FinanceData; readonly change: Change; readonly query: string };

/** The same money by day, service, specialist or kind; a line narrows the whole page to itself. */
const Totals: React.FC<Props> = ({ data, change, query }) => (
  <section className="fin-box" aria-label="Итоги по частям">
    <div className="fin-box-head">
      <h2>Итоги</h2>
      <div className="fin-switch">
        {data.byChoices.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            aria-pressed={data.by === value}
            onClick={() => change({ by: value })}
          >
            {label}
          </button>
        ))}
      </div>
      <a className="fin-file" href={fileHref(query, "totals")}>
        Скачать CSV
      </a>
    </div>
    {data.lines.length === 0 ? (
      <NothingFound only={data.only} isFiltered={data.only !== undefined} change={change} />
    ) : (
      <div className="fin-scroll">
        <table className="fin-table fin-totals">
          <thead>
            <tr>
              <th scope="col">{HEADS[data.by] ?? ""}</th>
              {data.lineTitles.map((title) => (
                <th key={title} scope="col" className="fin-number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.lines.map((line) => (
              <tr key={line.key}>
                <th scope="row">
                  {line.narrows ? (
                    <Link to={`?${changed(query, line.narrows)}`}>{line.name}</Link>
                  ) : (
                    line.name
                  )}
                  <i className="fin-share" style={{ width: `${line.share}%` }} />
                </th>
                <Cells titles={data.lineTitles} cells={line.cells} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Всего</th>
              <Cells titles={data.lineTitles} cells={data.sumCells} />
            </tr>
          </tfoot>
        </table>
      </div>
    )}
  </section>
);

const HEADS: Readonly<Record<string, string>> = {
  day: "День",
  service: "Услуга",
  specialist: "Специалист",
  kind: "Операция",
};

/** On a phone a figure stands under its name, and one of nothing is not shown. */
const Cells: React.FC<{ readonly titles: readonly string[]; readonly cells: readonly string[] }> = ({
  titles,
  cells,
}) => (
  <>
    {cells.map((cell, place) => (
      <td
        key={titles[place]}
        className={cell === "" ? "fin-number fin-nil" : "fin-number"}
        data-title={titles[place]}
      >
        {cell}
      </td>
    ))}
  </>
);

export default Totals;
