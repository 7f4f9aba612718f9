/// Stops the program when our own code is wrong.
///
/// Stays on in release builds and keeps its sentence there, which `precondition` does not. Input
/// from outside must never reach it: that is refused with a value.
///
/// - Parameters:
///   - condition: What must hold.
///   - sentence: What is wrong when it does not, as a sentence without personal data or amounts.
///   - file: The file of the caller.
///   - line: The line of the caller.
@inlinable
public func invariant(
    _ condition: @autoclosure () -> Bool,
    _ sentence: @autoclosure () -> StaticString,
    file: StaticString = #fileID,
    line: UInt = #line
) {
    if !condition() {
        invariantBroken(sentence(), file: file, line: line)
    }
}

/// Stops the program at a place that our own code must never reach.
///
/// - Parameters:
///   - sentence: What is wrong, as a sentence without personal data or amounts.
///   - file: The file of the caller.
///   - line: The line of the caller.
@inlinable
public func invariantBroken(
    _ sentence: StaticString,
    file: StaticString = #fileID,
    line: UInt = #line
) -> Never {
    fatalError("Invariant broken: \(sentence)", file: file, line: line)
}
