public import CoreVocabulary
import TokenCore
public import WireProtocol

/// The verdict on an access token before its request is read.
public enum TokenVerdict: Hashable, Sendable {
    /// It is one of this user's in this session, and has not ended.
    case holder(UserID, SessionID)
    /// There is no request to be read.
    case refused(Problem)
}

extension Bank {
    /// Looks at a token before the body of its request is read.
    ///
    /// A request whose token is refused counts as one of its peer here; any other counts when it is
    /// answered.
    ///
    /// - Parameters:
    ///   - token: The access token; nil without one.
    ///   - origin: Where the request came from.
    /// - Returns: The token's user and session, or the problem. Both are judged only when the
    ///   request is answered.
    @concurrent
    public nonisolated func judge(
        token: [UInt8]?,
        from origin: RequestOrigin
    ) async -> TokenVerdict {
        do {
            let shown = try await caller(ofToken: token, origin).token
            return .holder(shown.userID, shown.sessionID)
        } catch {
            do {
                try await countRequest(from: origin)
                return .refused(await problem(for: error))
            } catch let slower {
                return .refused(await problem(for: slower))
            }
        }
    }
}
