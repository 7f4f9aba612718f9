/// A TOML file could not be read.
public struct TOMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What stood in the way.
    public enum Cause: Hashable, Sendable {
        /// There is no regular file that can be read; the system's words for why, if it has any.
        case unreadable(String?)
        /// It has more bytes than this.
        case tooLong(byteLimit: Int)
        /// It is not UTF-8.
        case notText
        /// It is not TOML as we read it: what is wrong, as a sentence, and where.
        case malformed(String, TOMLPlace)
    }

    /// What the message calls the file.
    public let file: String
    /// What stood in the way.
    public let cause: Cause

    init(file: String, _ cause: Cause) {
        self.file = file
        self.cause = cause
    }

    /// Where in the file, where that is known.
    public var place: TOMLPlace? {
        if case .malformed(_, let place) = cause { place } else { nil }
    }

    /// What is wrong, as a sentence; safe to print.
    public var sentence: String {
        switch cause {
        case .unreadable(let reason?): "The file cannot be read: \(reason)."
        case .unreadable(nil): "The file cannot be read."
        case .tooLong(let byteLimit): "The file has more than \(byteLimit) bytes."
        case .notText: "The file is not UTF-8 text."
        case .malformed(let sentence, _): sentence
        }
    }

    /// File, place and sentence, as compilers print them.
    public var description: String {
        let place = place.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file)\(place): \(sentence)"
    }
}
