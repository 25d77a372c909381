//! Repositories over SQLCipher or PostgreSQL: the only crate that names sqlx.
