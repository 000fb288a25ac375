import React from "react";

const NARROW = "(max-width: 640px)";

/** Whether it is looked at on a phone. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = React.useState(() => window.matchMedia(NARROW).matches);
  React.useEffect(() => {
    const query = window.matchMedia(NARROW);
    const look = () => setNarrow(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return isNarrow;
}
