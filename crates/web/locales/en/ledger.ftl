title-ledger = Ledger
title-openings = Openings
ledger-heading = Ledger
ledger-intro = Every entry leaves a mark here in the same moment, and no mark can be changed afterwards without this being seen. You see the marks of what you may read.
ledger-waiting = { $n ->
    [one] One mark waits to be numbered.
   *[other] { $n } marks wait to be numbered.
  }
ledger-leaves = Latest
ledger-empty = Nothing yet that you may see.
col-leaf = No.
checkpoint-leaves = Marks in all
checkpoint-signed = Signed
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
