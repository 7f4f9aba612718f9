/// Why a token is not taken.
///
/// The numbers are in the order in which the rules are looked at; they are never changed or used
/// again.
public enum TokenRefusal: UInt16, Error, Hashable, Sendable, CaseIterable {
    /// It is not three parts of base64url, or it is too long.
    case malformed = 1
    /// The header is not the one that our tokens have: another algorithm (`none` and HMAC among
    /// them), another type, or any other member such as `jku`, `jwk`, `x5u` or `crit`.
    case headerWrong = 2
    /// The header names a key that is not published, or not any more.
    case keyUnknown = 3
    /// The signature is not the key's.
    case signatureWrong = 4
    /// The claims are not in the form that we print.
    case claimsWrong = 5
    /// Somebody else made it.
    case issuerWrong = 6
    /// It is for somebody else.
    case audienceWrong = 7
    /// It claims to last longer than tokens do.
    case lifeTooLong = 8
    /// Its time has not begun.
    case notYetValid = 9
    /// Its time is over.
    case expired = 10

    /// Whether the session may well live, so that asking for another token is worth while.
    public var isRenewable: Bool {
        switch self {
        case .keyUnknown, .notYetValid, .expired: true
        case .malformed, .headerWrong, .signatureWrong, .claimsWrong, .issuerWrong,
            .audienceWrong, .lifeTooLong:
            false
        }
    }
}
