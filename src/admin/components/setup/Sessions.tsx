import { Badge } from "@adminjs/design-system";
import React from "react";
import type { SessionView } from "../../pages/setup/staff.ts";

type Props = {
  readonly sessions: readonly SessionView[];
  readonly isBusy: boolean;
  readonly onEnd: (session: string) => void;
};

/** Where somebody is signed in: by device, address and time; each is ended by itself. */
const Sessions: React.FC<Props> = ({ sessions, isBusy, onEnd }) => (
  <ul className="ok-sessions">
    {sessions.map(({ id, device, address, openedAt, lastSeenAt, isThis }) => (
      <li key={id}>
        <span>
          <b>{device}</b>
          {isThis && (
            <Badge size="sm" variant="success">
              этот
            </Badge>
          )}
          <small>
            {address && `адрес ${address}, `}вход {openedAt}, последний раз {lastSeenAt}
          </small>
        </span>
        {!isThis && (
          <button type="button" disabled={isBusy} onClick={() => onEnd(id)}>
            Завершить
          </button>
        )}
      </li>
    ))}
  </ul>
);

export default Sessions;
