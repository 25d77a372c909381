//! What may be done for a person: acts, scopes, labels and approvals as data, the verdict with its
//! derivation, and a small independent checker of verdicts.
//!
//! Seven gates stand before every act: consent (1), refusal by the person (2), conflict between
//! person, family and counsel (3), approval of counsel (4), stops and negotiation locks (5), the facts
//! of the text (6), exposure of sources and relatives (7). The program shows and holds back; named
//! people decide. Nothing here reads a store or a clock: [`GateFacts`] and the instant are passed in.

mod acts;
mod checker;
mod facts;
mod rules;
mod scopes;
mod verdict;
mod words;

pub use acts::{ACTS_FILE, Act, Acts, ActsError, Weighing, acts};
pub use checker::{CheckError, check};
pub use facts::{
    Answer, Assessed, AssessmentFact, Audience, BestInterestFact, Cited, CounselFact, ExposureFact,
    GateFacts, Giver, LockFact, PauseFact, PersonFacts, Relation, RelayFact, ReleaseFact, StopFact,
    TextFact, WishFact, WishState,
};
pub use rules::{Lifter, Rule, covered};
pub use scopes::{SCOPES_FILE, Scope, ScopeError, ScopeRow, scope_rows};
pub use verdict::{Basis, BasisPart, Carrier, Outcome, Reason, Step, Verdict, verdict};
pub use words::{ENGLISH_FLUENT, Message, english};
