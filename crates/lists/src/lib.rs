//! Other people's lists in and ours out; parsers run in a child process.
