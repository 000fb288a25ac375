import { Badge, Box, Button, H5, Loader, MessageBox } from "@adminjs/design-system";
import { useNotice } from "adminjs";
import React from "react";
import { Link } from "react-router-dom";
import type { MemberView, StaffAnswer, StaffView } from "../../pages/setup/staff.ts";
import { act, ask, type Given } from "./ask.ts";
import ConfirmButton from "./ConfirmButton.tsx";
import CopyText from "./CopyText.tsx";
import MemberForm from "./MemberForm.tsx";
import Sessions from "./Sessions.tsx";

type Told = NonNullable<StaffAnswer["password"]>;

/** Who works here: their rights, their ways in, where they are signed in. */
const StaffTab: React.FC = () => {
  const [view, setView] = React.useState<StaffView>();
  const [isLost, setLost] = React.useState(false);
  const [opened, setOpened] = React.useState<string>();
  const [password, setPassword] = React.useState<Told>();
  const [refused, setRefused] = React.useState<string>();
  const [isBusy, setBusy] = React.useState(false);
  const notice = useNotice();
  const load = React.useCallback(
    () => ask<StaffView>("setup", { part: "staff" }).then(setView, () => setLost(true)),
    [],
  );
  React.useEffect(() => {
    load();
  }, [load]);

  const send = async (data: Given): Promise<StaffAnswer> => {
    setBusy(true);
    setRefused(undefined);
    const answer = await act<StaffAnswer>("setup", data);
    setBusy(false);
    if (answer.said) notice({ message: answer.said, type: "success" });
    if (answer.password) setPassword(answer.password);
    if (answer.refused === undefined) await load();
    return answer;
  };
  const sendOrTell = async (data: Given) => setRefused((await send(data)).refused);

  if (isLost) return <MessageBox variant="danger" message="Сервер не ответил. Обновите страницу." />;
  if (!view) return <Loader />;
  if (!view.members) return <MessageBox variant="danger" message="Сотрудники — дело владельца." />;
  return (
    <>
      {password && <OneTime told={password} onClose={() => setPassword(undefined)} />}
      {refused && <MessageBox mb="lg" variant="danger" message={refused} />}
      <Box variant="white" mb="xl" className="ok-setup-card">
        {opened === "new" ? (
          <>
            <H5>Новый сотрудник</H5>
            <MemberForm member={undefined} view={view} onSend={send} onClose={() => setOpened(undefined)} />
          </>
        ) : (
          <Button type="button" variant="contained" onClick={() => setOpened("new")}>
            Добавить сотрудника
          </Button>
        )}
      </Box>
      {view.members.map((member) => (
        <Box
          key={member.id}
          variant="white"
          mb="lg"
          className="ok-setup-card ok-member"
          data-member={member.id}
        >
          {opened === member.id ? (
            <MemberForm member={member} view={view} onSend={send} onClose={() => setOpened(undefined)} />
          ) : (
            <Member member={member} isBusy={isBusy} onEdit={() => setOpened(member.id)} onSend={sendOrTell} />
          )}
        </Box>
      ))}
    </>
  );
};

const OneTime: React.FC<{ readonly told: Told; readonly onClose: () => void }> = ({ told, onClose }) => (
  <Box variant="white" mb="xl" className="ok-setup-card ok-one-time" role="status">
    <H5>Одноразовый пароль</H5>
    <p>
      Передайте его сотруднику лично: больше мы его не покажем. Вход: <b>{told.email}</b>, до {told.until}.
      При первом входе сотрудник придумает свой пароль.
    </p>
    <CopyText text={told.text} label="Одноразовый пароль" />
    <Button type="button" size="sm" variant="text" onClick={onClose}>
      Готово, скрыть
    </Button>
  </Box>
);

type MemberProps = {
  readonly member: MemberView;
  readonly isBusy: boolean;
  readonly onEdit: () => void;
  readonly onSend: (data: Given) => void;
};

const Member: React.FC<MemberProps> = ({ member, isBusy, onEdit, onSend }) => {
  const { id, email } = member;
  return (
    <>
      <div className="ok-member-head">
        <H5>{member.name}</H5>
        <Badge size="sm" variant={member.isActive ? "success" : "default"}>
          {member.isActive ? member.roleName : "отключён"}
        </Badge>
        {member.isYou && <span className="ok-empty">это вы</span>}
      </div>
      <dl className="ok-facts">
        <Fact label="Вход в панель" value={email || "нет"} />
        <Fact label="Telegram" value={member.telegramId || "не связан"} />
        {member.specialist && <Fact label="Чей календарь" value={member.specialist} />}
        <Fact label="Последний вход" value={member.lastSignIn || "ещё не входил"} />
      </dl>
      {member.notes.map((note) => (
        <p key={note} className="ok-member-note">
          {note}
        </p>
      ))}
      <div className="ok-member-actions">
        <Button type="button" size="sm" variant="outlined" disabled={isBusy} onClick={onEdit}>
          Изменить
        </Button>
        <Link className="ok-setup-go" to={`/admin/resources/Staff/records/${id}/setStaffMessages`}>
          Уведомления
        </Link>
        {!member.isYou && member.isActive && email && (
          <ConfirmButton
            question="Прежний пароль перестанет работать."
            yes="Выдать"
            isBusy={isBusy}
            onConfirm={() => onSend({ do: "resetPassword", id, email })}
          >
            Выдать пароль
          </ConfirmButton>
        )}
        {!member.isYou && member.isActive && (
          <ConfirmButton
            question="Вход закроется сразу."
            yes="Отключить"
            isBusy={isBusy}
            onConfirm={() => onSend({ do: "setActive", id, isActive: "no" })}
          >
            Отключить
          </ConfirmButton>
        )}
        {!member.isActive && (
          <Button
            type="button"
            size="sm"
            variant="outlined"
            disabled={isBusy}
            onClick={() => onSend({ do: "setActive", id, isActive: "yes" })}
          >
            Вернуть
          </Button>
        )}
      </div>
      {member.sessions.length > 0 && (
        <details>
          <summary>Где открыта панель: {member.sessions.length}</summary>
          <Sessions
            sessions={member.sessions}
            isBusy={isBusy}
            onEnd={(session) => onSend({ do: "endSession", id, session })}
          />
          {member.sessions.some(({ isThis }) => !isThis) && (
            <Button
              type="button"
              size="sm"
              variant="outlined"
              disabled={isBusy}
              onClick={() => onSend({ do: "endSessions", id })}
            >
              {member.isYou ? "Завершить все, кроме этого" : "Завершить все"}
            </Button>
          )}
        </details>
      )}
    </>
  );
};

const Fact: React.FC<{ readonly label: string; readonly value: string }> = ({ label, value }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);

export default StaffTab;
