/// Purpose of a certificate, which decides its names and its key usage.
package enum CertificatePurpose: Hashable, Sendable {
    /// The holder of the key is the server with these names.
    case server(names: [AlternativeName])
    /// The holder of the key is the terminal with this name.
    case device(DeviceName)

    var commonName: String {
        switch self {
        case .server(let names): names.first?.description ?? ""
        case .device(let name): name.text
        }
    }

    var alternativeNames: [AlternativeName] {
        switch self {
        case .server(let names): names
        case .device(let name): [.uri(name.uri)]
        }
    }

    var extendedKeyUsage: StaticString {
        switch self {
        case .server: "serverAuth"
        case .device: "clientAuth"
        }
    }
}

/// Name of a terminal that has a certificate: 1 to 64 letters, digits and hyphens.
package struct DeviceName: Hashable, Sendable, CustomStringConvertible {
    /// Maximum number of characters, the limit of an X.509 common name (RFC 5280, ub-common-name).
    package static let characterLimit = 64
    /// Message for people about a text that is not a valid name.
    package static let rule =
        "A terminal's name has 1 to \(characterLimit) letters, digits and hyphens."
    private static let uriPrefix = "urn:counterfoil:device:"

    /// The name as text.
    package let text: String

    /// Creates a name; returns nil if the text breaks the rule.
    package init?(_ text: String) {
        guard (1...Self.characterLimit).contains(text.utf8.count),
            text.utf8.allSatisfy(AlternativeName.isLetterDigitOrHyphen)
        else { return nil }
        self.text = text
    }

    /// Parses the name in a certificate's URI; returns nil for any other URI.
    init?(uri: String) {
        guard uri.hasPrefix(Self.uriPrefix) else { return nil }
        self.init(String(uri.dropFirst(Self.uriPrefix.count)))
    }

    var uri: String { Self.uriPrefix + text }

    /// The name as text.
    package var description: String { text }
}
