import CoreVocabulary
import WireProtocol

/// Ends a request with a problem; what its database transaction did so far is taken back.
struct RequestRefused: Error, Equatable, CustomStringConvertible {
    /// What is answered.
    enum Answer: Equatable {
        /// A problem as it is.
        case problem(Problem)
        /// The order to destroy what the console of a session holds of a user.
        case wipe(UserID, SessionID?)
        /// The time of a session that nobody has ended was over at this reading of the clock.
        case overdue(Instant)
    }

    let answer: Answer

    init(_ code: Problem.Code, retryAfterSeconds: Int64? = nil) {
        answer = .problem(Problem(code: code, retryAfterSeconds: retryAfterSeconds))
    }

    private init(_ answer: Answer) {
        self.answer = answer
    }

    static func wipe(_ userID: UserID, _ sessionID: SessionID?) -> RequestRefused {
        RequestRefused(.wipe(userID, sessionID))
    }

    /// Refuses a session for its time alone: it has ended, unless the clock cannot be right.
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
