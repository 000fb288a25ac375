import { Box, H5, Loader, MessageBox } from "@adminjs/design-system";
import React from "react";
import { Link } from "react-router-dom";
import type { ChecklistView, Step } from "../../pages/setup/checklist.ts";
import { ask } from "./ask.ts";
import CopyText from "./CopyText.tsx";

const ROOT = "/admin";

/** What a new business has to say and to connect, and what of it is done. */
const Checklist: React.FC = () => {
  const [view, setView] = React.useState<ChecklistView>();
  const [isLost, setLost] = React.useState(false);
  React.useEffect(() => {
    ask<ChecklistView>("setup", { part: "checklist" }).then(setView, () => setLost(true));
  }, []);
  if (isLost) return <MessageBox variant="danger" message="Сервер не ответил. Обновите страницу." />;
  if (!view) return <Loader />;
  const isReady = view.done === view.total;
  return (
    <>
      <div className="ok-progress ok-setup-progress">
        <progress max={view.total} value={view.done} aria-label="Сколько сделано" />
        <span>
          {isReady
            ? "Всё нужное готово: можно принимать клиентов."
            : `Готово ${view.done} из ${view.total}. Дальше — то, что не отмечено.`}
        </span>
      </div>
      {view.sections.map(({ name, steps }) => (
        <Box key={name} variant="white" mb="xl" className="ok-setup-card">
          <H5>{name}</H5>
          <ul className="ok-setup-steps">
            {steps.map((step) => (
              <StepLine key={step.id} step={step} />
            ))}
          </ul>
        </Box>
      ))}
    </>
  );
};

const stateOf = ({ isDone, isOptional }: Step): readonly [look: string, words: string] =>
  isDone ? ["is-done", "сделано"] : isOptional ? ["is-optional", "по желанию"] : ["is-open", "не сделано"];

const StepLine: React.FC<{ readonly step: Step }> = ({ step }) => {
  const [look, words] = stateOf(step);
  return (
    <li className={look} data-step={step.id}>
      <i role="img" aria-label={words} title={words} />
      <div>
        <b>{step.title}</b>
        <p>{step.why}</p>
        {step.now && <p className="ok-setup-now">{step.now}</p>}
        {step.copy && <CopyText text={step.copy} label={step.title} />}
        {step.note && (
          <details>
            <summary>Что говорит закон</summary>
            <p className="ok-lines">{step.note}</p>
          </details>
        )}
      </div>
      {step.href && (
        <Link className="ok-setup-go" to={`${ROOT}/${step.href}`}>
          {step.action}
        </Link>
      )}
    </li>
  );
};

export default Checklist;
