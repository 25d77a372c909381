//! Pages without scripts and the JSON interface.

pub mod pages;
pub mod paths;
pub mod text;
