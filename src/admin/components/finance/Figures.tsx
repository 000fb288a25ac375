import React from "react";
import type { FinanceData } from "../../pages/finance/page.ts";

type Card = FinanceData["cards"][number];

const MAIN = "revenue";

/** The figure that is looked for first, above everything else. */
export const Headline: React.FC<{ readonly data: FinanceData }> = ({ data }) => (
  <section className="fin-headline" aria-label="Выручка">
    {data.cards
      .filter(({ key }) => key === MAIN)
      .map((card) => (
        <Figure key={card.key} card={card} comparedWith={data.comparedWith} only={data.only} />
      ))}
  </section>
);

/** What else the period came to: each figure with what it means and how it was before. */
const Figures: React.FC<{ readonly data: FinanceData }> = ({ data }) => (
  <section className="fin-cards" aria-label="Итоги периода">
    {data.cards
      .filter(({ key }) => key !== MAIN)
      .map((card) => (
        <article key={card.key} className="fin-card">
          <Figure card={card} />
        </article>
      ))}
  </section>
);

type FigureProps = {
  readonly card: Card;
  readonly comparedWith?: string;
  readonly only?: string | undefined;
};

const Figure: React.FC<FigureProps> = ({ card, comparedWith, only }) => (
  <>
    <h2>{card.title}</h2>
    <strong>{card.value}</strong>
    {only && <p className="fin-only">{only}</p>}
    {card.parts && <p className="fin-parts">{card.parts}</p>}
    {card.before && (
      <p className="fin-before">
        {card.change && <Difference card={card} />} было {card.before}
        {comparedWith && `, ${comparedWith}`}
      </p>
    )}
    <p className="fin-about">{card.about}</p>
  </>
);

const Difference: React.FC<{ readonly card: Card }> = ({ card: { change, isBetter } }) => (
  <b className={isBetter === undefined ? undefined : isBetter ? "fin-better" : "fin-worse"}>{change}</b>
);

export default Figures;
