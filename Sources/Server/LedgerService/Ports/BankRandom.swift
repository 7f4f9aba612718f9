/// Cryptographic random source for identifiers, tokens, salts and keys.
package protocol BankRandom: Sendable {
    /// Returns `count` unpredictable bytes.
    func bytes(_ count: Int) -> [UInt8]
}

extension BankRandom {
    /// Returns 128 random bits for an identifier.
    func bits() -> UInt128 {
        bytes(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }
}
