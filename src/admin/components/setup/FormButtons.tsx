import { Button } from "@adminjs/design-system";
import React from "react";

type Props = {
  /** It is added; otherwise it is there, and saved. */
  readonly isNew: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
};

/** The buttons under a form that adds something or changes what is there. */
const FormButtons: React.FC<Props> = ({ isNew, isBusy, onClose }) => (
  <span className="ok-setting-buttons">
    <Button type="submit" variant="contained" disabled={isBusy}>
      {isNew ? "Добавить" : "Сохранить"}
    </Button>
    <Button type="button" variant="text" onClick={onClose}>
      Отмена
    </Button>
  </span>
);

export default FormButtons;
