/// Validity period of a certificate, in seconds since 1970, both ends included.
package struct Validity: Hashable, Sendable {
    /// First second of the period.
    package let fromSeconds: Int64
    /// Last second of the period.
    package let throughSeconds: Int64

    /// Creates a period without checking the order; the issuer checks it.
    package init(fromSeconds: Int64, throughSeconds: Int64) {
        self.fromSeconds = fromSeconds
        self.throughSeconds = throughSeconds
    }

    /// Creates a period of some days from now; `nowSeconds` counts from 1970.
    ///
    /// It begins a little earlier, for clocks that are behind.
    package init(days: Int64, fromNowSeconds nowSeconds: Int64) {
        self.init(
            fromSeconds: nowSeconds - Self.leewaySeconds,
            throughSeconds: nowSeconds + days * 86_400
        )
    }

    /// Time by which a new certificate's validity begins before now: five minutes.
    package static let leewaySeconds: Int64 = 300
}
