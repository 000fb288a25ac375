import React from "react";

/** Where recharts measures its labels: a line at the end of the page's text that outlives the picture. */
const MEASURED = "recharts_measurement_span";

/** Takes it away with the picture: nothing of it is read on the pages after. */
export const useCleanMeasuring = (): void =>
  React.useEffect(() => () => document.getElementById(MEASURED)?.remove(), []);
