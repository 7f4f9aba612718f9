/// Body of a problem as it travels over HTTP.
///
/// Source: RFC 9457.
public struct HTTPProblem: Hashable, Sendable {
    /// Beginning of the type of a problem; the rest is its code.
    public static let typePrefix = "urn:counterfoil:problem:"

    /// The code, which decides what a console does.
    let code: Problem.Code
    /// The problem in a few words, the same for every occurrence.
    let title: String
    /// The status that the problem is sent with.
    let status: Int
    /// The fault and advice, for people who write clients.
    let detail: String?
    /// The identifier by which the bank's log knows the request.
    let trace: String?
    /// The wait before the next try, in seconds, if it is known.
    let retryAfterSeconds: Int64?
    /// The nonce that the receipt of a wipe has to carry.
    let wipeNonce: [UInt8]?

    /// Creates the body for a problem.
    ///
    /// - Parameters:
    ///   - problem: The problem.
    ///   - status: The status; nil for the usual one of the problem's code.
    ///   - detail: The fault and advice; nil if the title says it all.
    ///   - trace: The identifier of the request in the bank's log; nil if it has none.
    public init(
        _ problem: Problem,
        status: Int? = nil,
        detail: String? = nil,
        trace: String?
    ) {
        self.init(
            code: problem.code,
            title: problem.code.title,
            status: status ?? problem.code.status,
            detail: detail,
            trace: trace,
            retryAfterSeconds: problem.retryAfterSeconds,
            wipeNonce: problem.wipeNonce
        )
    }

    private init(
        code: Problem.Code,
        title: String,
        status: Int,
        detail: String?,
        trace: String?,
        retryAfterSeconds: Int64?,
        wipeNonce: [UInt8]?
    ) {
        self.code = code
        self.title = title
        self.status = status
        self.detail = detail
        self.trace = trace
        self.retryAfterSeconds = retryAfterSeconds
        self.wipeNonce = wipeNonce
    }

    /// The problem that the body tells of.
    var problem: Problem {
        Problem(code: code, retryAfterSeconds: retryAfterSeconds, wipeNonce: wipeNonce)
    }

    /// Fields of the body.
    public static let fields = WireFields<HTTPProblem>(
        Self.init(code:title:status:detail:trace:retryAfterSeconds:wipeNonce:),
        .required("type", .word(after: typePrefix), \.code),
        .required("title", .text(maxLength: 200), \.title),
        .required("status", .count(400...599), \.status),
        .optional("detail", .text(maxLength: 400), \.detail),
        .optional("trace", .traceID, \.trace),
        .optional("retry-after", .zeroOrMore(), \.retryAfterSeconds),
        .optional("wipe-nonce", .bytes(), \.wipeNonce)
    )
}

extension Problem {
    /// Decodes the body of a problem by RFC 9457.
    ///
    /// - Throws: ``WireError`` with the first fault.
    public init(httpBody: [UInt8]) throws(WireError) {
        self = try HTTPProblem.fields.decode(httpBody).problem
    }
}
