//! Use cases, one module a capability: permit, verdict, store; returns permission-filtered views.
