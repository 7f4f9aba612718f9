/// End-to-end reference: given by the payer and passed on unchanged by every bank.
///
/// 1 to 35 characters, printable ASCII without a space at either end.
/// Source: ISO 20022 pain.001 EndToEndIdentification (Max35Text), narrowed to ASCII.
package struct EndToEndID: Hashable, Sendable, CustomStringConvertible {
    /// Maximum length in characters.
    package static let maximumLength = 35

    /// The reference as the payer gave it.
    package let description: String

    /// Creates a reference; returns nil if the text is empty, too long or has other characters.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last else { return nil }
        guard bytes.count <= Self.maximumLength else { return nil }
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        guard first != 0x20, last != 0x20 else { return nil }
        description = text
    }
}
