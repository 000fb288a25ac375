import React from "react";
import { Link } from "react-router-dom";
import type { Picture, PictureRow, Series } from "../../pages/analytics/view.ts";
import { RanksChart, StacksChart, StepsChart } from "./charts.tsx";

const ROOT = "/admin";

/** One picture: its question and answer, drawn or as a table; the way to its list, and its file. */
const PictureCard: React.FC<{
  readonly picture: Picture;
  readonly period: { readonly from: string; readonly to: string };
  readonly compares: boolean;
}> = ({ picture: whole, period, compares }) => {
  const picture = compares ? whole : withoutBefore(whole);
  const isTableAlready = picture.look === "hours" || picture.look === "cohorts";
  const [isTable, setTable] = React.useState(false);
  const { from, to } = period;
  const file = `${ROOT}/api/pages/analytics?${new URLSearchParams({ part: "csv", picture: picture.id, from, to })}`;
  const isEmpty = picture.rows.every(({ values }) => values.every((value) => value === null || value === 0));
  return (
    <section
      className={`an-picture an-${picture.look}`}
      aria-labelledby={`an-${picture.id}`}
      data-picture={picture.id}
    >
      <h3 id={`an-${picture.id}`}>{picture.question}</h3>
      <p className="an-answer">{picture.answer}</p>
      {isEmpty && <p className="an-none">За этот период показать нечего. Выберите другой период.</p>}
      {!isEmpty && (isTable ? <Table picture={picture} /> : <Drawn picture={picture} />)}
      <p className="an-about">{picture.about}</p>
      <div className="an-ways">
        {!isTableAlready && !isEmpty && (
          <button type="button" className="an-link" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? "Картинка" : "Таблица"}
          </button>
        )}
        {picture.way && <Link to={`${ROOT}/${picture.way.href}`}>{picture.way.label}</Link>}
        <a href={file} download>
          Скачать CSV
        </a>
      </div>
    </section>
  );
};

function withoutBefore(picture: Picture): Picture {
  const kept = picture.series.map(({ isBefore }) => isBefore !== true);
  const only = <T,>(items: readonly T[]): readonly T[] => items.filter((_, place) => kept[place]);
  return {
    ...picture,
    series: only(picture.series),
    rows: picture.rows.map((row) => ({ ...row, values: only(row.values), texts: only(row.texts) })),
  };
}

const Drawn: React.FC<{ readonly picture: Picture }> = ({ picture }) => {
  switch (picture.look) {
    case "steps":
      return <StepsChart picture={picture} />;
    case "stacks":
      return <StacksChart picture={picture} />;
    case "ranks":
      return <RanksChart picture={picture} />;
    case "pairs":
      return <Pairs picture={picture} />;
    default:
      return <Shades picture={picture} />;
  }
};

const Table: React.FC<{ readonly picture: Picture }> = ({ picture: { series, rows, question } }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard, too.
  <section className="an-scroll" tabIndex={0} aria-label={question}>
    <table className="an-table">
      <Heads series={series} />
      <tbody>
        {rows.map(({ label, texts }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {texts.map((text, place) => (
              <td key={series[place]?.key}>{text}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const Heads: React.FC<{ readonly series: readonly Series[] }> = ({ series }) => (
  <thead>
    <tr>
      <td />
      {series.map(({ key, label }) => (
        <th key={key} scope="col">
          {label}
        </th>
      ))}
    </tr>
  </thead>
);

/** Each figure beside what it was: a bar as long as it is of the larger one. */
const Pairs: React.FC<{ readonly picture: Picture }> = ({ picture: { rows, series } }) => (
  <dl className="an-pair-list">
    {rows.map((row) => (
      <div key={row.label}>
        <dt>{row.label}</dt>
        <dd>
          {row.values.map((value, place) => (
            <Bar key={series[place]?.key} row={row} value={value} place={place} series={series} />
          ))}
        </dd>
      </div>
    ))}
  </dl>
);

const Bar: React.FC<{
  readonly row: PictureRow;
  readonly value: number | null;
  readonly place: number;
  readonly series: readonly Series[];
}> = ({ row, value, place, series }) => {
  const longest = Math.max(...row.values.map((one) => Math.abs(one ?? 0)));
  const width = longest === 0 ? 0 : (Math.abs(value ?? 0) / longest) * 100;
  const isBefore = series[place]?.isBefore === true;
  return (
    <span className={isBefore ? "an-bar an-before" : "an-bar"}>
      <span className="an-bar-track" aria-hidden="true">
        <span style={{ width: `${width}%` }} />
      </span>
      <span className="an-bar-text">
        {isBefore && <small>было </small>}
        {row.texts[place]}
      </span>
    </span>
  );
};

/** A table that is a picture: the more, the darker, with the figure in it. */
const Shades: React.FC<{ readonly picture: Picture }> = ({ picture: { series, rows, question } }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard, too.
  <section className="an-scroll" tabIndex={0} aria-label={question}>
    <table className="an-shades">
      <Heads series={series} />
      <tbody>
        {rows.map(({ label, texts, values }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {texts.map((text, place) => (
              <td
                key={series[place]?.key}
                className={series[place]?.unit === "percent" ? shadeOf(values[place] ?? null) : "an-plain"}
              >
                {text.replace(/,\d(?=\u00a0%)/, "").replace("\u00a0%", "%")}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const SHADES = 5;

function shadeOf(percent: number | null): string {
  if (percent === null) return "an-shade-none";
  return `an-shade-${Math.min(SHADES, Math.ceil(percent / (100 / SHADES)))}`;
}

export default PictureCard;
