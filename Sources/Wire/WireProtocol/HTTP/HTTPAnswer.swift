/// A reply as it travels over HTTP.
public struct HTTPAnswer: Hashable, Sendable {
    /// What a problem is sent as; RFC 9457.
    public static let problemType = "application/problem+json"
    /// What anything else is sent as.
    public static let jsonType = "application/json"

    /// The status of RFC 9110, such as 200.
    public let status: Int
    /// What the body is.
    public let contentType: String
    /// How long to wait before the next try, in seconds; nil for nothing known.
    public let retryAfterSeconds: Int64?
    /// The body, canonical JSON.
    public let body: [UInt8]

    /// Makes an answer.
    public init(status: Int, contentType: String, retryAfterSeconds: Int64?, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }
}

extension Reply {
    /// The form over HTTP: the reply's own bytes, or a problem by RFC 9457.
    ///
    /// - Parameter trace: What the bank's log knows the request by; only problems carry it.
    /// - Returns: Status, body and what goes with them.
    public func answer(trace: String?) -> HTTPAnswer {
        guard case .problem(let problem) = self else {
            return HTTPAnswer(
                status: status,
                contentType: HTTPAnswer.jsonType,
                retryAfterSeconds: nil,
                body: encoded
            )
        }
        return HTTPAnswer(
            status: problem.code.status,
            contentType: HTTPAnswer.problemType,
            retryAfterSeconds: problem.retryAfterSeconds,
            body: HTTPProblem.fields.encode(HTTPProblem(problem, trace: trace))
        )
    }

    private var status: Int {
        switch self {
        case .signedIn, .intent(.created): 201
        case .intent(.existsWithDifferent), .intent(.notAuthorised): 422
        case .intent(.unknown): 404
        default: 200
        }
    }
}

extension Problem.Code {
    /// The status that it is sent with.
    public var status: Int {
        switch self {
        case .malformed: 400
        case .signInRefused, .sessionEnded, .tokenExpired: 401
        case .notAllowed, .terminalUnknown, .wipe: 403
        case .notFound: 404
        case .cursorInvalid: 409
        case .upgradeNeeded: 426
        case .tooManyTries, .slowDown: 429
        case .internalFailure: 500
        case .busy: 503
        }
    }

    /// What it is in a few words, the same for every occurrence.
    public var title: String {
        switch self {
        case .signInRefused: "The name, the password or the code is not right."
        case .tooManyTries: "Too many tries under this name from here or from new places."
        case .sessionEnded: "The session is over."
        case .tokenExpired: "The access token is over."
        case .terminalUnknown: "This terminal has no certificate that the bank knows."
        case .wipe: "This console has to destroy what it holds of the user."
        case .notFound: "There is no such thing here."
        case .cursorInvalid: "The cursor is not one that the bank gave to this user."
        case .upgradeNeeded: "This release of the console is too old."
        case .slowDown: "Too many requests."
        case .notAllowed: "The user may not do that."
        case .malformed: "The request is not as the protocol has it."
        case .busy: "The bank is busy; the same request may be sent again."
        case .internalFailure: "The bank failed; the same request may be sent again."
        }
    }
}
