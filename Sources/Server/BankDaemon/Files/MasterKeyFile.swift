import Cryptography
import LedgerService

/// The format of a file with a master key.
///
/// ```
/// 4 bytes  "CFMK"
/// 1 byte   the version, 1
/// 4 bytes  the number, most significant byte first
/// 32 bytes the key
/// 4 bytes  the first bytes of the SHA-256 of all before, against files that were damaged
/// ```
enum MasterKeyFile {
    static let byteCount = headerByteCount + MasterKey.byteCount + checkByteCount

    private static let magic = Array("CFMK".utf8)
    private static let version: UInt8 = 1
    private static let headerByteCount = 9
    private static let checkByteCount = 4

    /// Returns the bytes of the file.
    static func encode(_ number: MasterKey.Number, _ key: SharedSecret) -> SharedSecret {
        let file = SharedSecret(capacity: byteCount)
        for byte in header(number) { file.append(byte) }
        let copy = key.duplicate()
        copy.withBytes { span in for index in span.indices { file.append(span[index]) } }
        for byte in check(file) { file.append(byte) }
        return file
    }

    /// Decodes a file; nil if it is not complete, or has another number.
    static func decode(_ file: SharedSecret, number: MasterKey.Number) -> SharedSecret? {
        guard file.count == byteCount else { return nil }
        let bodyByteCount = byteCount - checkByteCount
        let body = SharedSecret(capacity: bodyByteCount)
        let key = SharedSecret(capacity: MasterKey.byteCount)
        var found: [UInt8] = []
        let copy = file.duplicate()
        copy.withBytes { span in
            for index in 0..<bodyByteCount { body.append(span[index]) }
            for index in headerByteCount..<bodyByteCount { key.append(span[index]) }
            found = (0..<headerByteCount).map { span[$0] }
            found += (bodyByteCount..<byteCount).map { span[$0] }
        }
        return found == header(number) + check(body) ? key : nil
    }

    private static func header(_ number: MasterKey.Number) -> [UInt8] {
        magic + [version] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private static func check(_ body: SharedSecret) -> [UInt8] {
        let copy = body.duplicate()
        let digest = copy.withBytes { Digest256(hashing: $0) }
        return Array(digest.bytes.prefix(checkByteCount))
    }
}
