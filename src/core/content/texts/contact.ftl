# Разговор с человеком.
contacts-title = <b>{ $business }</b>
contacts-phone = ☎️ { $phone }
contacts-other = { $contacts }
contacts-write = Или напишите прямо сюда, одним сообщением: передадим, и ответит человек.
contacts-after-consent = Написать прямо здесь можно будет после знакомства: нажмите /start.
button-write = ✍️ Написать сообщение
button-write-us = ✍️ Написать нам
message-ask = Напишите одним сообщением, что передать. Мы ответим здесь же.
message-passed = Передали! Ответим здесь, как только освободимся.
message-only-text = Пока передать могу только текст. Напишите, пожалуйста, словами.
reply-ask = Ответ для клиента { $name }. Напишите его одним сообщением:
reply-sent = Отправили клиенту { $name }.
reply-dropped = Хорошо, ответ не отправлен.
reply-unknown-client = Этого клиента больше нет.
button-reply = Ответить
button-reply-drop = Не отвечать
