/// Error in a fixture, as an English sentence that names the file.
package struct FixtureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence to show.
    package let description: String

    init(_ description: String) { self.description = description }
}
