import { Loader, MessageBox } from "@adminjs/design-system";
import type { ActionProps } from "adminjs";
import React from "react";
import { Link, useLocation } from "react-router-dom";
import type { ClientCard as Card, CardAction, NamedPart } from "../pages/client/view.ts";
import ActionDialog from "./client/ActionDialog.tsx";
import { askCard, type Opened } from "./client/ask-client-page.ts";
import CardHead from "./client/CardHead.tsx";
import CardPart from "./client/CardParts.tsx";
import FindClient from "./client/FindClient.tsx";
import { useThingTitle } from "./everywhere/page-title.ts";

/** What is written from within a part. */
const WRITES: Readonly<Partial<Record<NamedPart["id"], string>>> = {
  upcoming: "bookVisit",
  notes: "writeNote",
  talk: "writeToClient",
  points: "adjustPoints",
  waitlist: "addToWaitlist",
};

/**
 * Everything about one client in one look; without one, the search for them. It is a page of its own and a client's row in
 * the list alike.
 */
const ClientCard: React.FC<Partial<ActionProps>> = ({ record }) => {
  const { search } = useLocation();
  const id = record?.id ?? new URLSearchParams(search).get("id") ?? "";
  return id === "" ? <FindClient /> : <Opening key={id} id={id} />;
};

const Opening: React.FC<{ readonly id: string }> = ({ id }) => {
  const { key } = useLocation();
  const [opened, setOpened] = React.useState<Opened>();
  const [action, setAction] = React.useState<CardAction>();
  // Each action that is done leads here anew: its dialog is over, and the card says what came of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is the sign to look again.
  React.useEffect(() => {
    let isStale = false;
    setAction(undefined);
    askCard(id)
      .then((answer) => !isStale && setOpened(answer))
      .catch(() => !isStale && setOpened({ problem: "Сервер не ответил. Обновите страницу." }));
    return () => {
      isStale = true;
    };
  }, [id, key]);

  useThingTitle(opened?.card?.name);
  if (opened === undefined) return <Loader />;
  const { card, problem } = opened;
  if (card === undefined)
    return (
      <div className="ok-client">
        <MessageBox variant="danger" message={problem ?? "Эта страница вам недоступна."} />
        <FindClient />
      </div>
    );
  return (
    <div className="ok-client">
      <nav className="ok-client-way" aria-label="Где вы">
        <Link to="/admin/resources/Client">Клиенты</Link>
        {card.journalHref && <Link to={`/admin/${card.journalHref}`}>Журнал</Link>}
      </nav>
      <CardHead card={card} onAction={setAction} />
      <Jumps card={card} />
      <div className="ok-client-parts">
        {card.parts.map((part) => (
          <CardPart key={part.id} clientId={card.id} part={part}>
            <Write card={card} part={part} onAction={setAction} />
          </CardPart>
        ))}
      </div>
      {action && <ActionDialog action={action} clientId={card.id} onClose={() => setAction(undefined)} />}
    </div>
  );
};

/** The ways to the parts below; on a phone they are far. */
const Jumps: React.FC<{ readonly card: Card }> = ({ card }) => (
  <nav className="ok-client-jumps" aria-label="Разделы карточки">
    {card.parts
      .filter(({ lines }) => lines.length > 0)
      .map(({ id, title }) => (
        <button
          key={id}
          type="button"
          onClick={() => document.getElementById(`part-${id}`)?.scrollIntoView({ block: "start" })}
        >
          {title}
        </button>
      ))}
  </nav>
);

const Write: React.FC<{
  readonly card: Card;
  readonly part: NamedPart;
  readonly onAction: (action: CardAction) => void;
}> = ({ card, part, onAction }) => {
  const action = card.actions.find(({ name }) => name === WRITES[part.id]);
  return action === undefined ? null : (
    <button type="button" className="ok-part-write" onClick={() => onAction(action)}>
      {action.label}
    </button>
  );
};

export default ClientCard;
