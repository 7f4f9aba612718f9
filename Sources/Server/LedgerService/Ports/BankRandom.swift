/// Where the bank's identifiers, tokens, salts and keys come from.
public protocol BankRandom: Sendable {
    /// That many bytes that nobody can foresee.
    func bytes(_ count: Int) -> [UInt8]
}

extension BankRandom {
    /// 128 bits, for an identifier.
    func bits() -> UInt128 {
        bytes(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }
}
