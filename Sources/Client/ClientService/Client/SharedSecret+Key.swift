import Cryptography
import IdentityCore

extension SharedSecret {
    /// Copies a key that the bank gave; returns nil if it is not 32 bytes long.
    convenience init?(key bytes: [UInt8]) {
        guard bytes.count == AuthorisationProof.keyByteCount else { return nil }
        self.init(copying: bytes.span)
    }

    /// Bytes of the secret, for a request or a seal: the one place in which a secret becomes an array.
    var byteArray: [UInt8] {
        withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }
}
