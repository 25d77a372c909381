//! Person names across scripts and spellings.
//!
//! * [`normalise`] turns what somebody wrote into tokens: cleaned letters, the writing they are in,
//!   the part they play, and how they sound.
//! * [`search_keys`] and [`query_keys`] give the few words an index stores for a name and looks up
//!   for what a user types, so that the same person is found in any script and any order.
//! * [`prepare`] and [`compare_prepared`] are [`compare`] for millions of pairs, without the reasons.
//! * [`compare`] says how likely two names are spellings of one name, and why, word by word.
//!
//! Every function is total: any text gives a defined result, in time bounded by the caps on
//! [`normalise`]. Nothing here reads or writes files, a clock or randomness.
//!
//! How it is built: each token carries `sounds` and coarse consonant `skeletons`, from which the
//! search keys are made, and `spellings` in symbols close to its own letters, by which it is
//! compared. Which symbols of two scripts stand for each other is learned ([`correspondence`]);
//! scripts that do not write vowels are never given invented ones. What is measured stands in the
//! README.
//!
//! [`symbols`], [`correspondence`] and [`calibration`] are public for the program that learns the
//! tables (`examples/learn.rs`); a product needs none of them.

pub mod calibration;
mod clean;
mod compare;
pub mod correspondence;
mod judge;
mod keys;
mod nicknames;
mod normal;
mod pairing;
mod parts;
mod phonetics;
mod prepared;
mod reading;
mod roles;
mod show;
mod skeleton;
mod sound;
pub mod symbols;
mod writing;
mod zawgyi;

pub use compare::{How, SAME, Score, TokenReason, compare, compare_normal};
pub use judge::{run_log_odds, word_log_odds};
pub use kernel::{Script, direction_of, script_of};
pub use keys::{KeyClass, SearchKey, query_keys, search_keys, search_keys_of};
pub use normal::{
    MAX_CHARACTERS, MAX_TOKEN_CHARACTERS, MAX_TOKENS, NormalName, Role, Token, normalise,
};
pub use prepared::{Likelihood, Prepared, compare_prepared, prepare};
pub use show::{Shown, ShownWord, show};
pub use writing::Writing;
pub use zawgyi::{is_zawgyi, to_unicode};
