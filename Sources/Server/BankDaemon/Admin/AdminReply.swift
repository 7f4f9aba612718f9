import WireProtocol

/// A server's message to an operator, one line of canonical JSON each.
///
/// An answer consists of any number of `progress` messages and one of the others at its end.
enum AdminReply: Hashable, Sendable {
    /// A progress message for the operator.
    case progress(String)
    /// The request is done, with the lines to print.
    case done([String])
    /// The request failed with an error.
    case failed(DaemonError)

    /// Maximum length of a line, in bytes.
    static let lineByteLimit = 65_536

    /// Fields of the messages; the first one of each tells it from the others.
    static let fields = WireFields<AdminReply>.firstMember([
        WireVariant("progress", .value("progress", .text()), AdminReply.progress) {
            if case .progress(let text) = $0 { text } else { nil }
        },
        WireVariant("done", .value("done", .list(of: .text())), AdminReply.done) {
            if case .done(let lines) = $0 { lines } else { nil }
        },
        WireVariant("failed", failure, AdminReply.failed) {
            if case .failed(let error) = $0 { error } else { nil }
        },
    ])

    private static let failure = WireFields<DaemonError>(
        DaemonError.init,
        .required("failed", .text(), \.description),
        .required("status", .status, \.status)
    )

    var line: [UInt8] { Self.fields.encode(self) }

    /// Creates a reply from a line, or nil if it is none.
    init?(line: [UInt8]) {
        // A server of another release may say more. The fault of a line is irrelevant.
        let decoded = try? Self.fields.decode(
            line,
            byteLimit: Self.lineByteLimit,
            ignoringUnknown: true
        )
        guard let reply = decoded else { return nil }
        self = reply
    }
}

extension WireType where Value == DaemonError.Status {
    /// The type of exit statuses.
    fileprivate static var status: WireType {
        WireType<Int64>.integer.mapped(
            write: { Int64($0.rawValue) },
            read: { Int32(exactly: $0).flatMap { DaemonError.Status(rawValue: $0) } }
        )
    }
}
