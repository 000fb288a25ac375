import React from "react";
import { Link } from "react-router-dom";
import type { CardLine, NamedPart } from "../../pages/client/view.ts";
import { askMore } from "./ask-client-page.ts";
import Mark from "./Mark.tsx";

const ROOT = "/admin";

/** A part of the card: its first lines, and the others when they are asked for. */
const CardPart: React.FC<{
  readonly clientId: string;
  readonly part: NamedPart;
  readonly children?: React.ReactNode;
}> = ({ clientId, part, children }) => {
  const [added, setAdded] = React.useState<readonly CardLine[]>([]);
  const [next, setNext] = React.useState(part.next);
  const [isBusy, setBusy] = React.useState(false);
  const [isLost, setLost] = React.useState(false);
  // The card was read anew: what was added below belongs to the old one.
  React.useEffect(() => {
    setAdded([]);
    setNext(part.next);
  }, [part]);

  const showMore = async () => {
    if (next === undefined) return;
    setBusy(true);
    setLost(false);
    try {
      const { part: more } = await askMore({ id: clientId, part: part.id, offset: next });
      setAdded((before) => [...before, ...(more?.lines ?? [])]);
      setNext(more?.next);
    } catch {
      setLost(true);
    } finally {
      setBusy(false);
    }
  };

  const lines = [...part.lines, ...added];
  return (
    <section className="ok-part" id={`part-${part.id}`} aria-labelledby={`part-${part.id}-title`}>
      <header>
        <h3 id={`part-${part.id}-title`}>{part.title}</h3>
        {part.list !== undefined && lines.length > 0 && (
          <Link className="ok-part-all" to={`${ROOT}/${part.list}`}>
            Все
          </Link>
        )}
        {children}
      </header>
      {lines.length === 0 ? (
        <p className="ok-part-empty">{part.whenEmpty}</p>
      ) : (
        <ol>
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      )}
      {isLost && (
        <p className="ok-part-empty" role="alert">
          Сервер не ответил. Попробуйте ещё раз.
        </p>
      )}
      {next !== undefined && (
        <button type="button" className="ok-more" disabled={isBusy} onClick={showMore}>
          {isBusy ? "Загружаем…" : "Показать ещё"}
        </button>
      )}
    </section>
  );
};

const Line: React.FC<{ readonly line: CardLine }> = ({ line }) => {
  const { when, title, href, detail, words, amount, badge } = line;
  return (
    <li className="ok-line">
      <time>{when}</time>
      <div className="ok-line-what">
        {href === undefined ? <b>{title}</b> : <Link to={`${ROOT}/${href}`}>{title}</Link>}
        {detail && <small>{detail}</small>}
        {words && <p className="ok-words">{words}</p>}
      </div>
      {(amount || badge) && (
        <div className="ok-line-side">
          {amount && <span className="ok-amount">{amount}</span>}
          {badge && <Mark {...badge} />}
        </div>
      )}
    </li>
  );
};

export default CardPart;
