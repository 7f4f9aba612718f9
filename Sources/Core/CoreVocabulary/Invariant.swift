/// Stops the program if a condition fails that only a bug of its own can violate.
///
/// The check stays on in release builds and keeps its sentence there, which `precondition` does
/// not. Input from outside must never reach it: such input is refused with a value.
///
/// - Parameters:
///   - condition: The condition that must hold.
///   - sentence: The violated rule, as a sentence without personal data or amounts.
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

/// Stops the program at a place that only a bug of its own can reach.
///
/// - Parameters:
///   - sentence: The violated rule, as a sentence without personal data or amounts.
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
