import COpenSSL
import Cryptography

/// OpenSSL's reader and writer over bytes in memory; what it held is cleansed when it goes.
struct PEMBuffer: ~Copyable {
    let pointer: OpaquePointer

    /// An empty buffer.
    init() throws(CertificateError) {
        pointer = try required(BIO_new(BIO_s_mem()))
    }

    /// Puts bytes in, which are read from there next.
    func write(_ bytes: Span<UInt8>) throws(CertificateError) {
        guard !bytes.isEmpty else { return }
        let count = bytes.withUnsafeBytes { source in
            BIO_write(pointer, source.baseAddress, Int32(clamping: source.count))
        }
        try require(Int(count) == bytes.count)
    }

    deinit {
        BIO_free(pointer)
    }

    /// What was written.
    func bytes() -> [UInt8] {
        withContents { Array($0) }
    }

    /// What was written, for a private key.
    func secret() -> SharedSecret {
        withContents { contents in
            SharedSecret(copying: contents.bindMemory(to: UInt8.self).span)
        }
    }

    private func withContents<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var start: UnsafeMutablePointer<CChar>?
        let count = counterfoil_bio_bytes(pointer, &start)
        return body(UnsafeRawBufferPointer(start: start, count: max(0, count)))
    }
}
