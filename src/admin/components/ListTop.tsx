import { useCurrentAdmin } from "adminjs";
import React from "react";
import { Link, useLocation } from "react-router-dom";
import type { ListView, ListWay } from "../table-list.ts";
import { addressOfLook, lookOf } from "./look-of-list.ts";

type Props = {
  readonly custom: { readonly ways?: readonly ListWay[]; readonly views?: readonly ListView[] };
};

/** What stands between a list's heading and its rows: where it leads as a whole, for those who may go there. */
const ListTop: React.FC<Props> = ({ custom: { ways = [], views = [] } }) => {
  const [user] = useCurrentAdmin();
  const open = (user?.pages ?? []) as readonly string[];
  const shown = ways.filter(({ page }) => open.includes(page));
  if (shown.length + views.length === 0) return null;
  return (
    <div className="ok-list-top">
      {views.length > 0 && <Views views={views} />}
      {shown.map(({ text, page, posts }) =>
        posts === undefined ? (
          <Link key={text} className="ok-list-way" to={`/admin/pages/${page}`}>
            {text}
          </Link>
        ) : (
          // The browser saves what comes while it comes, however much it is.
          <form key={text} method="post" action={`/admin/api/pages/${page}`}>
            {Object.entries(posts).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button type="submit" className="ok-list-way">
              {text}
            </button>
          </form>
        ),
      )}
    </div>
  );
};

const Views: React.FC<{ readonly views: readonly ListView[] }> = ({ views }) => {
  const { pathname, search } = useLocation();
  const query = new URLSearchParams(search);
  const here = lookOf(views, query);
  return (
    <nav className="ok-list-views" aria-label="Какие показать">
      {views.map((view) => (
        <Link
          key={view.value}
          to={`${pathname}${addressOfLook(view, query)}`}
          aria-current={view === here ? "page" : undefined}
        >
          {view.text}
        </Link>
      ))}
    </nav>
  );
};

export default ListTop;
