import WireProtocol

/// Why a request was refused before the bank saw it.
///
/// Each is sent in the one form that problems have (RFC 9457), under the code of the protocol that
/// a console knows, with a sentence for whoever reads it.
enum ServerRefusal: Error, Equatable, Sendable {
    /// No such path here.
    case unknownPath
    /// The path has other methods.
    case wrongMethod(allowed: [HTTPMethod])
    /// The body is not announced as JSON.
    case notJSON
    /// The body is longer than the protocol allows.
    case bodyTooLong
    /// The route takes no body.
    case bodyNotExpected
    /// The query is not well formed.
    case queryUnreadable
    /// The message is JSON, but not the request of this route.
    case message(WireError)
    /// The header fields are too long or too many.
    case headersTooLong
    /// The bytes are no HTTP/1.1 request.
    case notHTTP
    /// The request names no host.
    case hostMissing
    /// The request names more than one host, or what it names is none.
    case hostInvalid
    /// The request is for another host.
    case hostUnknown
    /// The body is sent in a coding other than chunks.
    case codingUnknown
    /// The request did not arrive in time.
    case tooSlow
    /// The port speaks TLS only.
    case notTLS

    /// The status that it is sent with.
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

    /// The code under which a console knows it.
    var code: Problem.Code {
        self == .unknownPath ? .notFound : .malformed
    }

    /// What is wrong and what to do, without a word from the request.
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

    /// Whether the connection cannot be used any more afterwards.
    var closesConnection: Bool {
        switch self {
        case .bodyTooLong, .headersTooLong, .notHTTP, .hostMissing, .hostInvalid, .hostUnknown,
            .codingUnknown, .tooSlow, .notTLS:
            true
        case .unknownPath, .wrongMethod, .notJSON, .bodyNotExpected, .queryUnreadable, .message:
            false
        }
    }

    /// The body of the answer.
    ///
    /// - Parameter trace: What the log knows the request by; nil when there was none yet.
    /// - Returns: A problem by RFC 9457.
    func body(trace: String?) -> [UInt8] {
        let trace = trace.map { [JSONMember("trace", .string($0))] } ?? []
        return CanonicalJSON.encode(
            .object(
                [
                    JSONMember("type", .string(Problem.typePrefix + code.rawValue)),
                    JSONMember("title", .string(code.title)),
                    JSONMember("status", .integer(Int64(status))),
                    JSONMember("detail", .string(detail)),
                ] + trace
            )
        )
    }
}

extension [HTTPMethod] {
    /// The methods as `Allow` lists them; where GET works HEAD does (RFC 9110 §9.1).
    var allowText: String {
        flatMap { $0 == .get ? [$0.rawValue, "HEAD"] : [$0.rawValue] }.joined(separator: ", ")
    }
}

extension WireError {
    /// What is wrong; names of fields are told only when they are the protocol's own.
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
    /// What is wrong, as the end of a sentence.
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
