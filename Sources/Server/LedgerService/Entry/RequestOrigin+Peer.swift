import Cryptography
import Glibc

extension RequestOrigin {
    /// 128 bits that identify the peer for rate limits; nil inside one process.
    ///
    /// The peer is a network address or an account of this host. Of an IPv6 address only the first
    /// 64 bits count, because a subscriber owns all addresses with that prefix and could otherwise
    /// get a bucket for each. An IPv4-mapped address counts whole, like the IPv4 address.
    ///
    /// Source: RFC 4291 §2.5.4 (64 bits name the network), §2.5.5.2 (IPv4-mapped addresses).
    package var peerBits: UInt128? {
        let subject: [UInt8]
        if let address {
            subject = Self.networkBytes(ofAddress: address) ?? Array(address.utf8)
        } else if let account {
            subject = Array("account \(account)".utf8)
        } else {
            return nil
        }
        return Digest256(hashing: subject).bytes.prefix(16)
            .reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }

    /// Returns the network prefix of an IPv6 address; nil for an address that counts whole.
    private static func networkBytes(ofAddress address: String) -> [UInt8]? {
        var parsed = in6_addr()
        guard inet_pton(AF_INET6, address, &parsed) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: parsed) { Array($0) }
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
        guard !bytes.starts(with: mapped) else { return nil }
        return bytes.prefix(8) + Array("/64".utf8)
    }
}
