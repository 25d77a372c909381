# The way in.
title-entrance = Enter
title-account = Account
field-user-name = Your name for logging in
field-password = Password
field-password-again = The same password again
field-password-old = Present password
field-password-new = New password
field-passphrase = Passphrase of this register
field-code = Code
field-first-code = The code it shows now
help-password = At least 15 characters. Several words you will remember are better than signs you will not.
help-code = Six digits from your code program, or one of your recovery codes.
help-first-code = Six digits. This proves that it works before you depend on it.
start-heading = Begin a register
start-intro = Nobody works here yet. The first member is its administrator: invites others, opens compartments, and gives roles. An administrator does not read what stands in sealed compartments.
start-intro-honest = Write the passphrase of this register down and keep it apart from this machine. Without it, and without the recovery shares, nobody can open the register again, we included.
start-submit = Create the administrator
unlock-heading = This register is locked
unlock-intro = The machine has started, but it has no key, and nothing in the register can be read. Somebody who holds the passphrase must enter it here.
unlock-submit = Unlock
log-in-heading = Log in
log-in-lost = If your password is lost, two members can restore it together. Ask your administrator.
log-in-submit = Go on
code-heading = One more step
code-intro = A stolen password alone must not open these files.
code-submit = Log in
password-heading = Choose a new password
password-intro = All your other sessions end when it changes. The keys of the files you may read are wrapped again under the new password.
password-submit = Change the password
codes-heading = Set up codes
codes-intro = Enter this secret in a code program on your telephone or computer. From then on it shows a new code every 30 seconds, without any connection.
codes-link = If the program runs on this device, it may accept this address instead:
codes-submit = Codes work, switch them on
recovery-heading = Recovery codes
recovery-intro = If you lose your code program, each of these opens your account once. They are shown now and never again. Write them on paper and keep the paper somewhere else.
recovery-done = I have written them down
restore-heading = Restore a lost password
restore-intro = Two members do this together, so that nobody can take over an account alone. Make sure by voice or face that it is really them. The keys to sealed compartments are given again by those who hold them.
restore-word = Say these words to the member by a safe way. They are good once, until tomorrow, and lead to choosing a new password.
restore-waiting = Waiting for a second member
restore-asked = asked for
restore-agreed = { $name } has agreed
restore-agree = I have made sure too: agree
restore-begin = Begin
field-restore-name = Whose password is lost
field-restore-how = How you made sure that it is really them
restore-submit = Ask for a second member
account-heading = Your account:
account-roles = What you may do
account-roles-none = You have no role yet. Your administrator gives roles in each compartment.
account-safety = Password and codes
account-password-since = Password unchanged since
account-password-age = { $n ->
    [0] today
    [one] one day
   *[other] { $n } days
  }
account-password-unknown = Since when the password is the same is not known.
account-password-change = Change it
account-codes-since = Codes have been asked for since
account-recovery-left = { $n ->
    [0] No recovery code is left.
    [one] One recovery code is left.
   *[other] { $n } recovery codes are left.
  }
account-recovery-new = Make new ones
recovery-new-heading = New recovery codes
recovery-new-intro = Ten new codes take the place of the old ones, which are void from then on. They are shown once: have paper ready.
help-recovery-code = A code of this moment, so that nobody who finds your window open can make a way back in.
recovery-submit = Make new codes
account-codes-change = Set them up anew
account-codes-none = Codes are not set up.
account-codes-set-up = Set them up
account-sessions = Where you are logged in
account-sessions-help = End what you do not recognise, then change your password.
account-session-this = this one
account-session-began = Since
account-session-used = last used
account-session-end = End it
account-sessions-end-others = End all but this one
account-sessions-only = You are logged in nowhere else.
locked-heading = Locked
locked-text = Your session has ended on this machine and its key is gone. Close this window if others use the machine.
log-in-again = Log in again
