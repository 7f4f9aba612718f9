/// What a certificate proves, which decides its names and what its key may be used for.
public enum CertificatePurpose: Hashable, Sendable {
    /// That who holds the key serves under these names.
    case server(names: [AlternativeName])
    /// That who holds the key is the terminal with this name.
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

/// What the bank calls a terminal that has a certificate: 1 to 64 letters, digits and hyphens.
public struct DeviceName: Hashable, Sendable, CustomStringConvertible {
    /// The most characters in a name; X.509 allows a common name no more (RFC 5280, ub-common-name).
    public static let characterLimit = 64
    /// The sentence about a text that is no name.
    public static let rule =
        "A terminal's name has 1 to \(characterLimit) letters, digits and hyphens."
    private static let uriPrefix = "urn:counterfoil:device:"

    /// The name.
    public let text: String

    /// Takes a name; nil when it breaks the rule.
    public init?(_ text: String) {
        guard (1...Self.characterLimit).contains(text.utf8.count),
            text.utf8.allSatisfy(AlternativeName.isLetterDigitOrHyphen)
        else { return nil }
        self.text = text
    }

    /// Reads the name of a URI that a certificate carries; nil for any other URI.
    init?(uri: String) {
        guard uri.hasPrefix(Self.uriPrefix) else { return nil }
        self.init(String(uri.dropFirst(Self.uriPrefix.count)))
    }

    var uri: String { Self.uriPrefix + text }

    /// The name.
    public var description: String { text }
}
