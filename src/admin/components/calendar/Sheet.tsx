import React from "react";

type Props = {
  readonly label: string;
  readonly onClose: () => void;
  readonly onBack?: (() => void) | undefined;
  readonly children: React.ReactNode;
};

/** A panel at the side, on a phone from below; the calendar stays in sight. Escape closes it. */
const Sheet: React.FC<Props> = ({ label, onClose, onBack, children }) => {
  const at = React.useRef<HTMLElement>(null);
  const closing = React.useRef(onClose);
  closing.current = onClose;
  React.useEffect(() => {
    const before = document.activeElement;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // The browser would close at once whatever question this opens.
      event.preventDefault();
      closing.current();
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // A form that gave way to its card, or the other way round: the keyboard stays in the sheet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the label is the sign that something else is shown
  React.useEffect(() => at.current?.focus(), [label]);
  return (
    <>
      <button
        type="button"
        className="ok-cal-shade"
        aria-label="Закрыть панель"
        tabIndex={-1}
        onClick={onClose}
      />
      <aside ref={at} className="ok-cal-sheet" role="dialog" aria-label={label} tabIndex={-1}>
        <div className="ok-cal-sheet-top">
          {onBack ? (
            <button type="button" onClick={onBack}>
              ‹ Назад
            </button>
          ) : (
            <span />
          )}
          <button type="button" aria-label="Закрыть панель" onClick={onClose}>
            ×
          </button>
        </div>
        <div className="ok-cal-sheet-body">{children}</div>
      </aside>
    </>
  );
};

export default Sheet;
