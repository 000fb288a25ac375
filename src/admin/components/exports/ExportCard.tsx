import { Button, H5 } from "@adminjs/design-system";
import React from "react";
import type { ExportCardView, ExportsView } from "../../pages/exports/view.ts";
import type { Given } from "../setup/ask.ts";
import ConfirmButton from "../setup/ConfirmButton.tsx";
import Runs from "./Runs.tsx";
import Times from "./Times.tsx";

type Props = {
  readonly card: ExportCardView;
  readonly view: ExportsView;
  readonly isBusy: boolean;
  readonly onEdit: () => void;
  readonly onSend: (data: Given) => void;
};

/** One export as it stands, with what may be done about it. */
const ExportCard: React.FC<Props> = ({ card, view, isBusy, onEdit, onSend }) => {
  const number = String(card.number);
  return (
    <>
      <H5>
        №{number}. {card.what}
      </H5>
      <dl className="ok-facts">
        <Times times={card} last={card.last} />
        <dt>Куда</dt>
        <dd>{card.where.join(" и ")}</dd>
      </dl>
      <Runs runs={card.runs} />
      {card.form.telegram === "yes" && view.owners === 0 && <NoOwner />}
      <div className="ok-member-actions">
        <Button
          type="button"
          size="sm"
          variant="contained"
          disabled={isBusy}
          onClick={() => onSend({ do: "run", number })}
        >
          Сделать сейчас
        </Button>
        {view.mayChange && (
          <>
            <Button type="button" size="sm" variant="outlined" disabled={isBusy} onClick={onEdit}>
              Изменить
            </Button>
            <ConfirmButton
              question="Файлов больше не будет, прежние останутся."
              yes="Убрать"
              isBusy={isBusy}
              onConfirm={() => onSend({ do: "remove", number })}
            >
              Убрать
            </ConfirmButton>
          </>
        )}
      </div>
    </>
  );
};

/** Telegram is chosen, and there is nobody there to send it to. */
export const NoOwner: React.FC = () => (
  <p className="ok-member-note">
    Никто из владельцев не связан с ботом, поэтому файл в Telegram не придёт. Связать: «Настройки» →
    «Сотрудники».
  </p>
);

export default ExportCard;
