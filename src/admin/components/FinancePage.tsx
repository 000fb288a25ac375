import { Loader, MessageBox } from "@adminjs/design-system";
import { ApiClient } from "adminjs";
import React from "react";
import { Link, useSearchParams } from "react-router-dom";
import type { FinanceData } from "../pages/finance/page.ts";
import { type Change, changed } from "./finance/address.ts";
import Figures, { Headline } from "./finance/Figures.tsx";
import Operations from "./finance/Operations.tsx";
import PeriodBar from "./finance/PeriodBar.tsx";
import Totals from "./finance/Totals.tsx";
import Unanswered from "./finance/Unanswered.tsx";

const api = new ApiClient();

/** «Деньги»: the address holds the whole of the filter, so that it can be kept, sent and gone back to. */
const FinancePage: React.FC = () => {
  const [params, setParams] = useSearchParams();
  const [data, setData] = React.useState<FinanceData>();
  const [isBusy, setBusy] = React.useState(true);
  const [isLost, setLost] = React.useState(false);
  const [round, setRound] = React.useState(0);
  const query = params.toString();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same anew.
  React.useEffect(() => {
    let isCurrent = true;
    setBusy(true);
    api
      .getPage<FinanceData>({ pageName: "finance", params: Object.fromEntries(new URLSearchParams(query)) })
      .then((response) => {
        if (!isCurrent) return;
        setData(response.data);
        setLost(false);
      })
      .catch(() => isCurrent && setLost(true))
      .finally(() => isCurrent && setBusy(false));
    return () => {
      isCurrent = false;
    };
  }, [query, round]);

  const change: Change = (wanted) => setParams(changed(query, wanted));
  const again = () => setRound((count) => count + 1);

  if (isLost && !data)
    return <MessageBox m="xl" variant="danger" message="Сервер не ответил. Обновите страницу." />;
  if (!data) return <Loader />;
  return (
    <div className="fin" aria-busy={isBusy}>
      <PeriodBar data={data} change={change} />
      {isLost && <MessageBox mb="lg" variant="danger" message="Сервер не ответил: показано прежнее." />}
      {data.problem && <MessageBox mb="lg" variant="danger" message={data.problem} />}
      <div className={isBusy ? "fin-busy" : undefined}>
        <Headline data={data} />
        <Unanswered data={data} again={again} />
        {data.unpaid && (
          <p className="fin-unpaid">
            <Link to={`/admin/${data.unpaid.href}`}>{data.unpaid.text}</Link>. Примите деньги в карточке
            записи: «Оплата на месте».
          </p>
        )}
        <Figures data={data} />
        <Totals data={data} change={change} query={query} />
        <Operations data={data} change={change} query={query} />
      </div>
    </div>
  );
};

export default FinancePage;
