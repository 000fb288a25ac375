import type { ActionProps } from "adminjs";
import React from "react";
import type { CardAction } from "../../pages/client/view.ts";
import ActionForm from "../ActionForm.tsx";

type Props = {
  readonly action: CardAction;
  readonly clientId: string;
  readonly onClose: () => void;
};

/** The form of an action above the card; Escape and the backdrop give it up. */
const ActionDialog: React.FC<Props> = ({ action, clientId, onClose }) => {
  const dialog = React.useRef<HTMLDialogElement>(null);
  React.useEffect(() => {
    dialog.current?.showModal();
  }, []);
  // The form asks for nothing of the row and of the list but what they are called.
  const props = {
    action: { name: action.name },
    resource: { id: "Client" },
    record: { id: clientId },
  } as unknown as ActionProps;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a dialog is closed by Escape of its own accord.
    <dialog
      ref={dialog}
      className="ok-dialog"
      aria-label={action.label}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div className="ok-dialog-inside">
        <header>
          <h3>{action.label}</h3>
          <button type="button" aria-label="Закрыть" onClick={() => dialog.current?.close()}>
            ×
          </button>
        </header>
        <ActionForm {...props} />
      </div>
    </dialog>
  );
};

export default ActionDialog;
