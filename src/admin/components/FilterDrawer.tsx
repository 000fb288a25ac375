import type { FilterProps } from "adminjs";
import { OriginalFilterDrawer, useFilterDrawer } from "adminjs";
import React from "react";

const BUTTON = "[data-css$='-filter-button']";

/** AdminJS moves its filters off the screen and leaves them to the keyboard; here closed means closed, and Escape closes. */
const FilterDrawer: React.FC<FilterProps> = (props) => {
  const { isVisible, close } = useFilterDrawer();
  const place = React.useRef<HTMLDivElement>(null);
  const wasVisible = React.useRef(isVisible);
  React.useEffect(() => {
    if (isVisible === wasVisible.current) return;
    wasVisible.current = isVisible;
    const goTo = isVisible
      ? place.current?.querySelector<HTMLElement>("input, select, textarea")
      : document.querySelector<HTMLElement>(BUTTON);
    goTo?.focus();
  }, [isVisible]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for Escape out of the fields that stand in it.
    <div
      ref={place}
      className={isVisible ? "ok-drawer" : "ok-drawer ok-drawer-closed"}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <OriginalFilterDrawer {...props} />
    </div>
  );
};

export default FilterDrawer;
