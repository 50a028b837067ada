### What went wrong, and what to do now. Never whose fault it is.

error-unreachable = We cannot reach the clinic now. Your internet may be weak. Please try again a little later.
error-no-answer = The clinic does not answer. Please try again a little later.
error-not-understood = We did not understand the clinic's answer. Please try again a little later.
error-not-trusted = We cannot be sure that this is your clinic. To keep you safe, we sent nothing. Please check the date and time of your phone.
error-too-large = The clinic's answer is too big for this phone.
error-refused = The clinic said no to this.
error-not-found = The clinic does not find this any more.
error-clinic-trouble = The clinic's computer has trouble now. Please try again a little later.
error-phone-full = Your phone is full. Please delete something, such as a video, and try again.
# $number (Code) - the clinic's telephone number
error-call-clinic = You can call the clinic at { $number }.
