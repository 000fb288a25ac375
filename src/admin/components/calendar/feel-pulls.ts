/** So far a hand moves when it means to drag and not to press. */
const PULL_PIXELS = 12;

/**
 * Tells once when a mouse pulls at an event: the library says nothing of those that it holds still. A finger that
 * moves over the calendar scrolls it.
 *
 * @returns stops listening
 */
export function feelPulls(root: HTMLElement, onPull: (element: Element) => void): () => void {
  let from: { readonly x: number; readonly y: number; readonly element: Element } | undefined;
  const press = ({ target, pointerType, button, clientX: x, clientY: y }: PointerEvent) => {
    const element = target instanceof Element ? target.closest(".ec-event") : null;
    from = element && pointerType === "mouse" && button === 0 ? { x, y, element } : undefined;
  };
  const move = ({ clientX, clientY }: PointerEvent) => {
    if (from === undefined || Math.hypot(clientX - from.x, clientY - from.y) < PULL_PIXELS) return;
    onPull(from.element);
    from = undefined;
  };
  const letGo = () => {
    from = undefined;
  };
  root.addEventListener("pointerdown", press, true);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", letGo);
  return () => {
    root.removeEventListener("pointerdown", press, true);
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", letGo);
  };
}
