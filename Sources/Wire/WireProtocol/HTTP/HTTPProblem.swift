/// Body of a problem as it travels over HTTP.
///
/// Source: RFC 9457.
package struct HTTPProblem: Hashable, Sendable {
    /// Beginning of the type of a problem; the rest is its code.
    package static let typePrefix = "urn:counterfoil:problem:"

    /// Fields of the body.
    package static let fields = WireFields<HTTPProblem>(
        { code, title, status, detail, trace, seconds, nonce in
            HTTPProblem(
                Problem(code: code, retryAfterSeconds: seconds, wipeNonce: nonce),
                title: title,
                status: status,
                detail: detail,
                trace: trace
            )
        },
        .required("type", .word(after: typePrefix), \.problem.code),
        .required("title", .text(maxLength: 200), \.title),
        .required("status", .count(400...599), \.status),
        .optional("detail", .text(maxLength: 400), \.detail),
        .optional("trace", .traceID, \.trace),
        .optional("retry-after", .zeroOrMore(), \.problem.retryAfterSeconds),
        .optional("wipe-nonce", .bytes(), \.problem.wipeNonce)
    )

    /// The problem, which decides what a console does.
    let problem: Problem
    /// The problem in a few words, the same for every occurrence.
    let title: String
    /// The status that the problem is sent with.
    let status: Int
    /// The fault and advice, for people who write clients.
    let detail: String?
    /// The identifier by which the bank's log knows the request.
    let trace: String?

    /// Creates the body; title and status are by default those of the problem's code.
    package init(
        _ problem: Problem,
        title: String? = nil,
        status: Int? = nil,
        detail: String? = nil,
        trace: String?
    ) {
        self.problem = problem
        self.title = title ?? problem.code.title
        self.status = status ?? problem.code.status
        self.detail = detail
        self.trace = trace
    }
}

extension Problem {
    /// Decodes the body of a problem by RFC 9457.
    ///
    /// - Throws: ``WireError`` with the first fault.
    package init(httpBody: [UInt8]) throws(WireError) {
        self = try HTTPProblem.fields.decode(httpBody).problem
    }
}
