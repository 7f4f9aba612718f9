/// Error in a fixture, as an English sentence that names the file.
public struct FixtureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence to show.
    public let description: String

    init(_ description: String) { self.description = description }
}
