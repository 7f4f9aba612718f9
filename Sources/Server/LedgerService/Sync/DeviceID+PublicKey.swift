import CoreVocabulary
import Cryptography

extension Identifier where Subject == DeviceSubject {
    /// Length of a console's public key in bytes.
    static let publicKeyByteCount = 32

    /// Creates the identifier of a console from the first 16 bytes of its public key's SHA-256.
    init?(ofPublicKey key: [UInt8]) {
        guard key.count == Self.publicKeyByteCount else { return nil }
        self.init(bytes: SHA256.digest(of: key).bytes.prefix(Self.byteCount))
    }
}
