import Testing

/// Whole cities, one after the other: each needs the machine for itself.
@Suite("From end to end", .serialized)
enum EndToEnd {}
