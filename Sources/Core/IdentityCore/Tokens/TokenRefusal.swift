/// Reason for refusing a token.
///
/// The numbers are in the order of the checks. They are never changed or reused.
package enum TokenRefusal: UInt16, Error, Hashable, Sendable, CaseIterable {
    /// The token is not three parts of base64url, or it is too long.
    case malformed = 1
    /// The header is not the expected one.
    ///
    /// It has another algorithm (`none` and HMAC among them), another type, or any other member
    /// such as `jku`, `jwk`, `x5u` or `crit`.
    case headerWrong = 2
    /// The header names a key that is not published, or no longer.
    case keyUnknown = 3
    /// The signature does not verify under the key.
    case signatureWrong = 4
    /// The claims are not in the form that the bank prints.
    case claimsWrong = 5
    /// The token has another issuer.
    case issuerWrong = 6
    /// The token is for another audience.
    case audienceWrong = 7
    /// The token claims a longer lifetime than tokens have.
    case lifeTooLong = 8
    /// The token is not valid yet.
    case notYetValid = 9
    /// The token has expired.
    case expired = 10

    /// True if the session may still be alive, so that requesting another token is worthwhile.
    package var isRenewable: Bool {
        switch self {
        case .keyUnknown, .notYetValid, .expired: true
        case .malformed, .headerWrong, .signatureWrong, .claimsWrong, .issuerWrong,
            .audienceWrong, .lifeTooLong:
            false
        }
    }
}
