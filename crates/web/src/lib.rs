//! Pages without scripts and the JSON interface.
