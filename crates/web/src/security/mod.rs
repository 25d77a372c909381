//! What every request passes and every answer carries.

pub(crate) mod cookies;
pub(crate) mod headers;
pub(crate) mod origin;
mod repeats;
mod throttle;
pub(crate) mod uploads;

pub(crate) use repeats::{Begun, Repeat, hash as hash_parts};
pub use throttle::Throttle;
