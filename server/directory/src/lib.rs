//! Who is behind an address: people, lists, nesting, dynamic rules, and the exact audience.
