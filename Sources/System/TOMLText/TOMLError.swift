/// Reason why a TOML file could not be read.
package struct TOMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Cause of the error.
    package enum Cause: Hashable, Sendable {
        /// The file is not a readable regular file; the value is the system's reason, if any.
        case unreadable(String?)
        /// The file has more bytes than this.
        case tooLong(byteLimit: Int)
        /// The file is not valid UTF-8.
        case notText
        /// The file is outside the supported part of TOML; the values are a sentence and the place.
        case malformed(String, TOMLPlace)
    }

    /// Name of the file in messages.
    package let file: String
    /// Cause of the error.
    package let cause: Cause

    init(file: String, _ cause: Cause) {
        self.file = file
        self.cause = cause
    }

    /// Position in the file, if known.
    package var place: TOMLPlace? {
        if case .malformed(_, let place) = cause { place } else { nil }
    }

    /// Message for people, as a sentence that is safe to print.
    package var sentence: String {
        switch cause {
        case .unreadable(let reason?): "The file cannot be read: \(reason)."
        case .unreadable(nil): "The file cannot be read."
        case .tooLong(let byteLimit): "The file has more than \(byteLimit) bytes."
        case .notText: "The file is not UTF-8 text."
        case .malformed(let sentence, _): sentence
        }
    }

    /// File, position and sentence, in the format of compilers.
    package var description: String {
        let place = place.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file)\(place): \(sentence)"
    }
}
