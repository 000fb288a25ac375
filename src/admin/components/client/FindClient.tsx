import React from "react";
import { Link } from "react-router-dom";
import type { FoundLine } from "../../pages/client/view.ts";
import { askRecent } from "./ask-client-page.ts";
import SearchBox from "./SearchBox.tsx";

/** The way to a client, when none is open: a search, and those who came last. */
const FindClient: React.FC = () => {
  const [recent, setRecent] = React.useState<readonly FoundLine[]>();
  React.useEffect(() => {
    askRecent()
      .then(setRecent)
      .catch(() => setRecent([]));
  }, []);
  return (
    <div className="ok-client ok-find">
      <h2>Найти клиента</h2>
      <SearchBox label="Кого ищем" isLarge />
      <p className="ok-find-hint">
        Имя или фамилия, часть телефона, @имя в Telegram или номер записи (№ 12). Искать можно с любой
        страницы: клавиша <kbd>/</kbd>.
      </p>
      {recent && recent.length > 0 && (
        <section className="ok-part">
          <header>
            <h3>Новые клиенты</h3>
            <Link to="/admin/resources/Client">Все клиенты</Link>
          </header>
          <ul className="ok-found-list">
            {recent.map(({ id, name, detail }) => (
              <li key={id}>
                <Link to={`/admin/pages/client?id=${id}`}>{name}</Link>
                <small>{detail}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {recent?.length === 0 && (
        <p className="ok-part-empty">
          Клиентов пока нет. Они появятся, когда кто-нибудь откроет бота, или{" "}
          <Link to="/admin/resources/Client/actions/addClient">добавьте первого</Link>.
        </p>
      )}
    </div>
  );
};

export default FindClient;
