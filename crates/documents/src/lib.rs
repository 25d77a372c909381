//! Briefs and sheets as PDF.
