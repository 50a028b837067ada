### What went wrong, and what to do now. Never whose fault it is.

error-title = Something did not work
error-offline = There is no internet now. Please try again when you have a line.
error-unreachable = We cannot reach the clinic now. Your internet may be weak. We try again.
error-no-answer = The clinic does not answer. Please try again a little later.
error-not-understood = We did not understand the clinic's answer. Please try again a little later.
error-not-trusted = We cannot be sure that this is your clinic. To keep you safe, we sent nothing.
error-too-large = The clinic's answer is too big for this phone.
error-refused = The clinic said no to this.
error-not-allowed = The clinic does not allow this for you. Please ask at the clinic.
error-not-found = The clinic does not find this any more.
error-busy = The clinic is very busy now. We try again by ourselves.
error-clinic-trouble = The clinic's computer has trouble now. We try again by ourselves.
error-phone-full = Your phone is full. Please delete something, such as a video, and try again.
error-clock = The clock of your phone seems wrong. Please set date and time, then try again.
error-unexpected = Something went wrong here. Nothing is lost. Please try again.
# $time (When time)
error-retry-at = We try again at { $time }.
# $number (Code) - the clinic's telephone number
error-call-clinic = You can call the clinic at { $number }.
