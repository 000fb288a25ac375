const DONE = "okoshko:done";

/** Something was done by this page: what stands beside it may be another by now. */
export const tellDone = (): boolean => window.dispatchEvent(new Event(DONE));

/** Hears of it, until the answer is called. */
export function onDone(hear: () => void): () => void {
  window.addEventListener(DONE, hear);
  return () => window.removeEventListener(DONE, hear);
}
