package import CoreVocabulary
package import WireProtocol

/// Verdict on an access token before the body of its request is read.
package enum TokenVerdict: Hashable, Sendable {
    /// The token is valid and belongs to this user and session.
    case holder(UserID, SessionID)
    /// The token was refused with this problem, and the request is not read.
    case refused(Problem)
}
