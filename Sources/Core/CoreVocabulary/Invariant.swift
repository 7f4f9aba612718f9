/// Stops the program if a condition fails that only a bug of its own can violate.
///
/// The check stays on in release builds and keeps its sentence there, which `precondition` does
/// not. Input from outside must never reach it: such input is refused with a value. The sentence
/// names the violated rule, without personal data or amounts.
@inlinable
package func invariant(
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
@inlinable
package func invariantBroken(
    _ sentence: StaticString,
    file: StaticString = #fileID,
    line: UInt = #line
) -> Never {
    fatalError("Invariant broken: \(sentence)", file: file, line: line)
}
