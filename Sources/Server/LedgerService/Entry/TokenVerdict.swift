public import CoreVocabulary
import TokenCore
public import WireProtocol

/// Verdict on an access token before the body of its request is read.
public enum TokenVerdict: Hashable, Sendable {
    /// The token is valid and belongs to this user and session.
    case holder(UserID, SessionID)
    /// The token was refused with this problem, and the request is not read.
    case refused(Problem)
}

extension Bank {
    /// Verifies an access token before the body of its request is read.
    ///
    /// A request whose token is refused is counted against its peer here; any other is counted when
    /// it is answered.
    ///
    /// - Parameters:
    ///   - token: The access token; nil without one.
    ///   - origin: The origin of the request.
    /// - Returns: The token's user and session, or the problem. User and session are only looked up
    ///   when the request is answered.
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
