import { Icon } from "@adminjs/design-system";
import { ApiClient, useTranslation } from "adminjs";
import React from "react";
import { useLocation } from "react-router-dom";
import { onDone } from "./everywhere/deeds.ts";
import MenuLink, { isAt } from "./MenuLink.tsx";
import { FIRST_PLACE, isEverydayList } from "./menu-order.ts";
import { isOpen, keepClosed, keptClosed, toggled } from "./menu-state.ts";

const api = new ApiClient();

type Listed = {
  readonly id: string;
  readonly name: string;
  readonly href: string | null;
  readonly navigation: { readonly name: string | null; readonly icon: string } | null;
};

/** A client may write at any time. */
const ASK_MS = 30_000;

/** How many wait in which list: asked for anew with every page, after every deed, and while somebody looks. */
function useWaiting(pathname: string): Readonly<Record<string, number>> {
  const [waiting, setWaiting] = React.useState<Readonly<Record<string, number>>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is the reason to ask again.
  React.useEffect(() => {
    let last = 0;
    const ask = () => {
      last += 1;
      const asked = last;
      api
        .getDashboard<Readonly<Record<string, number>>>({ params: { part: "menu" } })
        .then(({ data }) => asked === last && setWaiting(data))
        .catch(() => undefined);
    };
    const askIfSeen = () => {
      if (document.visibilityState === "visible") ask();
    };
    ask();
    const timer = setInterval(askIfSeen, ASK_MS);
    const stopHearing = onDone(ask);
    document.addEventListener("visibilitychange", askIfSeen);
    return () => {
      last += 1;
      clearInterval(timer);
      stopHearing();
      document.removeEventListener("visibilitychange", askIfSeen);
    };
  }, [pathname]);
  return waiting;
}

/** The lists of the menu under their headings, which open and close by mouse and by keyboard. */
const SidebarResourceSection: React.FC<{ readonly resources: readonly Listed[] }> = ({ resources }) => {
  const { translateLabel } = useTranslation();
  const { pathname } = useLocation();
  const waiting = useWaiting(pathname);
  const [closed, setClosed] = React.useState(keptClosed);
  // A list that a page of ours took the place of, or that the menu begins with, stands under no heading.
  const listed = resources.filter(
    ({ id, href, navigation }) => href !== null && Boolean(navigation?.name) && !isEverydayList(id),
  );
  const headings = Map.groupBy(listed, ({ navigation }) => navigation?.name ?? "");
  const current = listed.find(({ href }) => isAt(pathname, href ?? ""))?.navigation?.name ?? undefined;
  const toggle = (heading: string): void => {
    const next = toggled(closed, heading);
    setClosed(next);
    keepClosed(next);
  };
  return (
    <>
      <div id={FIRST_PLACE} />
      <nav className="ok-menu" aria-label="Списки">
        {[...headings].map(([heading, lists]) => {
          const isShown = isOpen(closed, heading, current);
          return (
            <section key={heading} className="ok-menu-section">
              <button
                type="button"
                className="ok-menu-heading"
                aria-expanded={isShown}
                onClick={() => toggle(heading)}
              >
                {heading}
                <Icon icon={isShown ? "ChevronUp" : "ChevronDown"} />
              </button>
              {isShown &&
                lists.map(({ id, name, href }) => (
                  <MenuLink
                    key={id}
                    href={href ?? ""}
                    label={translateLabel(name, id)}
                    waiting={waiting[id]}
                  />
                ))}
            </section>
          );
        })}
      </nav>
    </>
  );
};

export default SidebarResourceSection;
