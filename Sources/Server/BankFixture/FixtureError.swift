/// What is wrong with a fixture, as a sentence that names the file.
public struct FixtureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
