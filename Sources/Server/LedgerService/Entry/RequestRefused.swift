import CoreVocabulary
import WireProtocol

/// Error that ends a request with a problem and rolls back its database transaction.
struct RequestRefused: Error, Equatable, CustomStringConvertible {
    /// Answer to the refused request.
    enum Answer: Equatable {
        /// A problem that is sent unchanged.
        case problem(Problem)
        /// The order to destroy what the console of a session holds of a user.
        case wipe(UserID, SessionID?)
        /// The session was not ended explicitly, but had expired at this reading of the clock.
        case overdue(Instant)
    }

    let answer: Answer

    init(_ code: Problem.Code, retryAfterSeconds: Int64? = nil) {
        answer = .problem(Problem(code: code, retryAfterSeconds: retryAfterSeconds))
    }

    private init(_ answer: Answer) { self.answer = answer }

    static func wipe(_ userID: UserID, _ sessionID: SessionID?) -> RequestRefused {
        RequestRefused(.wipe(userID, sessionID))
    }

    /// Refuses a session because it has expired, unless the clock turns out not to be credible.
    static func overdue(at now: Instant) -> RequestRefused {
        RequestRefused(.overdue(now))
    }

    var description: String {
        switch answer {
        case .problem(let problem): problem.code.rawValue
        case .wipe: Problem.Code.wipe.rawValue
        case .overdue: Problem.Code.sessionEnded.rawValue
        }
    }
}
