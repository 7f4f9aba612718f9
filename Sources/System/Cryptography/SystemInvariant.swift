/// Stops the program when OpenSSL or the kernel refuses input that we know to be valid.
///
/// Such a refusal means that memory or the entropy source has run out, or that the host's
/// configuration forbids the algorithm; going on without would mean going on unprotected. This
/// layer lies below CoreVocabulary, hence an `invariant` of its own.
///
/// - Parameters:
///   - condition: What must hold.
///   - sentence: What is wrong when it does not, as a sentence without secrets.
///   - file: The file of the caller.
///   - line: The line of the caller.
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

/// Unwraps what is nil only when memory or the algorithm is missing.
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
