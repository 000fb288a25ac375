import { Badge, Box, MessageBox } from "@adminjs/design-system";
import type { ShowPropertyProps } from "adminjs";
import { ApiClient } from "adminjs";
import React from "react";
import { useNavigate } from "react-router-dom";
import type { BroadcastCard as Card } from "../broadcast-card.ts";
import TelegramBubble from "./TelegramBubble.tsx";

const api = new ApiClient();
/** As often as one looks at something that moves. */
const LOOK_AGAIN_MS = 3_000;

/** A broadcast on its page: what clients see, how far it is, what came of it. While it runs it is looked at again and again. */
const BroadcastCard: React.FC<ShowPropertyProps> = ({ record, resource }) => {
  const [card, setCard] = React.useState(() => read(record.params.card));
  const navigate = useNavigate();
  const begun = React.useRef(card?.state);
  React.useEffect(() => {
    const given = read(record.params.card);
    setCard(given);
    begun.current = given?.state;
  }, [record.params.card]);

  const isMoving = card?.isMoving === true;
  React.useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(async () => {
      const response = await api
        .recordAction({ resourceId: resource.id, recordId: record.id, actionName: "show" })
        .catch(() => undefined);
      const next = read(response?.data.record?.params.card);
      if (next === undefined) return;
      setCard(next);
      // Another state has other buttons above it, and AdminJS asks for them only with the whole page.
      if (next.state !== begun.current) navigate(0);
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isMoving, resource.id, record.id, navigate]);

  if (card === undefined)
    return <MessageBox variant="danger" message="Рассылку показать не получилось. Обновите страницу." />;
  return (
    <div className={card.isForNobody ? "ok-broadcast ok-broadcast-nobody" : "ok-broadcast"}>
      <Box className="ok-broadcast-look">
        {card.look ? <TelegramBubble look={card.look} /> : <p className="ok-empty">{card.lookMissing}</p>}
      </Box>
      <div className="ok-broadcast-facts">
        <Badge variant={card.tone} className={`adminjs_Badge ok-tone-${card.tone}`}>
          {card.stateWords}
        </Badge>
        {card.progress && (
          <div className="ok-progress">
            <progress max={100} value={card.progress.percent} aria-label="Сколько отправлено" />
            <span>{card.progress.words}</span>
          </div>
        )}
        <Lines lines={card.figures} isFigures />
        <Lines lines={card.facts} />
      </div>
    </div>
  );
};

const Lines: React.FC<{ readonly lines: Card["facts"]; readonly isFigures?: boolean }> = ({
  lines,
  isFigures,
}) =>
  lines.length === 0 ? null : (
    <dl className={isFigures ? "ok-facts ok-figures" : "ok-facts"}>
      {lines.map(({ label, value }) => (
        <React.Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </React.Fragment>
      ))}
    </dl>
  );

function read(told: unknown): Card | undefined {
  try {
    return typeof told === "string" ? (JSON.parse(told) as Card) : undefined;
  } catch {
    return undefined;
  }
}

export default BroadcastCard;
