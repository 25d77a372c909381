//! Acts, scopes, labels and approvals as data; the verdict and its small independent checker.
