import { Box, Button, H5, MessageBox } from "@adminjs/design-system";
import { ApiClient, useNotice } from "adminjs";
import React from "react";
import { Link } from "react-router-dom";
import type { Today } from "../today.ts";
import { lostText } from "./no-answer.ts";

const api = new ApiClient();
const ROOT = "/admin";

/** What a new business still has to say and to decide; whatever is done is not in it any more. */
const FirstSteps: React.FC<Pick<Today, "missing" | "marketing">> = ({ missing, marketing }) => (
  <>
    {missing.length > 0 && (
      <Box variant="white" mb="xl" className="ok-steps">
        <H5>Первые шаги</H5>
        <ol>
          {missing.map((step) => (
            <li key={step.text}>
              <Link to={`${ROOT}/${step.href}`}>{step.text}</Link>
            </li>
          ))}
        </ol>
        <p>
          <Link to={`${ROOT}/pages/setup`}>Все шаги, и зачем они</Link>
        </p>
      </Box>
    )}
    {marketing && <Marketing {...marketing} />}
  </>
);

/** The one switch of advertisements, beside what the law says of them. */
const Marketing: React.FC<NonNullable<Today["marketing"]>> = ({ law, mayTurnOn }) => {
  const [isOn, setOn] = React.useState(false);
  const [isBusy, setBusy] = React.useState(false);
  const [problem, setProblem] = React.useState<string>();
  const notice = useNotice();
  const turnOn = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { data } = await api.recordAction({
        resourceId: "Setting",
        recordId: "marketing.enabled",
        actionName: "changeSetting",
        data: { value: "yes" },
      } as never);
      if (data.notice?.type === "success") {
        setOn(true);
        notice({ message: "Рекламные рассылки включены.", type: "success" });
      } else setProblem(data.notice?.message ?? "Включить не получилось.");
    } catch (error) {
      setProblem(lostText(error, "Сервер не ответил. Обновите страницу и попробуйте ещё раз."));
    } finally {
      setBusy(false);
    }
  };
  if (isOn) return null;
  return (
    <Box variant="white" mb="xl" className="ok-steps ok-law">
      <H5>Рекламные рассылки выключены</H5>
      <p>{law}</p>
      {problem && <MessageBox mb="lg" variant="danger" message={problem} />}
      {mayTurnOn ? (
        <Button type="button" variant="contained" disabled={isBusy} onClick={turnOn}>
          Понятно, включить рассылки
        </Button>
      ) : (
        <p className="ok-empty">Включить их может владелец.</p>
      )}
    </Box>
  );
};

export default FirstSteps;
