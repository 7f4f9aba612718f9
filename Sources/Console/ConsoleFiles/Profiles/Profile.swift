/// A named bank, with the way in which this console reaches it.
///
/// Texts as they stand in the file; whoever connects checks what they mean.
package struct Profile: Hashable, Sendable {
    /// The profile's name: letters, digits, hyphens and underscores.
    package let name: String
    /// The values that the profile sets, by field.
    package let values: [Field: String]

    /// The name of the profile that is used if none is given.
    package static let defaultName = "default"
    /// The most characters in a name.
    package static let nameCharacterLimit = 64
    /// The sentence about a text that cannot be a name.
    package static let nameRule =
        "A profile's name has up to \(nameCharacterLimit) letters, digits, hyphens and underscores."

    /// The fields that a profile can set.
    package enum Field: String, Hashable, Sendable, CaseIterable {
        /// The bank's address, `https://host[:port]` or `unix:///path`.
        case server
        /// The certificate of the authority to trust.
        case ca
        /// Path of the terminal's certificate.
        case cert
        /// The key of the terminal's certificate.
        case key
        /// The proxy, `http://host:port`, or `none`.
        case proxy
        /// The path of a Unix socket, in place of a server.
        case socket
        /// Name or path of the theme.
        case theme
        /// The folder of this console's files.
        case state

        /// True if the field names a file or a folder.
        package var isPath: Bool {
            switch self {
            case .ca, .cert, .key, .socket, .state: true
            case .server, .proxy, .theme: false
            }
        }
    }

    /// Creates a profile; nil for an invalid name.
    package init?(name: String, values: [Field: String]) {
        guard Self.isName(name) else { return nil }
        self.name = name
        self.values = values
    }

    /// Returns the value of a field; nil if it is not set.
    package subscript(field: Field) -> String? { values[field] }

    /// Returns true if an address is the profile's own; `resolve` makes its path a whole one.
    package func isAt(_ address: String, resolve: (String) -> String) -> Bool {
        let own = self[.server] ?? self[.socket].map { "unix://\(resolve($0))" }
        return own == address
    }

    /// True if a text can be a profile's name.
    package static func isName(_ text: String) -> Bool {
        (1...nameCharacterLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy(nameBytes.contains)
    }

    private static let nameBytes = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8
    )

    /// The lines of the profile in its file.
    var lines: String {
        let settings = Field.allCases.compactMap { field in
            values[field].map { "\(field.rawValue) = \(Self.quoted($0))\n" }
        }
        return "[\(name)]\n" + settings.joined()
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
