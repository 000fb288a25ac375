import { Button } from "@adminjs/design-system";
import React from "react";

type Props = {
  readonly name: string;
  /** Where the picture is, `none` when there is none any more, or a new one as a `data:` address. */
  readonly value: string;
  readonly onChange: (value: string) => void;
};

const BYTES_MAX = 5 * 1024 * 1024;

/** A picture that is chosen, seen at once, and may be taken away; what is too large is said before it travels. */
const PictureField: React.FC<Props> = ({ name, value, onChange }) => {
  const [problem, setProblem] = React.useState<string>();
  const input = React.useRef<HTMLInputElement>(null);
  const hasPicture = value !== "" && value !== "none";
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    if (!["image/jpeg", "image/png"].includes(file.type)) return setProblem("Нужна картинка JPEG или PNG.");
    if (file.size > BYTES_MAX) return setProblem("Картинка больше 5 МБ. Уменьшите её, пожалуйста.");
    const reader = new FileReader();
    reader.onload = () => {
      setProblem(undefined);
      onChange(String(reader.result));
    };
    reader.onerror = () => setProblem("Файл не прочитать. Попробуйте другой.");
    reader.readAsDataURL(file);
  };
  return (
    <div className="ok-picture">
      {hasPicture && <img src={value} alt="Выбранная картинка" />}
      <div>
        <input
          ref={input}
          id={name}
          name={name}
          type="file"
          accept="image/jpeg,image/png"
          onChange={(event) => take(event.target.files?.[0])}
        />
        {hasPicture && (
          <Button
            type="button"
            size="sm"
            variant="text"
            onClick={() => {
              if (input.current) input.current.value = "";
              onChange("none");
            }}
          >
            Убрать картинку
          </Button>
        )}
      </div>
      {problem && <p className="ok-problem">{problem}</p>}
    </div>
  );
};

export default PictureField;
