import COpenSSL
import Cryptography

/// OpenSSL memory buffer for reading and writing PEM; its contents are cleansed when it is freed.
struct PEMBuffer: ~Copyable {
    let pointer: OpaquePointer

    /// Creates an empty buffer.
    init() throws(CertificateError) {
        pointer = try required(BIO_new(BIO_s_mem()))
    }

    /// Appends bytes, which are read from the buffer next.
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

    /// Returns the contents of the buffer.
    func bytes() -> [UInt8] {
        withContents { Array($0) }
    }

    /// Returns the contents as a secret, for a private key.
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
