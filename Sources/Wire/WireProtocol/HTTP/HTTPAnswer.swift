/// A reply in its HTTP form.
package struct HTTPAnswer: Hashable, Sendable {
    /// Content type of a problem; RFC 9457.
    package static let problemType = "application/problem+json"
    /// Content type of any other answer.
    package static let jsonType = "application/json"

    /// The status of RFC 9110, such as 200.
    package let status: Int
    /// The content type of the body.
    package let contentType: String
    /// Seconds to wait before the next attempt; nil when they are not known.
    package let retryAfterSeconds: Int64?
    /// The body, canonical JSON.
    package let body: [UInt8]

    /// Creates an answer from its fields.
    package init(status: Int, contentType: String, retryAfterSeconds: Int64?, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }
}

extension Reply {
    /// Returns the HTTP form: the reply's own bytes, or a problem by RFC 9457 with its trace.
    package func answer(trace: String?) -> HTTPAnswer {
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
    /// The HTTP status of the problem.
    package var status: Int {
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

    /// A short title of the problem, the same for every occurrence.
    package var title: String {
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
