# Перенос записи.
sent-moved = 🔁 <b>Запись перенесена!</b> Теперь это запись №{ $number }
sent-moved-by-business = 🔁 Нам пришлось перенести вашу запись, теперь это запись №{ $number }. Простите за неудобство!
sent-moved-help = Если новое время не подходит, перенесите запись сами или напишите нам.
moved-was = Было: <s>{ $when }</s>, { $specialist }
moved-refund = Вернём { $amount } за прежнее время: обычно деньги приходят за несколько дней.
moved-excess = Новая запись дешевле: вернём { $amount }, обычно деньги приходят за несколько дней.
moved-kept = Предоплата { $amount } за прежнее время не возвращается: перенос поздний.
moved-points-back = Вернули { $points }.
moved-penalty = За поздний перенос списали { $points }.
staff-moved = 🔁 Запись перенесена, теперь это №{ $number }
staff-moved-late = 🔁 Запись перенесена поздно, теперь это №{ $number }

button-move = Перенести
button-moved-to = Теперь это запись №{ $number } · { $moment }
button-move-any = 👤 Специалист: любой
button-move-same = 👤 Специалист: { $name }
button-move-now = Перенести
button-move-pay = Перенести и оплатить
button-move-stop = Не переносить
button-move-other = ‹ Другое время
move-ask-day = 🔁 <b>Переносим запись №{ $number }</b>
    { $service }, сейчас { $when }, { $specialist }

    { $days ->
        [none] На какой день?
       *[other] На какой день ({ $days })?
    }
move-none = На ближайшие дни другого свободного времени нет. Загляните позже или напишите нам.
move-ask-time = 🔁 <b>Переносим запись №{ $number }</b>
    { $day }

    На какое время?
move-ask = 🔁 Перенести запись №{ $number }?
move-at-once = Перенос вовремя, стоимость та же: перенесём сразу, без штрафа.
move-keeps-paid = Оплаченные { $amount } перейдут на новое время.
move-in-time = Перенос вовремя: без штрафа.
move-late = До визита меньше { $hours ->
    [one] { $hours } часа
   *[other] { $hours } часов
  }, поэтому перенос поздний.
move-price = Стоимость: { $amount }
move-price-changed = Стоимость: { $amount } (было { $before })
move-points = Баллами: −{ $amount }
move-refund = Вернём { $amount } за прежнее время: обычно деньги приходят за несколько дней.
move-kept = Предоплата { $amount } за прежнее время не вернётся.
move-points-back = Вернём { $points }.
move-penalty = За поздний перенос спишем { $points }.
move-stays-paid = Прежнее время останется за вами, пока новое не оплачено.
moved-now = ✅ Перенесли, подробности ниже 👇
hold-moving = 🔁 Переносим запись: прежнее время ({ $when }) останется за вами, пока новое не подтверждено.
hold-moving-pay = 🔁 Переносим запись: прежнее время ({ $when }) останется за вами, пока новое не оплачено.
over-still = Запись №{ $number } остаётся в силе: { $when }.
