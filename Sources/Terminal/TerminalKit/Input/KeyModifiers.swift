/// Modifier keys held with another key.
package struct KeyModifiers: OptionSet, Hashable, Sendable {
    /// The bits as terminals encode them: one less than the number they send.
    package let rawValue: UInt8

    /// Creates a set from its bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The Shift key, bit 0.
    package static let shift = KeyModifiers(rawValue: 1)
    /// The Alt or Meta key, which terminals do not distinguish, bit 1.
    package static let alt = KeyModifiers(rawValue: 2)
    /// The Ctrl key, bit 2.
    package static let control = KeyModifiers(rawValue: 4)

    /// Decodes the parameter of an escape sequence: the sum of the bits plus one.
    ///
    /// Lock keys and unsupported modifiers are left out. Meta counts as Alt.
    init(parameter: Int) {
        let bits = UInt8(truncatingIfNeeded: max(0, min(parameter, 256) - 1))
        var modifiers = KeyModifiers(rawValue: bits & 7)
        if bits & 32 != 0 { modifiers.insert(.alt) }
        self = modifiers
    }
}
