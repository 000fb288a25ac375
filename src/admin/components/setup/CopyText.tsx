import { Button } from "@adminjs/design-system";
import React from "react";

/** A text to be taken elsewhere: selected by a click, copied by a button. */
const CopyText: React.FC<{ readonly text: string; readonly label: string }> = ({ text, label }) => {
  const [isCopied, setCopied] = React.useState(false);
  const field = React.useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select();
    // A page that came by plain http has no clipboard: what is selected is copied by hand then.
    await navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <span className="ok-copy">
      <input
        ref={field}
        readOnly
        value={text}
        aria-label={label}
        onFocus={(event) => event.target.select()}
      />
      <Button type="button" size="sm" variant="outlined" onClick={copy}>
        {isCopied ? "Скопировано" : "Скопировать"}
      </Button>
    </span>
  );
};

export default CopyText;
