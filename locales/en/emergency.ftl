### Help in an emergency. Stands on every screen of a patient.

emergency-action = Emergency help
emergency-title = Emergency help
# @critical emergency
emergency-when = Is someone in danger? Do not wait for your visit. Call now.
# $number (Code)
emergency-call = Call { $number }
emergency-ambulance = Ambulance
emergency-clinic = Your clinic
# @critical emergency
emergency-say = Say where you are and what has happened. Stay on the line.
emergency-practice = This is only practice: no number is dialled.
# $number (Code)
emergency-practised = In a real emergency your phone would open { $number } now.
# $number (Code)
emergency-cannot-dial = This device cannot make phone calls. Please call { $number } from another phone.
emergency-opening = Your phone opens the number now. Please press call.
emergency-crisis-line = Someone who listens
