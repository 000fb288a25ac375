import { Icon } from "@adminjs/design-system";
import React from "react";
import { Link } from "react-router-dom";
import type { CardAction, CardFact, ClientCard } from "../../pages/client/view.ts";
import Mark from "./Mark.tsx";

const ROOT = "/admin";
/** So many stand in a row; the others wait behind «Ещё». */
const SHOWN = 4;

type Props = { readonly card: ClientCard; readonly onAction: (action: CardAction) => void };

/** Who it is, how to reach them, how they stand, and what can be done. */
const CardHead: React.FC<Props> = ({ card, onAction }) => (
  <header className="ok-client-head">
    <div className="ok-client-name">
      <h2>{card.name}</h2>
      {card.badges.map(({ text, tone }) => (
        <Mark key={text} text={text} tone={tone} />
      ))}
    </div>
    <Actions actions={card.actions} onAction={onAction} />
    {card.gone && (
      <p className="ok-client-alert">
        {card.gone.text}{" "}
        {card.gone.href && <Link to={`${ROOT}/${card.gone.href}`}>Открыть: {card.gone.name}</Link>}
      </p>
    )}
    {card.alert && <p className="ok-client-alert ok-client-danger">{card.alert}</p>}
    {card.awaited && (
      <p className="ok-client-alert">
        Ждём оплаты <Link to={`${ROOT}/${card.awaited.href}`}>{card.awaited.text}</Link>
      </p>
    )}
    <Pinned card={card} />
    <Facts facts={card.figures} className="ok-client-figures" />
    <Facts facts={card.contacts} className="ok-client-contacts" />
  </header>
);

const Actions: React.FC<Pick<Props, "onAction"> & { readonly actions: readonly CardAction[] }> = ({
  actions,
  onAction,
}) => {
  const others = React.useRef<HTMLDetailsElement>(null);
  const close = () => others.current?.removeAttribute("open");
  const button = (action: CardAction) => (
    <button
      key={action.name}
      type="button"
      className="ok-action"
      onClick={() => {
        close();
        onAction(action);
      }}
    >
      <Icon icon={action.icon} />
      {action.label}
    </button>
  );
  if (actions.length === 0) return null;
  return (
    <div className="ok-client-actions">
      {actions.slice(0, SHOWN).map(button)}
      {actions.length > SHOWN && (
        <details
          ref={others}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) close();
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") close();
          }}
        >
          <summary className="ok-action">Ещё</summary>
          <div className="ok-client-others">{actions.slice(SHOWN).map(button)}</div>
        </details>
      )}
    </div>
  );
};

/** What everybody at the desk has to know at once; written by AdminJS's own form of the row. */
const Pinned: React.FC<Pick<Props, "card">> = ({ card: { id, pinned, mayPin } }) => {
  if (pinned === "" && !mayPin) return null;
  return (
    <div className={pinned === "" ? "ok-pinned ok-pinned-empty" : "ok-pinned"}>
      {pinned !== "" && <p>{pinned}</p>}
      {mayPin && (
        <Link to={`${ROOT}/resources/Client/records/${id}/edit`}>
          {pinned === "" ? "Закрепить главное о клиенте" : "Изменить закреплённое"}
        </Link>
      )}
    </div>
  );
};

const Facts: React.FC<{ readonly facts: readonly CardFact[]; readonly className: string }> = ({
  facts,
  className,
}) =>
  facts.length === 0 ? null : (
    <dl className={className}>
      {facts.map((fact) => (
        <div key={fact.label} className={fact.tone ? `ok-fact-${fact.tone}` : undefined}>
          <dt>{fact.label}</dt>
          <dd>
            <Value fact={fact} />
            {fact.note && <small>{fact.note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );

const OUTSIDE = /^(tel|mailto|https):/;

const Value: React.FC<{ readonly fact: CardFact }> = ({ fact: { value, href } }) => {
  if (href === undefined) return <span>{value}</span>;
  if (!OUTSIDE.test(href)) return <Link to={`${ROOT}/${href}`}>{value}</Link>;
  const isPage = href.startsWith("https:");
  return (
    <a href={href} {...(isPage ? { target: "_blank", rel: "noreferrer" } : {})}>
      {value}
    </a>
  );
};

export default CardHead;
