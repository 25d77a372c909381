title-ledger = Ledger
title-openings = Openings
ledger-heading = Ledger
ledger-intro = Every entry leaves a mark here in the same moment, and no mark can be changed afterwards without this being seen.
ledger-waiting = { $n ->
    [one] One mark waits to be numbered.
   *[other] { $n } marks wait to be numbered.
  }
ledger-leaves = Latest
ledger-empty = Nothing yet.
ledger-closed-help = Of what you may not read, no more is said than that a mark stands there, of which kind, and on which day.
leaf-closed = closed to you
leaf-kind-entry = an entry
leaf-kind-batch = an import
leaf-kind-event = an event
leaf-kind-opening = an opening
leaf-kind-blob = a paper or picture
ledger-verify = How to verify
ledger-verify-why = This page is shown by the machine that would have to be doubted. Whoever wants to be sure asks another one:
ledger-verify-all = Everything against everything, on the machine with the register:
ledger-verify-kept = That nothing was cut off or signed anew since a checkpoint that you kept elsewhere:
ledger-verify-one = That one entry stands in the ledger, for somebody who does not trust us:
ledger-key = The key that signs; compare it with the one you were given in person
ledger-note = The checkpoint, to keep elsewhere
ledger-note-help = It holds no content. Print it, or send it to somebody who keeps it for you.
ledger-backups = How long backups keep keys
event-first-start = the register was begun
event-member-added = a member was added
event-member-admitted = a member was given a role
event-member-status = a member was let in, suspended or ended
event-log-in = logged in
event-password-changed = changed the password
event-password-restored = chose a new password after it was lost
event-restoration-asked = asked to restore a lost password
event-restoration-agreed = agreed to restore a lost password
event-second-factor-set = set up codes
event-second-factor-given = set up codes for somebody
event-recovery-code-used = used a recovery code
event-recovery-codes-made = made new recovery codes
event-sessions-ended = ended other sessions
event-language-set = chose a language
event-operator-command = a command on the machine
event-organisation-added = an organisation was added
event-organisation-vetted = an organisation was vetted
event-compartment-added = a compartment was opened
event-keyring-days = set how long backups keep keys
event-restored = restored from a backup
col-leaf = No.
checkpoint-leaves = Marks in all
checkpoint-signed = Signed
checkpoint-age = { $n ->
    [0] less than a minute ago
    [one] one minute ago
   *[other] { $n } minutes ago
  }
checkpoint-root = Root
checkpoint-witnesses = Witnesses
checkpoint-no-witnesses = none yet
checkpoint-none = The first checkpoint is signed within a second.
leaf-heading = Mark
leaf-holds = It stands under the signed checkpoint. Checked just now.
leaf-fails = It does not stand under the checkpoint. Tell your administrator at once, by another way than this machine.
leaf-waits = It waits to be numbered; look again in a second.
leaf-hash = Its hash
leaf-path = The way to the root
leaf-checkpoint = The checkpoint
openings-heading = Who opened this
openings-empty = Nobody has opened it yet.
col-how = How
