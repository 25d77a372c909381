//! Pages without scripts and the JSON interface.
//!
//! [`Site`] holds what the server has; [`ROUTES`] is the table of every route, from which the router is made;
//! [`serve`] serves it. Every request passes one door: state of the register, origin, session, form token,
//! repetition. What may be seen and done is decided by the desk.

mod handlers;
mod openapi;
pub mod pages;
mod panics;
pub mod paths;
mod routes;
mod security;
mod server;
mod state;
pub mod text;
mod visit;

pub use handlers::say_doubt;
pub use openapi::openapi_json;
pub use panics::keep_panics_quiet;
pub use routes::{Access, Body, Method, ROUTES, Route, router, routes_json};
pub use security::Throttle;
pub use server::{ServeError, serve};
pub use state::{DocumentRenderer, Parts, Site, State, Transport};
