import React from "react";
import { Link } from "react-router-dom";
import type { FinanceData } from "../../pages/finance/page.ts";
import { type Change, fileHref, UNFILTERED } from "./address.ts";
import { NothingFound } from "./Narrowed.tsx";

const ROOT = "/admin";

type Props = { readonly data: FinanceData; readonly change: Change; readonly query: string };

const FILTERS = [
  ["kind", "Что показать"],
  ["fate", "Что с деньгами"],
  ["specialist", "Специалист"],
  ["service", "Услуга"],
] as const;

/** Every operation by itself, with its filter and its file. */
const Operations: React.FC<Props> = ({ data, change, query }) => (
  <section className="fin-box" aria-label="Операции">
    <div className="fin-box-head">
      <h2>Операции</h2>
      <span className="fin-count">{data.count}</span>
      <a className="fin-file" href={fileHref(query, "operations")}>
        Скачать CSV
      </a>
      <Link className="fin-file" to={`${ROOT}/pages/exports`}>
        Присылать регулярно
      </Link>
    </div>
    <div className="fin-filters">
      {FILTERS.map(([name, label]) => (
        <label key={name}>
          {label}
          <select
            name={name}
            value={data.chosen[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          >
            {data.choices[name].map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        </label>
      ))}
      {data.clientName && (
        <button type="button" className="fin-chip" onClick={() => change({ client: "" })}>
          Клиент: {data.clientName} <span aria-hidden="true">×</span>
          <span className="fin-hidden">: показать всех</span>
        </button>
      )}
      {FILTERS.some(([name]) => query.includes(`${name}=`)) && (
        <button type="button" className="fin-plain" onClick={() => change(UNFILTERED)}>
          Сбросить
        </button>
      )}
    </div>
    {data.awaited.map((hold) => (
      <Link key={hold.key} className="fin-wait" to={`${ROOT}/${hold.href}`}>
        <b>{hold.amount}</b>
        <span>
          {hold.about}
          <small>Клиент ещё не открыл страницу оплаты: кнопка «Оплатить» у него в боте.</small>
        </span>
        {hold.until !== "" && <i>держим до {hold.until}</i>}
      </Link>
    ))}
    {data.operations.length + data.awaited.length === 0 && (
      <NothingFound only={data.listed} isFiltered={data.listed !== undefined} change={change} />
    )}
    {data.operations.length > 0 && (
      <div>
        <table className="fin-table fin-operations">
          <thead>
            <tr>
              <th scope="col">Когда</th>
              <th scope="col">Что</th>
              <th scope="col">Запись</th>
              <th scope="col">Клиент</th>
              <th scope="col" className="fin-number">
                Сумма
              </th>
              <th scope="col">Что с деньгами</th>
            </tr>
          </thead>
          <tbody>
            {data.operations.map((one) => (
              <Operation key={one.key} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    )}
    {data.pages > 1 && <Pages data={data} query={query} />}
  </section>
);

const Operation: React.FC<{ readonly one: FinanceData["operations"][number] }> = ({ one }) => (
  <tr>
    <td className="fin-when">
      {one.day} <small>{one.time}</small>
    </td>
    <td className="fin-what">
      <Link to={`${ROOT}/${one.whatHref}`}>{one.what}</Link>
      {one.detail !== "" && <small>{one.detail}</small>}
    </td>
    <td className="fin-booking">
      {one.booking && <Link to={`${ROOT}/${one.booking.href}`}>{one.booking.text}</Link>}
      {one.work !== "" && <small>{one.work}</small>}
    </td>
    <td className="fin-client">
      <Link to={`${ROOT}/${one.client.href}`}>{one.client.text}</Link>
    </td>
    <td className={`fin-number fin-amount fin-${one.direction}`}>
      {one.amount}
      {one.fee && <small>{one.fee}</small>}
    </td>
    <td className="fin-fate">
      <span className={`fin-badge fin-tone-${one.tone}`}>{one.fate}</span>
      {one.returned && <small>{one.returned}</small>}
    </td>
  </tr>
);

const Pages: React.FC<{ readonly data: FinanceData; readonly query: string }> = ({
  data: { page, pages },
  query,
}) => {
  const to = (wanted: number): string => {
    const params = new URLSearchParams(query);
    params.set("page", String(wanted));
    return `?${params}`;
  };
  return (
    <nav className="fin-pages" aria-label="Страницы операций">
      {page > 1 ? <Link to={to(page - 1)}>← Новее</Link> : <span />}
      <span>
        {page} из {pages}
      </span>
      {page < pages ? <Link to={to(page + 1)}>Раньше →</Link> : <span />}
    </nav>
  );
};

export default Operations;
