# Запись на визит.
services-ask = Что выбираем?
services-online-ask = 🔵 Какая онлайн-консультация нужна?
services-none = Услуг для записи пока нет. Напишите нам, и мы подскажем.
services-online-none = Онлайн-консультаций сейчас нет. Загляните попозже или выберите обычную запись.
service-line = <b>{ $name }</b>: { $duration }, { $price }
service-about = { $description }
button-service = { $name } · { $price }
hold-exists = ⏳ За вами уже держится время: <b>{ $service }</b>, { $when }. Ждём до { $until }.

    Продолжим с ним или выберем другое? Если выбрать другое, это окошко освободится.
button-hold-continue = Продолжить
button-hold-other = Выбрать другое время

calendar-ask = <b>{ $service }</b>
    { $duration }, { $price }

    { $days ->
        [none] Выберите день:
       *[other] Выберите день ({ $days }):
    }
calendar-legend-regular = 🟢 есть время
calendar-legend-hot = 🔴 горящее окно: дешевле, с предоплатой
calendar-legend-online = 🔵 онлайн
calendar-legend-full = ⚪ всё занято
calendar-none = На ближайшие дни свободного времени нет. Можем сообщить, когда оно появится.
button-specialist-any = 👤 Специалист: любой
button-specialist-one = 👤 Специалист: { $name }
specialists-ask = К кому запишемся?
specialist-line = <b>{ $name }</b>{ $about ->
    [none] { "" }
   *[other] : { $about }
  }
button-any = Кто свободен
day-empty = В этот день приёма нет.
day-full = На этот день всё занято.
day-label = Это день недели.

times-ask = <b>{ $service }</b>
    { $day }

    Выберите время:
times-hot-legend = 🔴 горящее окно, цена уже со скидкой
times-full = <b>{ $service }</b>
    { $day }

    На этот день свободного времени уже не осталось. Сообщить, когда освободится? Или выберите, пожалуйста, другой день.
times-none = На этот день свободного времени уже не осталось. Выберите, пожалуйста, другой день.
button-time = { $mark } { $time }
button-time-who = { $mark } { $time } · { $specialist }
button-time-hot = { $mark } { $time } · { $price }
button-time-hot-who = { $mark } { $time } · { $specialist }, { $price }
button-days = ‹ К дням
button-other-day = Другой день
button-nearest = { $mark } { $moment } · { $specialist }
nearest-ask = Вот ближайшее свободное время:
nearest-none = Рядом свободного времени нет, посмотрите другие дни.

hold-title = Проверьте, всё ли верно:
price-list = Цена: { $amount }
price-hot = Горящее окно: −{ $amount }
price-friend = Скидка друга на первый визит: −{ $amount }
price-total = Со скидкой: { $amount }
price-points = Баллами: −{ $amount }
pay-now = <b>Оплатить сейчас: { $amount }</b>
pay-nothing = Сейчас платить не нужно.
pay-on-spot = На месте: { $amount }
will-earn = После визита начислим: { $points }
hold-until = ⏳ Держим это время за вами до { $until }.
points-may = Можно списать до { $points }.
points-none = Баллов для списания пока нет.
points-small = На эту запись списать баллы не получится: сумма слишком мала.
points-later = Следующее списание баллов возможно: { $moment }.
button-points-use = 🎁 Списать до { $points }
button-points-change = 🎁 Изменить списание: { $points }
button-part-prepayment = Предоплата { $amount }
button-part-all = Сразу всё: { $amount }
button-part-chosen = ✓ { $caption }
button-pay = Оплатить { $amount }
button-pay-sbp = Оплатить через СБП { $amount }
button-confirm = Записаться
button-give-up = Отказаться

points-ask = Сколько баллов списать? У вас { $balance }, на эту запись можно до { $points }.

    Один балл равен одному рублю. Нажмите кнопку или напишите число.
points-unreadable = Не получилось разобрать число. Напишите, сколько баллов списать, цифрами, например 150.
button-points-all = Все { $points }
button-points-some = { $points }
button-points-zero = Не списывать

pay-title = К оплате: <b>{ $amount }</b>
pay-until = Оплатите, пожалуйста, до { $until }: столько мы держим время.
pay-how = Нажмите «Оплатить», а когда вернётесь, мы сами увидим платёж.
pay-not-yet = Проверили в { $time }: оплаты пока не видно. Если вы уже заплатили, подождите минутку.
button-pay-link = Оплатить { $amount }
button-paid = Я оплатил

confirming = ⏳ Оплата получена, подтверждаем запись. Обычно это несколько секунд, мы напишем.
button-check-again = Проверить ещё раз
confirmed = ✅ Готово, подробности ниже 👇
confirmed-paid = ✅ Оплата получена, подробности ниже 👇

over-expired = ⌛ Время на оплату вышло, и мы отпустили это окошко:
over-unconfirmed = ⌛ Мы подождали и отпустили это окошко:
over-given-up = Хорошо, отпустили это время:
over-by-business = Нам пришлось отпустить это время, простите:
over-other = Эта запись не состоялась:
over-money = Если деньги всё же спишутся: оформим запись, если время ещё свободно, иначе вернём их полностью.
over-money-back = Если деньги всё же спишутся, вернём их полностью.
button-choose-again = Выбрать снова
