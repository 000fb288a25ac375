import { useCurrentAdmin } from "adminjs";
import React from "react";
import { Link } from "react-router-dom";
import type { ListWay } from "../table-list.ts";

type Props = { readonly custom: { readonly ways?: readonly ListWay[] } };

/** What stands between a list's heading and its rows: where it leads as a whole, for those who may go there. */
const ListTop: React.FC<Props> = ({ custom: { ways = [] } }) => {
  const [user] = useCurrentAdmin();
  const open = (user?.pages ?? []) as readonly string[];
  const shown = ways.filter(({ page }) => open.includes(page));
  if (shown.length === 0) return null;
  return (
    <div className="ok-list-top">
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

export default ListTop;
