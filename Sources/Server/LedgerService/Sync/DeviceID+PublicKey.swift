import CoreVocabulary
import Cryptography

extension Identifier where Subject == DeviceSubject {
    /// Bytes in the public key of a console.
    static let publicKeyByteCount = 32

    /// The name of the console with a public key: the first 16 bytes of the key's SHA-256; nil for
    /// anything that is no key.
    init?(ofPublicKey key: [UInt8]) {
        guard key.count == Self.publicKeyByteCount else { return nil }
        self.init(bytes: SHA256.digest(of: key).bytes.prefix(Self.byteCount))
    }
}
