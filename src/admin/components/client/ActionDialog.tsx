import type { ActionProps } from "adminjs";
import React from "react";
import type { CardAction } from "../../pages/client/view.ts";
import ActionForm from "../ActionForm.tsx";
import { leaveDraft } from "../everywhere/drafts.ts";

type Props = {
  readonly action: CardAction;
  readonly clientId: string;
  readonly onClose: () => void;
};

/** The form of an action above the card; Escape and the backdrop give it up, and ask first where something is typed. */
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
  const close = () => leaveDraft(dialog.current, () => dialog.current?.close());
  return (
    <dialog
      ref={dialog}
      className="ok-dialog"
      aria-label={action.label}
      onClose={onClose}
      // A phone's own way back.
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        close();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div className="ok-dialog-inside">
        <header>
          <h3>{action.label}</h3>
          <button type="button" aria-label="Закрыть" onClick={close}>
            ×
          </button>
        </header>
        <ActionForm {...props} />
      </div>
    </dialog>
  );
};

export default ActionDialog;
