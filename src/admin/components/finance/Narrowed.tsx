import React from "react";
import { type Change, UNFILTERED } from "./address.ts";

/** The way out of a filter, the same wherever the page says that it is narrowed. */
const Unfilter: React.FC<{ readonly change: Change }> = ({ change }) => (
  <button type="button" className="fin-plain" onClick={() => change(UNFILTERED)}>
    Сбросить фильтр
  </button>
);

/** Beside the period: of whom and what alone all the figures are. Nothing is said when they are of everything. */
export const Narrowed: React.FC<{ readonly only: string | undefined; readonly change: Change }> = ({
  only,
  change,
}) =>
  only === undefined ? null : (
    <p className="fin-narrowed">
      <b>{only}</b> <Unfilter change={change} />
    </p>
  );

type Props = { readonly only: string | undefined; readonly isFiltered: boolean; readonly change: Change };

/** Nothing to show: because of the filter, which is named and can be taken away, or because nothing happened. */
export const NothingFound: React.FC<Props> = ({ only, isFiltered, change }) =>
  isFiltered ? (
    <p className="fin-empty">
      За эти дни по фильтру{only === undefined ? "" : ` «${only}»`} ничего не нашлось.{" "}
      <Unfilter change={change} />
    </p>
  ) : (
    <p className="fin-empty">
      За эти дни операций не было. Выберите другой период или подождите первой оплаты.
    </p>
  );
