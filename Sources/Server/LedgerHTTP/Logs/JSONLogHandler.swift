import Glibc
package import Logging
import WireProtocol

/// A log handler that writes each entry as one line of JSON.
///
/// Lines are ASCII. Characters that could control a terminal or forge a line are escaped.
package struct JSONLogHandler: LogHandler {
    /// Receiver of a complete line with its line feed.
    package typealias Sink = @Sendable ([UInt8]) -> Void

    /// Writes a line to the standard error of this process.
    package static let standardError: Sink = { line in
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
            // A failing log has nowhere to be reported.
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// The lowest level that is written.
    package var logLevel: Logger.Level = .info
    /// Metadata of every line.
    package var metadata: Logger.Metadata = [:]
    /// Provider of further metadata, called for every line.
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let sink: Sink
    private let now: @Sendable () -> timespec

    /// Creates a handler for a part of the program, with an output for its lines.
    package init(label: String, sink: @escaping Sink = JSONLogHandler.standardError) {
        self.init(label: label, sink: sink) {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return time
        }
    }

    init(label: String, sink: @escaping Sink, now: @escaping @Sendable () -> timespec) {
        self.label = label
        self.sink = sink
        self.now = now
    }

    /// Accesses a metadata value of every line.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line, except about cancelled work: a dependency reports every stop as an error.
    package func log(event: LogEvent) {
        guard !(event.error is CancellationError),
            !event.message.description.hasSuffix("CancellationError()")
        else { return }
        var all = metadata
        for extra in [metadataProvider?.get(), event.metadata] {
            all.merge(extra ?? [:]) { _, last in last }
        }
        var members = [
            JSONMember("time", .string(UTCTime.logTime(now()))),
            JSONMember("level", .string(event.level.rawValue)),
            JSONMember("from", .string(label)),
            JSONMember("message", .string(event.message.description)),
        ]
        if let error = event.error {
            members.append(JSONMember("error", .string(String(describing: error))))
        }
        for name in all.keys.sorted() {
            guard let value = all[name], !members.contains(where: { $0.name == name }) else {
                continue
            }
            members.append(JSONMember(name, value.json))
        }
        sink(ASCIIJSON.line(members))
    }
}

extension Logger.MetadataValue {
    fileprivate var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .stringConvertible(let value):
            if let number = value as? any BinaryInteger, let small = Int64(exactly: number) {
                .integer(small)
            } else {
                .string(value.description)
            }
        case .array(let values): .array(values.map(\.json))
        case .dictionary(let values):
            .object(values.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value.json) })
        }
    }
}
