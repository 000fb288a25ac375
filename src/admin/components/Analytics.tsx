import { Loader, MessageBox } from "@adminjs/design-system";
import { ApiClient } from "adminjs";
import React from "react";
import { useSearchParams } from "react-router-dom";
import type { AnalyticsAnswer, Card, Picture, Preset } from "../pages/analytics/view.ts";
import PeriodPicker from "./analytics/PeriodPicker.tsx";
import PictureCard from "./analytics/PictureCard.tsx";

const api = new ApiClient();

/** «Аналитика»: figures at a glance, then pictures, each with its table, its list and its file. */
const Analytics: React.FC = () => {
  const [address, setAddress] = useSearchParams();
  const asked = { from: address.get("from") ?? "", to: address.get("to") ?? "" };
  const compares = address.get("compare") !== "0";
  const { answer, isLost, isAsking } = useAnswer(asked);
  // What is a question away keeps the last answer in sight.
  const view = answer?.kind === "figures" ? answer.view : undefined;
  const presets: readonly Preset[] =
    answer === undefined || answer.kind === "picture" ? [] : presetsOf(answer);
  const change = (days: { readonly from: string; readonly to: string }, compare: boolean) =>
    setAddress({ ...days, ...(compare ? {} : { compare: "0" }) });
  return (
    <div className="an-page">
      <h2 className="an-head">Аналитика</h2>
      <PeriodPicker
        key={`${view?.from} ${view?.to} ${asked.from} ${asked.to}`}
        from={asked.from || (view?.from ?? "")}
        to={asked.to || (view?.to ?? "")}
        presets={presets}
        compares={compares}
        onChange={change}
      />
      {isLost && <MessageBox mb="lg" variant="danger" message="Сервер не ответил. Обновите страницу." />}
      {answer?.kind === "refused" && (
        <MessageBox mb="lg" variant="danger" message={answer.message} role="alert" />
      )}
      {!view && isAsking && <Loader />}
      {view && (
        <div className={isAsking ? "an-body an-asking" : "an-body"} aria-busy={isAsking}>
          <p className="an-period">
            {view.title}
            {compares && <span> в сравнении с {view.beforeTitle}</span>}
          </p>
          <div className="an-cards">
            {view.cards.map((card) => (
              <Glance key={card.title} card={card} compares={compares} />
            ))}
          </div>
          <div className="an-pictures">
            {view.pictures.map((picture) => (
              <PictureCard key={picture.id} picture={picture} period={view} compares={compares} />
            ))}
            <Apart part="reminders" period={view} />
            <Apart part="cohorts" period={view} />
          </div>
        </div>
      )}
    </div>
  );
};

const presetsOf = (answer: Exclude<AnalyticsAnswer, { kind: "picture" }>): readonly Preset[] =>
  answer.kind === "figures" ? answer.view.presets : answer.presets;

type Days = { readonly from: string; readonly to: string };

/** Asks for a period's figures; an answer that another question has overtaken is let go. */
function useAnswer({ from, to }: Days): {
  readonly answer: AnalyticsAnswer | undefined;
  readonly isLost: boolean;
  readonly isAsking: boolean;
} {
  const [answer, setAnswer] = React.useState<AnalyticsAnswer>();
  const [isLost, setLost] = React.useState(false);
  const [isAsking, setAsking] = React.useState(true);
  React.useEffect(() => {
    let isWanted = true;
    setAsking(true);
    setLost(false);
    ask({ from, to })
      .then((told) => isWanted && setAnswer(told))
      .catch(() => isWanted && setLost(true))
      .finally(() => isWanted && setAsking(false));
    return () => {
      isWanted = false;
    };
  }, [from, to]);
  return { answer, isLost, isAsking };
}

async function ask(params: Readonly<Record<string, string>>): Promise<AnalyticsAnswer> {
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ""));
  const response = await api.getPage<AnalyticsAnswer>({
    pageName: "analytics",
    method: "get",
    params: given,
  });
  return response.data;
}

const Glance: React.FC<{ readonly card: Card; readonly compares: boolean }> = ({ card, compares }) => (
  <div className="an-card">
    <span className="an-card-title">{card.title}</span>
    <b>{card.value}</b>
    {compares && (
      <span className="an-card-before">
        {card.change !== "" && <i className={`an-${card.tone}`}>{card.change}</i>} было {card.before}
      </span>
    )}
    <small>{card.hint}</small>
  </div>
);

/** A picture that looks at more than the others: it comes when it is ready. */
const Apart: React.FC<{ readonly part: "reminders" | "cohorts"; readonly period: Days }> = ({
  part,
  period,
}) => {
  const [picture, setPicture] = React.useState<Picture>();
  const [isLost, setLost] = React.useState(false);
  // Cohorts are of the last twelve months, whatever the period.
  const { from, to } = part === "cohorts" ? { from: "", to: "" } : period;
  React.useEffect(() => {
    let isWanted = true;
    setPicture(undefined);
    setLost(false);
    ask({ part, from, to })
      .then((told) => isWanted && setPicture(told.kind === "picture" ? told.picture : undefined))
      .catch(() => isWanted && setLost(true));
    return () => {
      isWanted = false;
    };
  }, [part, from, to]);
  if (isLost)
    return <MessageBox variant="danger" message="Эту картинку показать не получилось. Обновите страницу." />;
  if (picture) return <PictureCard picture={picture} period={period} compares={false} />;
  return (
    <section className="an-picture an-waiting" aria-busy="true">
      <p className="an-answer">Считаем…</p>
      <Loader />
    </section>
  );
};

export default Analytics;
