/// Stops the program if OpenSSL or the kernel refuses input that is known to be valid.
///
/// Such a refusal means that memory or the entropy source is exhausted, or that the host's
/// configuration forbids the algorithm. Continuing would mean working unprotected. The sentence has
/// no secrets. This layer is below CoreVocabulary, so it has its own `invariant`.
func systemInvariant(
    _ condition: Bool,
    _ sentence: StaticString,
    file: StaticString = #fileID,
    line: UInt = #line
) {
    if !condition {
        fatalError("Invariant broken: \(sentence)", file: file, line: line)
    }
}

/// Unwraps a value that is nil only if memory or the algorithm is missing; stops the program if so.
func systemUnwrap<Value>(
    _ value: Value?,
    _ sentence: StaticString,
    file: StaticString = #fileID,
    line: UInt = #line
) -> Value {
    guard let value else {
        fatalError("Invariant broken: \(sentence)", file: file, line: line)
    }
    return value
}
