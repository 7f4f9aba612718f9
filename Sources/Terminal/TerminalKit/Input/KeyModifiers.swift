/// Keys held together with another.
public struct KeyModifiers: OptionSet, Hashable, Sendable {
    /// The bits, as terminals count them: one less than the number they send.
    public let rawValue: UInt8

    /// Makes a set from bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Shift.
    public static let shift = KeyModifiers(rawValue: 1)
    /// Alt, or Meta, which terminals tell no differently.
    public static let alt = KeyModifiers(rawValue: 2)
    /// Ctrl.
    public static let control = KeyModifiers(rawValue: 4)

    /// Reads the parameter of an escape sequence: one more than the sum of the bits.
    ///
    /// Lock keys and keys that we have no name for are left out; Meta counts as Alt.
    init(parameter: Int) {
        let bits = UInt8(truncatingIfNeeded: max(0, min(parameter, 256) - 1))
        var modifiers = KeyModifiers(rawValue: bits & 7)
        if bits & 32 != 0 { modifiers.insert(.alt) }
        self = modifiers
    }
}
