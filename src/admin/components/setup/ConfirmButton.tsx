import { Button } from "@adminjs/design-system";
import React from "react";

type Props = {
  readonly children: string;
  readonly question: string;
  readonly yes: string;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
};

/** A button for what is not undone with one more click: it asks once, in its own place. */
const ConfirmButton: React.FC<Props> = ({ children, question, yes, isBusy, onConfirm }) => {
  const [isAsking, setAsking] = React.useState(false);
  if (!isAsking)
    return (
      <Button type="button" size="sm" variant="outlined" disabled={isBusy} onClick={() => setAsking(true)}>
        {children}
      </Button>
    );
  return (
    <span className="ok-confirm" role="alertdialog" aria-label={question}>
      {question}
      <Button
        type="button"
        size="sm"
        variant="contained"
        disabled={isBusy}
        autoFocus
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {yes}
      </Button>
      <Button type="button" size="sm" variant="text" onClick={() => setAsking(false)}>
        Нет
      </Button>
    </span>
  );
};

export default ConfirmButton;
