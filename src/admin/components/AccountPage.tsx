import { Box, Button, H4, H5, Loader, MessageBox } from "@adminjs/design-system";
import { useNotice } from "adminjs";
import React from "react";
import { Link } from "react-router-dom";
import type { AccountView } from "../pages/account/page.ts";
import type { StaffAnswer } from "../pages/setup/staff.ts";
import { act, ask, type Given } from "./setup/ask.ts";
import Field from "./setup/Field.tsx";
import Sessions from "./setup/Sessions.tsx";

type Send = (data: Given) => Promise<StaffAnswer>;

/** One's own account: name, password, where one is signed in. */
const AccountPage: React.FC = () => {
  const [view, setView] = React.useState<AccountView>();
  const [isLost, setLost] = React.useState(false);
  const [isBusy, setBusy] = React.useState(false);
  const notice = useNotice();
  const load = React.useCallback(() => ask<AccountView>("account").then(setView, () => setLost(true)), []);
  React.useEffect(() => {
    load();
  }, [load]);
  const send: Send = async (data) => {
    setBusy(true);
    const answer = await act<StaffAnswer>("account", data);
    setBusy(false);
    if (answer.said) {
      notice({ message: answer.said, type: "success" });
      await load();
    }
    return answer;
  };
  if (isLost) return <MessageBox m="xl" variant="danger" message="Сервер не ответил. Обновите страницу." />;
  if (!view) return <Loader />;
  return (
    <div className="ok-setup ok-account">
      <H4>Моя учётная запись</H4>
      {view.failures && (
        <MessageBox
          mb="xl"
          variant="info"
          message={`${view.failures}. Если это были не вы, смените пароль.`}
        />
      )}
      <Box variant="white" mb="xl" className="ok-setup-card">
        <H5>Кто вы здесь</H5>
        <dl className="ok-facts">
          <dt>Роль</dt>
          <dd>{view.role}</dd>
          <dt>Почта для входа</dt>
          <dd>{view.email || "нет"}</dd>
          {view.specialist && (
            <>
              <dt>Ваш календарь</dt>
              <dd>{view.specialist}</dd>
            </>
          )}
          <dt>Telegram</dt>
          <dd>{view.hasTelegram ? "связан" : "не связан: напишите боту /id и назовите число владельцу"}</dd>
        </dl>
        <Name name={view.name} isBusy={isBusy} send={send} />
        <Link className="ok-setup-go" to={`/admin/resources/Staff/records/${view.id}/setStaffMessages`}>
          О чём бот пишет вам в Telegram
        </Link>
      </Box>
      {view.email && <Password isBusy={isBusy} send={send} />}
      <Box variant="white" mb="xl" className="ok-setup-card">
        <H5>Где открыта панель</H5>
        <Sessions
          sessions={view.sessions}
          isBusy={isBusy}
          onEnd={(session) => send({ do: "endSession", session })}
        />
        <span className="ok-setting-buttons">
          {view.sessions.some(({ isThis }) => !isThis) && (
            <Button
              type="button"
              size="sm"
              variant="outlined"
              disabled={isBusy}
              onClick={() => send({ do: "endSessions" })}
            >
              Завершить все, кроме этого
            </Button>
          )}
          <a className="ok-setup-go" href="/admin/logout">
            Выйти
          </a>
        </span>
      </Box>
    </div>
  );
};

type Part = { readonly isBusy: boolean; readonly send: Send };

const Name: React.FC<Part & { readonly name: string }> = ({ name, isBusy, send }) => {
  const [value, setValue] = React.useState(name);
  const [error, setError] = React.useState<string>();
  return (
    <form
      className="ok-account-name"
      onSubmit={async (event) => {
        event.preventDefault();
        setError((await send({ do: "rename", name: value })).refused);
      }}
    >
      <Field name="name" label="Имя" value={value} onChange={setValue} autoComplete="name" error={error} />
      {value !== name && (
        <Button type="submit" variant="contained" disabled={isBusy}>
          Сохранить имя
        </Button>
      )}
    </form>
  );
};

const NO_PASSWORDS = { present: "", wanted: "", again: "" };

const Password: React.FC<Part> = ({ isBusy, send }) => {
  const [values, setValues] = React.useState(NO_PASSWORDS);
  const [answer, setAnswer] = React.useState<StaffAnswer>({});
  const field = (name: keyof typeof NO_PASSWORDS) => ({
    name,
    type: "password" as const,
    value: values[name],
    error: answer.field === name ? answer.refused : undefined,
    onChange: (value: string) => setValues({ ...values, [name]: value }),
  });
  return (
    <Box variant="white" mb="xl" className="ok-setup-card">
      <H5>Пароль</H5>
      <form
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          const told = await send({ do: "setPassword", ...values });
          setAnswer(told);
          if (told.refused === undefined) setValues(NO_PASSWORDS);
        }}
      >
        {answer.refused && !answer.field && <MessageBox mb="lg" variant="danger" message={answer.refused} />}
        <Field {...field("present")} label="Нынешний пароль" autoComplete="current-password" />
        <Field
          {...field("wanted")}
          label="Новый пароль"
          autoComplete="new-password"
          hint="Не короче 10 знаков. Несколько слов подряд — хороший пароль."
        />
        <Field {...field("again")} label="Новый пароль ещё раз" autoComplete="new-password" />
        <Button type="submit" variant="contained" disabled={isBusy || values.wanted === ""}>
          Сменить пароль
        </Button>
        <p className="ok-empty ok-account-after">Остальные сеансы завершатся, этот останется.</p>
      </form>
    </Box>
  );
};

export default AccountPage;
