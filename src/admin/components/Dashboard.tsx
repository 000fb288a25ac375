import { Badge, Box, H4, H5, Loader, MessageBox, Text } from "@adminjs/design-system";
import { ApiClient } from "adminjs";
import React from "react";
import { Link } from "react-router-dom";
import type { Books } from "../books.ts";
import type { Today } from "../today.ts";
import type { UnpaidView } from "../unpaid.ts";
import MorningFigures from "./analytics/MorningFigures.tsx";
import Coming from "./Coming.tsx";
import FirstSteps from "./FirstSteps.tsx";

const api = new ApiClient();
const ROOT = "/admin";

/** The first page: what today is like, and what is missing before anyone can book. */
const Dashboard: React.FC = () => {
  const [today, setToday] = React.useState<Today | null>(null);
  const [isLost, setLost] = React.useState(false);
  React.useEffect(() => {
    api
      .getDashboard<Today>()
      .then((response) => setToday(response.data))
      .catch(() => setLost(true));
  }, []);
  const books = usePart<Books>("books", today?.hasBooks === true);
  const unpaid = usePart<UnpaidView>("unpaid", today !== null);
  if (isLost) return <MessageBox m="xl" variant="danger" message="Сервер не ответил. Обновите страницу." />;
  if (!today) return <Loader />;
  // Who has everything to be booked comes for the day's figures; what else may be switched on stands below them.
  const isNew = today.missing.length > 0;
  const counts = <Counts today={today} books={books} unpaid={unpaid} />;
  // What waits for somebody stands above what may be done one day, and is on a phone's first screen.
  const isWaiting = today.coming.some(({ bookings }) => bookings.some(({ awaitsMark }) => awaitsMark));
  const coming = today.coming.map((group) => (
    <Coming key={group.title} group={group} unmarkedHref={today.unmarkedHref} />
  ));
  const isAwaited = isWaiting || waits(today, unpaid);
  return (
    <div className="ok-today">
      <H4>Сегодня, {today.day}</H4>
      {isAwaited && counts}
      {isWaiting && coming}
      {isNew && <FirstSteps missing={today.missing} marketing={today.marketing} />}
      {today.chatPageUrl && (
        <Box variant="white" mb="xl" className="ok-sandbox">
          <b>Это песочница: деньги и Telegram ненастоящие.</b> Сыграйте клиента на{" "}
          <a href={today.chatPageUrl} target="_blank" rel="noreferrer">
            странице чата
          </a>
          : запишитесь и оплатите тестовой картой, и запись появится здесь.
        </Box>
      )}
      {!isAwaited && counts}
      {isWaiting || coming}
      <div className="ok-columns">
        <Box variant="white">
          <H5>
            <Link className="ok-link" to={`${ROOT}/${today.bookingsHref}`}>
              Записи
            </Link>
          </H5>
          {today.bookings.length === 0 && <Text className="ok-empty">На сегодня записей нет.</Text>}
          {today.bookings.map((booking) => (
            <Link
              key={booking.id}
              className="ok-row"
              to={`${ROOT}/resources/Booking/records/${booking.id}/show`}
            >
              <b>{booking.time}</b>
              <span>
                {booking.title}
                <small>{booking.who}</small>
              </span>
              <i>
                <Badge size="sm" variant={booking.tone}>
                  {booking.state}
                </Badge>
              </i>
            </Link>
          ))}
          {today.bookingsBeyond > 0 && (
            <Link className="ok-link ok-more" to={`${ROOT}/${today.bookingsHref}`}>
              и ещё {today.bookingsBeyond}
            </Link>
          )}
        </Box>
        <Box variant="white">
          <H5>
            <Link className="ok-link" to={`${ROOT}/${today.freeHref}`}>
              Свободно
            </Link>
          </H5>
          {today.free.length === 0 && (
            <Text className="ok-empty">Свободных окошек на сегодня больше нет.</Text>
          )}
          {today.free.map((slot) => (
            <Link key={slot.id} className="ok-row" to={`${ROOT}/resources/Slot/records/${slot.id}/show`}>
              <b>{slot.time}</b>
              <span>{slot.title}</span>
              <i>
                <Badge size="sm" variant={slot.tone}>
                  {slot.kind}
                </Badge>
              </i>
            </Link>
          ))}
          {today.freeCount > today.free.length && (
            <Link className="ok-link ok-more" to={`${ROOT}/${today.freeHref}`}>
              и ещё {today.freeCount - today.free.length}
            </Link>
          )}
        </Box>
      </div>
      {books && <Trouble books={books} />}
      <MorningFigures morning={today.morning} />
      {!isNew && <FirstSteps missing={today.missing} marketing={today.marketing} />}
    </div>
  );
};

/** How the books stand, and what is not paid, comes after the day's figures: they do not wait for it. */
function usePart<T>(part: string, isAsked: boolean): T | undefined {
  const [told, setTold] = React.useState<T>();
  React.useEffect(() => {
    if (!isAsked) return;
    api
      .getDashboard<Readonly<Record<string, T | undefined>>>({ params: { part } })
      .then((response) => setTold(response.data[part]))
      .catch(() => undefined);
  }, [part, isAsked]);
  return told;
}

const RULES = new Intl.PluralRules("ru");

function plural(amount: number, [one, few, many]: readonly [string, string, string]): string {
  const rule = RULES.select(amount);
  return rule === "one" ? one : rule === "few" ? few : many;
}

const waits = ({ unmarked, unanswered, proposals, held }: Today, unpaid: UnpaidView | undefined): boolean =>
  unmarked + (unanswered ?? 0) + proposals + held + (unpaid?.visits ?? 0) > 0;

/** A figure that asks for something to be done: seen when there is any, quiet when there is none. */
const Waiting: React.FC<{
  readonly count: number;
  readonly to: string;
  readonly children: React.ReactNode;
}> = ({ count, to, children }) => (
  <Link to={`${ROOT}/${to}`} className={count > 0 ? "ok-count-waits" : "ok-count-none"}>
    <b>{count}</b> {children}
  </Link>
);

const Counts: React.FC<{
  readonly today: Today;
  readonly books: Books | undefined;
  readonly unpaid: UnpaidView | undefined;
}> = ({ today, books, unpaid }) => (
  <div className="ok-counts">
    {today.unmarked > 0 && (
      <Waiting count={today.unmarked} to={today.unmarkedHref}>
        {plural(today.unmarked, ["визит ждёт", "визита ждут", "визитов ждут"])} отметки
      </Waiting>
    )}
    {unpaid && (
      <Waiting count={unpaid.visits} to={unpaid.href}>
        {plural(unpaid.visits, ["визит не оплачен", "визита не оплачены", "визитов не оплачено"])}
        <small>{unpaid.owed}</small>
      </Waiting>
    )}
    {today.unanswered !== undefined && (
      <Waiting count={today.unanswered} to="resources/ClientMessage?filters.look=waiting">
        {plural(today.unanswered, ["ждёт", "ждут", "ждут"])} ответа
      </Waiting>
    )}
    {today.proposals > 0 && (
      <Waiting count={today.proposals} to="resources/Broadcast?filters.state=draft&filters.kind=hot">
        {plural(today.proposals, ["ждёт", "ждут", "ждут"])} решения: горящие окна
      </Waiting>
    )}
    <Waiting count={today.held} to="resources/Booking?filters.state=held">
      {plural(today.held, ["ждёт", "ждут", "ждут"])} оплаты
    </Waiting>
    <Link to={`${ROOT}/${today.freeHref}`}>
      <b>{today.freeCount}</b> свободно сегодня
    </Link>
    {books && <Agreement books={books} />}
    {!books && today.hasBooks && <span className="ok-books">Сверка: смотрим…</span>}
  </div>
);

/** One word about the ledger check: it agrees, it does not, or it is still being made. */
const Agreement: React.FC<{ readonly books: Books }> = ({ books: { count, checkedAt } }) => {
  if (count === undefined) return <span className="ok-books">Сверка ещё идёт. Обновите страницу.</span>;
  return (
    <span className={count === 0 ? "ok-books" : "ok-books ok-books-bad"}>
      {count === 0 ? "Сверка: всё сходится" : "Сверка: "}
      {count > 0 && (
        <>
          <b>{count}</b> {plural(count, ["расхождение", "расхождения", "расхождений"])}
        </>
      )}
      <small>проверено в {checkedAt}</small>
    </span>
  );
};

/** What does not agree, and the money that waits for an answer too long: shown only when there is any. */
const Trouble: React.FC<{ readonly books: Books }> = ({ books }) => (
  <>
    {books.findings.length > 0 && (
      <Lines
        title="Не сходится"
        hint="Так быть не должно. Покажите этот список разработчику."
        lines={books.findings}
      />
    )}
    {books.waiting.length > 0 && (
      <Lines
        title="Деньги ждут ответа"
        hint="Банк ещё не ответил или отказал в возврате, или деньги нужно отдать клиенту на месте."
        lines={books.waiting}
      />
    )}
  </>
);

const Lines: React.FC<{
  readonly title: string;
  readonly hint: string;
  readonly lines: Books["findings"];
}> = ({ title, hint, lines }) => (
  <Box variant="white" mb="xl">
    <H5>{title}</H5>
    <Text className="ok-empty">{hint}</Text>
    {lines.map((line) => (
      <Link key={line.key} className="ok-row" to={`${ROOT}/${line.href}`}>
        <b>{line.about}</b>
        <span>
          {line.title}
          <small>{line.detail}</small>
        </span>
      </Link>
    ))}
  </Box>
);

export default Dashboard;
