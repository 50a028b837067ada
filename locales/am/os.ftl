### በአጭር መልእክት የሚላክ።

sms-reminder = { $clinic }፦ ቀጠሮዎ { $day } { $time } ነው።
sms-call-back = { $clinic }፦ { $day } { $time } በስልክ እንደውላለን።
