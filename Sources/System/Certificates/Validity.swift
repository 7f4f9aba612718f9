/// From when until when a certificate is valid, in seconds since 1970, both ends included.
public struct Validity: Hashable, Sendable {
    /// The first second.
    public let fromSeconds: Int64
    /// The last second.
    public let throughSeconds: Int64

    /// Makes a validity; whoever issues checks that it ends after it begins.
    public init(fromSeconds: Int64, throughSeconds: Int64) {
        self.fromSeconds = fromSeconds
        self.throughSeconds = throughSeconds
    }

    /// Days from a moment on, beginning a little earlier for clocks that are behind.
    ///
    /// - Parameters:
    ///   - days: How many.
    ///   - nowSeconds: The moment, in seconds since 1970.
    public init(days: Int64, fromNowSeconds nowSeconds: Int64) {
        self.init(
            fromSeconds: nowSeconds - Self.leewaySeconds,
            throughSeconds: nowSeconds + days * 86_400
        )
    }

    /// By how much a new certificate is valid already: five minutes.
    public static let leewaySeconds: Int64 = 300
}
