title-fault = Not possible
fault-absent = There is nothing here
fault-absent-why = Either this address leads nowhere, or it is not for you. The program does not say which.
fault-absent-who = If you think you should see it, ask the person who works with you on it.
fault-go-today = Go to Today
fault-go-people = Go to the people
fault-too-large = This is too large
fault-too-large-why = What you sent is larger than this page takes. Nothing was kept.
fault-too-large-who = Your administrator sets the limit.
fault-locked = The register is locked
fault-locked-why = The server has no key, so nothing can be read or written.
fault-locked-who = Whoever holds the passphrase of the register.
fault-form = This form could not be taken
fault-form-why = It is too old, or it was not sent from this page. Nothing was changed.
fault-form-who = You can: go back, look whether it is as you left it, and send it again.
fault-overtaken = Something changed meanwhile
fault-overtaken-why = While this was being decided, somebody recorded something that it rests on, perhaps a withdrawal. Nothing was done.
fault-overtaken-who = You can: look at the verdict as it stands now.
fault-look-again = Look again
fault-full = There is no room left
fault-full-why = The disk of the server is full. Nothing was written; reading still works.
fault-full-who = Your administrator can make room.
fault-server = Something went wrong inside the program
fault-server-why = It is not your fault, and nothing was half done.
fault-server-who = Your administrator, with the number below. The log under it holds no names.
fault-too-many-tries = Too many attempts
fault-too-many-tries-why = After several wrong passwords or codes the program waits, so that nobody can try them all.
fault-too-many-tries-who = { $n ->
    [one] Time: in one second you may try again.
   *[other] Time: in { $n } seconds you may try again.
  }
fault-reference = For the log:
fault-log-in = This name and password do not open anything. Please look at both.
