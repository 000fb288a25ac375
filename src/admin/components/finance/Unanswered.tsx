import { Button, MessageBox } from "@adminjs/design-system";
import { ApiClient } from "adminjs";
import React from "react";
import { Link } from "react-router-dom";
import type { FinanceData } from "../../pages/finance/page.ts";
import type { Reconciled } from "../../pages/finance/reconcile.ts";
import { lostText } from "../no-answer.ts";

const api = new ApiClient();
const ROOT = "/admin";

type Props = { readonly data: FinanceData; readonly again: () => void };

/** More would push the figures out of sight. */
const SHOWN_FIRST = 3;

/** Money without an answer, and the button that asks for one. Nothing is shown when there is neither. */
const Unanswered: React.FC<Props> = ({ data, again }) => {
  const [isOpen, setOpen] = React.useState(false);
  if (data.waiting.length === 0 && !data.mayReconcile) return null;
  const shown = isOpen ? data.waiting : data.waiting.slice(0, SHOWN_FIRST);
  return (
    <section
      className={data.waiting.length > 0 ? "fin-box fin-waiting" : "fin-box fin-calm"}
      aria-label="Деньги ждут ответа"
    >
      <div className="fin-box-head">
        <h2>
          {data.waiting.length > 0 ? "Ждут ответа" : "Ничего не ждёт ответа: все платежи и возвраты дошли"}
        </h2>
        {data.mayReconcile && <Reconcile again={again} />}
      </div>
      {shown.map((one) => (
        <Link
          key={one.key}
          className={one.isUrgent ? "fin-wait fin-urgent" : "fin-wait"}
          to={`${ROOT}/${one.href}`}
        >
          <b>{one.amount}</b>
          <span>
            {one.about}: {one.what}
            <small>{one.todo}</small>
          </span>
          <i>с {one.since}</i>
        </Link>
      ))}
      {shown.length < data.waiting.length && (
        <button type="button" className="fin-plain" onClick={() => setOpen(true)}>
          Показать остальные: {data.isMoreWaiting ? "больше " : ""}
          {data.waiting.length - shown.length}
        </button>
      )}
      {isOpen && data.isMoreWaiting && (
        <p className="fin-empty">Показаны самые давние: ответьте на них, и появятся следующие.</p>
      )}
    </section>
  );
};

const BEGIN: Reconciled = { asked: 0, captured: 0, over: 0, open: 0, failed: 0, left: 0 };

/** Asks the gateway about everything that is open, a few at a time, and says what came of it. */
const Reconcile: React.FC<Pick<Props, "again">> = ({ again }) => {
  const [isBusy, setBusy] = React.useState(false);
  const [soFar, setSoFar] = React.useState<Reconciled>();
  const [lost, setLost] = React.useState<string>();
  const ask = async () => {
    setBusy(true);
    setLost(undefined);
    let told = BEGIN;
    setSoFar(told);
    try {
      do {
        const { data } = await api.getPage<Reconciled>({
          pageName: "finance",
          method: "post",
          data: { what: "reconcile", ...told } as never,
        });
        told = data;
        setSoFar(told);
      } while (told.after !== undefined);
      if (told.problem) setLost(told.problem);
      again();
    } catch (error) {
      setLost(lostText(error, "Сервер не ответил. Попробуйте ещё раз: сверка ничего не испортит."));
    } finally {
      setBusy(false);
    }
  };
  const all = (soFar?.asked ?? 0) + (soFar?.left ?? 0);
  return (
    <div className="fin-reconcile">
      <Button type="button" variant="outlined" size="sm" disabled={isBusy} onClick={ask}>
        Сверить с ЮKassa
      </Button>
      {isBusy && (
        <label>
          <progress max={Math.max(1, all)} value={soFar?.asked ?? 0} /> {soFar?.asked ?? 0} из {all}
        </label>
      )}
      <div role="status">
        {!isBusy && !lost && soFar?.said && <MessageBox variant="success" message={soFar.said} />}
        {lost && <MessageBox variant="danger" message={lost} />}
      </div>
    </div>
  );
};

export default Unanswered;
