import WireProtocol

/// The reason why a request was refused before it reached the bank.
///
/// Each is sent as a problem (RFC 9457) under a code of the protocol, with a sentence for people.
enum ServerRefusal: Error, Equatable, Sendable {
    /// The path does not exist here.
    case unknownPath
    /// The path allows other methods.
    case wrongMethod(allowed: [HTTPMethod])
    /// The body's media type is not JSON.
    case notJSON
    /// The body exceeds the protocol's limit.
    case bodyTooLong
    /// The route accepts no body.
    case bodyNotExpected
    /// The query is malformed.
    case queryUnreadable
    /// The message is JSON, but not a request of this route.
    case message(WireError)
    /// The header fields are too long or too many.
    case headersTooLong
    /// The bytes are not an HTTP/1.1 request.
    case notHTTP
    /// The request has no host.
    case hostMissing
    /// The request has several hosts or an invalid one.
    case hostInvalid
    /// The request is for another host.
    case hostUnknown
    /// The transfer coding is not `chunked`.
    case codingUnknown
    /// The request did not arrive in time.
    case tooSlow
    /// The request was not sent over TLS, which the port requires.
    case notTLS

    /// The status code of the answer.
    var status: Int {
        switch self {
        case .unknownPath: 404
        case .wrongMethod: 405
        case .notJSON: 415
        case .bodyTooLong: 413
        case .headersTooLong: 431
        case .tooSlow: 408
        case .hostUnknown: 421
        case .bodyNotExpected, .queryUnreadable, .message, .notHTTP, .hostMissing, .hostInvalid,
            .codingUnknown, .notTLS:
            400
        }
    }

    /// The problem code for consoles.
    var code: Problem.Code { self == .unknownPath ? .notFound : .malformed }

    /// The fault and advice, without any text of the request.
    var detail: String {
        switch self {
        case .unknownPath: "This path is not one of the API; /openapi.json lists them."
        case .wrongMethod(let allowed):
            "This path takes \(allowed.allowText)."
        case .notJSON: "The body must be sent with Content-Type: application/json."
        case .bodyTooLong:
            "The body is longer than \(StrictJSON.requestByteLimit) bytes, or it has more than "
                + "\(FramingJudge.chunkedByteLimit) with the sizes, extensions and trailers of its chunks."
        case .bodyNotExpected: "This request takes no body."
        case .queryUnreadable: "The query must be name=value pairs joined by &, in UTF-8."
        case .message(let error): error.sentence
        case .headersTooLong: "The header fields are too long or too many."
        case .notHTTP: "The bytes are no HTTP/1.1 request."
        case .hostMissing: "The request has no Host field."
        case .hostInvalid: "The request must have one Host field, with the name of one host."
        case .hostUnknown: "This address answers for localhost only."
        case .codingUnknown: "The only Transfer-Encoding that is understood here is chunked."
        case .tooSlow: "The request did not arrive in time; send it again in one go."
        case .notTLS: "This port speaks HTTPS only; use https:// in the address."
        }
    }

    /// True if the connection cannot be used any more afterwards.
    var closesConnection: Bool {
        switch self {
        case .bodyTooLong, .headersTooLong, .notHTTP, .hostMissing, .hostInvalid, .hostUnknown,
            .codingUnknown, .tooSlow, .notTLS:
            true
        case .unknownPath, .wrongMethod, .notJSON, .bodyNotExpected, .queryUnreadable, .message:
            false
        }
    }

    /// Returns the answer's body, a problem (RFC 9457) with the request's identifier in the log.
    func body(trace: String?) -> [UInt8] {
        let problem = Problem(code: code)
        return HTTPProblem.fields.encode(
            HTTPProblem(problem, status: status, detail: detail, trace: trace)
        )
    }
}

extension [HTTPMethod] {
    /// The methods in the form of `Allow`, with HEAD wherever there is GET (RFC 9110 §9.1).
    var allowText: String {
        flatMap { $0 == .get ? [$0.rawValue, "HEAD"] : [$0.rawValue] }.joined(separator: ", ")
    }
}

extension WireError {
    /// The fault in a sentence, which only names fields of the protocol itself.
    fileprivate var sentence: String {
        switch self {
        case .syntax(let error):
            "The body is not strict JSON: \(error.reason.words), at byte \(error.byteOffset)."
        case .missingField(let name): "The field '\(name)' is missing."
        case .invalidField(let name): "The field '\(name)' has a value that it cannot have."
        case .unknownField: "There is a field that this request does not have."
        case .unknownMessage: "This is not a message of the protocol."
        }
    }
}

extension JSONSyntaxError.Reason {
    /// The fault as the end of a sentence.
    fileprivate var words: String {
        switch self {
        case .truncated: "it ends inside a value"
        case .unexpectedCharacter: "there is a character that cannot stand there"
        case .trailingCharacters: "something follows the value"
        case .notAnInteger: "a number is no whole number of 64 bits"
        case .invalidString: "a string is not in UTF-8, or has an escape that is none"
        case .duplicateName: "a name stands twice in one object"
        case .tooDeep: "it is nested too deeply"
        case .tooLong: "it is too long"
        }
    }
}
