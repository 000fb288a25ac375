import { Loader, MessageBox } from "@adminjs/design-system";
import { useNotice } from "adminjs";
import React from "react";
import { Link } from "react-router-dom";
import Bar from "./calendar/Bar.tsx";
import type { ActionToOpen } from "./calendar/Card.tsx";
import { doIt, isGone } from "./calendar/calls.ts";
import { isOutOfSight } from "./calendar/days.ts";
import Grid from "./calendar/Grid.tsx";
import { idleColumns, withoutIdle } from "./calendar/idle-columns.ts";
import Month from "./calendar/Month.tsx";
import OpenedSheet, { type Opened } from "./calendar/OpenedSheet.tsx";
import { touchedBy } from "./calendar/touched.ts";
import { useDrags } from "./calendar/use-drags.ts";
import { useFeed } from "./calendar/use-feed.ts";
import { useNarrow } from "./calendar/use-narrow.ts";
import { usePlace } from "./calendar/use-place.ts";
import { useWayIn } from "./calendar/use-way-in.ts";
import { confirmDeed } from "./everywhere/confirm.ts";
import { leaveDraft } from "./everywhere/drafts.ts";
import { closeNotices } from "./everywhere/past-notices.ts";

/** Slots, bookings and time off, as the day goes on: seen, made, dragged and pressed. */
const CalendarPage: React.FC = () => {
  const { place, isBookingsOnly, go } = usePlace();
  const { feed, trouble, refresh } = useFeed(place);
  const [opened, setOpened] = React.useState<Opened>();
  const [action, setAction] = React.useState<ActionToOpen>();
  const isNarrow = useNarrow();
  const notice = useNotice();
  const body = React.useRef<HTMLDivElement>(null);
  useWayIn(body);
  /** Another thing, or nothing, in the sheet; what was typed in it and not sent is asked about first. */
  const leave = (then: () => void) => leaveDraft(body.current?.querySelector(".ok-cal-sheet") ?? null, then);
  const show = (what: Opened | undefined, form?: ActionToOpen) => {
    setAction(form);
    setOpened(what);
  };
  const open = (what: Opened | undefined, form?: ActionToOpen) =>
    leave(() => {
      closeNotices();
      show(what, form);
    });
  const drags = useDrags({ feed, refresh, open });
  const [isIdleShown, setIdleShown] = React.useState(false);
  const idle = React.useMemo(() => (feed ? idleColumns(feed) : []), [feed]);
  const shown = React.useMemo(
    () => feed && withoutIdle(feed, isIdleShown ? [] : idle),
    [feed, idle, isIdleShown],
  );
  const undoNow = async () => {
    const answer = await doIt({ do: "undo", id: feed?.undo?.id ?? "" });
    notice({ message: answer.message, type: answer.isDone ? "success" : "error" });
    refresh();
    // What was made or taken by it goes with it, and so does its panel.
    if (answer.isDone && opened && "id" in opened && (await isGone(opened)))
      setOpened((now) => (now === opened ? undefined : now));
  };

  const undo = () => {
    const question = feed?.undo?.question;
    if (question === undefined) undoNow();
    else
      confirmDeed(
        { question, words: "Вернуть их можно будет, только создав заново.", deed: "Убрать" },
        undoNow,
      );
  };

  if (feed === undefined || shown === undefined)
    return trouble ? <MessageBox m="xl" variant="danger" message={trouble.text} /> : <Loader />;
  return (
    <div className="ok-cal">
      <Bar
        feed={feed}
        isBookingsOnly={isBookingsOnly}
        isNarrow={isNarrow}
        idle={{ count: idle.length, isShown: isIdleShown, onToggle: () => setIdleShown(!isIdleShown) }}
        onGo={go}
        onNew={() => open({ kind: "new" })}
        onUndo={undo}
      />
      {trouble && (
        <div className="ok-cal-trouble" role="status">
          {trouble.text} {trouble.kind === "signedOut" && <a href="/admin">Войти</a>}
        </div>
      )}
      <div className="ok-cal-body" ref={body}>
        {feed.everybody.length === 0 ? (
          <NobodyYet isOwn={!feed.may.add} />
        ) : feed.view === "month" ? (
          <Month feed={feed} onDay={(date) => go({ view: "day", date })} />
        ) : (
          <Grid
            feed={shown}
            isNarrow={isNarrow}
            isBookingsOnly={isBookingsOnly && feed.view === "list"}
            chosen={opened && nameOf(opened)}
            touched={opened ? touchedBy(shown, opened, action) : []}
            {...drags}
          />
        )}
        {opened && (
          <OpenedSheet
            key={"id" in opened ? opened.id : "new"}
            feed={feed}
            opened={opened}
            action={action}
            onOpen={open}
            onAction={(form) => leave(() => setAction(form))}
            onStay={(instead) => {
              if (instead === undefined) setAction(undefined);
              else show(instead);
              refresh();
            }}
            onDone={(madeOn) => {
              show(madeOn?.offId === undefined ? undefined : { kind: "off", id: madeOn.offId });
              if (madeOn && isOutOfSight(feed, madeOn)) go({ date: madeOn.from });
              refresh();
            }}
          />
        )}
      </div>
    </div>
  );
};

const nameOf = (opened: Opened): string | undefined =>
  opened.kind === "new" ? undefined : `${opened.kind}:${opened.id}`;

const NobodyYet: React.FC<{ readonly isOwn: boolean }> = ({ isOwn }) => (
  <p className="ok-cal-empty">
    {isOwn ? (
      "У вас пока нет своей колонки: попросите владельца связать вас со специалистом."
    ) : (
      <>
        Здесь будут колонки специалистов. Сначала{" "}
        <Link to="/admin/resources/Specialist/actions/addSpecialist">добавьте специалиста</Link>.
      </>
    )}
  </p>
);

export default CalendarPage;
