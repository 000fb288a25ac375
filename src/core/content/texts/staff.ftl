# Для сотрудников: свой день, отметки визитов.
staff-welcome = Вы среди сотрудников, вот ваш день. Он всегда откроется по команде /today, а записаться самому можно по команде /book.
staff-day-title = 📋 <b>{ $day }</b>{ $who ->
    [none] { "" }
   *[other] , { $who }
  }
staff-day-none = Записей на этот день нет.
staff-day-line = { $from }–{ $to } <b>{ $name }</b>, { $service }{ $specialist ->
    [none] { "" }
   *[other] , { $specialist }
  }: { $state }{ $promised ->
    [yes] { " 👌" }
   *[no] { "" }
  }{ $onSpot ->
    [none] { "" }
   *[other] , на месте { $onSpot }
  }
staff-everybody = все специалисты
button-my-day = 📋 Мой день
button-today = Сегодня
button-day-before = ‹ { $day }
button-day-after = { $day } ›
button-staff-who = 👤 { $name }
button-staff-all = Все специалисты
staff-whose = Чей день показать?
button-staff-visit = { $mark } { $time } · { $name } · { $service }
button-open-visit = Открыть запись
button-to-day = ‹ К дню
staff-visit-title = Запись №{ $number }: { $state }
staff-visit-phone = ☎️ { $phone }
staff-visit-promised = 👌 Подтверждено клиентом
staff-visit-early = Отметить визит можно будет после его начала.
button-came = ✅ Клиент пришёл
button-missed = 🚫 Не пришёл
button-correct-came = Исправить: клиент был
button-correct-missed = Исправить: не пришёл
button-write-client = ✍️ Написать клиенту
staff-marked-came = Отметили: клиент пришёл.
staff-marked-missed = Отметили: клиент не пришёл.
staff-marked-told = { $said } Клиенту написали, что это значит для него.
staff-correct-came = Исправляем отметку записи №{ $number }: клиент был на визите. Штраф и блокировка за неявку снимутся, баллы за визит начислятся.
staff-correct-missed = Исправляем отметку записи №{ $number }: клиент не пришёл. Баллы за визит снимутся, штраф спишется.
staff-correct-why = Напишите одним сообщением, почему: причина останется в журнале.
button-correct-drop = Не исправлять
your-telegram-id = Ваш Telegram id: <code>{ $id }</code>

# Деньги, принятые на месте.
staff-on-spot-part = Из них на месте: { $amount }
staff-owed = Осталось принять на месте: { $amount }
button-take-cash = 💵 Принято наличными { $amount }
button-take-card = 💳 Принято картой { $amount }
button-take-transfer = 📲 Принято переводом { $amount }
button-take-other = Другая сумма
button-take-anew = 💵 Записать оплату снова
staff-takable = Больше от клиента ничего не ждём: деньги вернули. Если их всё же приняли или возврат записан по ошибке, можно записать снова не больше { $amount }.
staff-taken-cash = 💵 Записали: принято наличными { $amount }.
staff-taken-card = 💳 Записали: принято картой { $amount }.
staff-taken-transfer = 📲 Записали: принято переводом { $amount }.
staff-all-taken = По этой записи уже всё принято.
staff-take-ask = Сколько принято по записи №{ $number }? Напишите сумму в рублях, например 500 или 150,50.
staff-take-unreadable = Не получилось разобрать сумму.
staff-take-how = По записи №{ $number } принято { $amount }. Как заплатил клиент?
button-by-cash = 💵 Наличными
button-by-card = 💳 Картой
button-by-transfer = 📲 Переводом
button-take-drop = Не записывать
