package import TOMLText

/// The reason why the file of profiles cannot be read or changed.
package struct ProfileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The causes of an error.
    package enum Cause: Hashable, Sendable {
        /// The file cannot be read, or is not valid TOML.
        case file(TOMLError)
        /// The top of the file holds something other than a table.
        case notAProfile(String)
        /// A profile has an invalid name.
        case nameInvalid
        /// A profile has an unknown key.
        case unknownKey(String)
        /// The value of a key is not a text, or is empty.
        case notText(String)
        /// A profile names a server and a socket.
        case twoAddresses
        /// A profile names neither a server nor a socket.
        case noAddress
        /// There is a profile of that name.
        case exists(String)
        /// There is no profile of that name.
        case unknown(String)
        /// A profile is not written under a header of its own, so that it cannot be cut out.
        case notUnderHeader(String)
        /// The file cannot be read; with the system's words.
        case unreadable(String)
        /// The file cannot be written; with the system's words.
        case unwritable(String)
    }

    /// The name of the file in messages.
    package let file: String
    /// The cause of the error.
    package let cause: Cause
    /// The place in the file; nil if the error concerns none, or the cause has its own.
    let place: TOMLPlace?

    init(_ file: String, _ cause: Cause, at place: TOMLPlace? = nil) {
        self.file = file
        self.cause = cause
        self.place = place
    }

    /// File, position and sentence, in the form of compilers.
    package var description: String {
        if case .file(let error) = cause { return error.description }
        let place = place.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file)\(place): \(sentence)"
    }

    /// True if the file itself is wrong, and not the request.
    package var isOfContent: Bool {
        switch cause {
        case .exists, .unknown, .unreadable, .unwritable: false
        default: true
        }
    }

    private var sentence: String {
        switch cause {
        case .file(let error): error.sentence
        case .notAProfile(let key):
            "'\(key)' stands outside a profile. Begin each profile with its name in brackets: [name]."
        case .nameInvalid: Profile.nameRule
        case .unknownKey(let key):
            "A profile has no '\(key)'. It can have: "
                + "\(Profile.Field.allCases.map(\.rawValue).joined(separator: ", "))."
        case .notText(let key): "'\(key)' takes a text in quotation marks that is not empty."
        case .twoAddresses: "A profile has a 'server' or a 'socket', not both."
        case .noAddress: "A profile needs a 'server' or a 'socket'."
        case .exists(let name):
            "There is a profile '\(name)' already. Remove it first, or choose another name."
        case .unknown(let name): "There is no profile '\(name)'."
        case .notUnderHeader(let name):
            "'\(name)' does not stand under a header [\(name)] of its own; change the file by hand."
        case .unreadable(let reason): "The file cannot be read: \(reason)."
        case .unwritable(let reason): "The file cannot be written: \(reason)."
        }
    }
}
