### What the phone says when what it keeps does not open, or not all of it.

## Unsent work goes on while the person is not in

vault-unsent-goes-on = What you have not sent yet is safe. It still goes out.
vault-copy-changed = Something changed the copy of your records on this phone, so it cannot be opened. The clinic still has them.
vault-renew-what = Please sign in again. Your records then come anew from the clinic.
vault-renew = Sign in again

## A file that was set back to an older one

vault-set-back = Your records on this phone are older than they should be. Someone may have put back an old copy. To keep you safe, we do not open them. Nothing was deleted.

## Beginning anew with an empty phone

vault-anew = Start anew
vault-anew-title = Start anew
vault-anew-what = You sign in again with a code of the clinic. Your records then come anew from the clinic.
vault-anew-kept = The old records stay on this phone, but they stay shut. What you had not sent from here may be lost.
vault-anew-sure = Yes, start anew
