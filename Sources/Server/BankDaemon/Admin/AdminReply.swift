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

    var line: [UInt8] {
        let members: [JSONMember] =
            switch self {
            case .progress(let text): [JSONMember("progress", .string(text))]
            case .done(let lines): [JSONMember("done", .array(lines.map { .string($0) }))]
            case .failed(let error):
                [
                    JSONMember("failed", .string(error.description)),
                    JSONMember("status", .integer(Int64(error.status.rawValue))),
                ]
            }
        return CanonicalJSON.encode(.object(members))
    }

    /// Creates a reply from a line, or nil if it is none.
    init?(line: [UInt8]) {
        guard let fields = AdminFields(line: line, byteLimit: Self.lineByteLimit) else {
            return nil
        }
        if let text = fields.text("progress") {
            self = .progress(text)
        } else if let lines = fields.texts("done") {
            self = .done(lines)
        } else if let sentence = fields.text("failed"), let number = fields.integer("status"),
            let status = Int32(exactly: number).flatMap({ DaemonError.Status(rawValue: $0) })
        {
            self = .failed(DaemonError(sentence, status))
        } else {
            return nil
        }
    }
}
