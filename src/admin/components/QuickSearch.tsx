import { useCurrentAdmin } from "adminjs";
import React from "react";
import SearchBox from "./client/SearchBox.tsx";
import { askBeforeLeaving } from "./everywhere/leaving.ts";
import { usePlaceTitle } from "./everywhere/page-title.ts";
import { usePastNotices, watchNotices } from "./everywhere/past-notices.ts";
import { makeReachable } from "./everywhere/reachable.ts";
import { noticeEndedSessions } from "./everywhere/signed-out.ts";
import { askBeforeGoingBack, useShownPlace } from "./everywhere/way-back.ts";

// Once, before the first page asks for anything.
makeReachable();
noticeEndedSessions();
watchNotices();
askBeforeLeaving();
askBeforeGoingBack();

/** At the top of every page: the way to any client, for those who may open their cards. */
const QuickSearch: React.FC = () => {
  const [user] = useCurrentAdmin();
  usePlaceTitle();
  usePastNotices();
  useShownPlace();
  const pages = (user?.pages ?? []) as readonly string[];
  return (
    <div className="ok-quick">
      {pages.includes("client") && <SearchBox label="Найти клиента" isCalledBySlash />}
    </div>
  );
};

export default QuickSearch;
