# Отмена записи.
button-cancel = Отменить запись
button-cancel-yes = Да, отменить
button-keep = Оставить запись
cancel-ask = Отменить запись №{ $number }?
cancel-in-time = Отмена вовремя: без штрафа.
cancel-late = До визита меньше { $hours ->
    [one] { $hours } часа
   *[other] { $hours } часов
  }, поэтому отмена поздняя.
cancel-nothing = Ни денег, ни баллов это не коснётся.
cancel-kept = Предоплата { $amount } не вернётся.
cancel-drops-move = Незавершённый перенос на { $when } тоже отменится.
cancelled-dropped-move = Незавершённый перенос на { $when } тоже отменили.
cancel-points-back = Вернём { $points }.
cancel-penalty = За позднюю отмену спишем { $points }.
cancel-free-until = Отменить без штрафа можно до { $when }.
cancel-free-grace = Отменить без штрафа можно в течение { $minutes ->
    [one] { $minutes } минуты
   *[other] { $minutes } минут
  } после записи.
cancel-late-already = Отмена уже поздняя: { $costs }.
cancel-late-at-once = Отмена сразу будет поздней: { $costs }.
late-costs-penalty = штраф { $percent }{ "\u00A0" }% стоимости баллами
late-costs-kept = предоплата { $amount } не вернётся
cancel-late-keeps = При поздней отмене предоплата { $amount } не вернётся.
