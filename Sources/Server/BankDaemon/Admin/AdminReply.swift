import WireProtocol

/// What a server says to an operator, each a line of canonical JSON.
///
/// Any number of `progress`, and then one of the others.
enum AdminReply: Hashable, Sendable {
    /// How far it has come.
    case progress(String)
    /// It is done: what to print, line by line.
    case done([String])
    /// It was not done, and why.
    case failed(DaemonError)

    /// The longest line, in bytes.
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

    /// Reads a line; nil when it is no reply.
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
