import COpenSSL

/// The two expanded cipher contexts of one AES-256-GCM key, with its next nonce.
struct CipherState: ~Copyable {
    private let sealing: OpaquePointer
    private let opening: OpaquePointer
    private var nonceHigh: UInt32
    private var nonceLow: UInt64
    private var sealCount: UInt64 = 0

    private static let cipher = FetchedCipher("AES-256-GCM")

    init(key: Span<UInt8>, firstNonce: [UInt8]) throws(CryptographyError) {
        guard key.count == AES256GCM.keyByteCount else {
            throw CryptographyError(.invalidKeyLength)
        }
        systemInvariant(firstNonce.count == AES256GCM.nonceByteCount, "a nonce of GCM has 12 bytes")
        nonceHigh = firstNonce[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        nonceLow = firstNonce[4...].reduce(0) { $0 << 8 | UInt64($1) }
        sealing = systemUnwrap(EVP_CIPHER_CTX_new(), "memory for a cipher is missing")
        opening = systemUnwrap(EVP_CIPHER_CTX_new(), "memory for a cipher is missing")
        let cipher = Self.cipher.pointer
        let (sealing, opening) = (sealing, opening)
        key.withUnsafeBufferPointer { key in
            let start = key.baseAddress
            let isKeyed =
                EVP_EncryptInit_ex2(sealing, cipher, start, nil, nil) == 1
                && EVP_DecryptInit_ex2(opening, cipher, start, nil, nil) == 1
            systemInvariant(isKeyed, "AES took no key")
        }
    }

    deinit {
        // Freeing a context cleanses the expanded key.
        EVP_CIPHER_CTX_free(sealing)
        EVP_CIPHER_CTX_free(opening)
    }

    mutating func seal(_ plaintext: [UInt8], _ associatedData: [UInt8]) -> [UInt8] {
        let nonceCount = AES256GCM.nonceByteCount
        let total = plaintext.count + AES256GCM.overheadByteCount
        let (high, low) = takeNonce()
        return [UInt8](unsafeUninitializedCapacity: total) { buffer, count in
            let start = systemUnwrap(buffer.baseAddress, "an array with room has an address")
            let output = UnsafeMutableRawPointer(start)
            output.storeBytes(of: high.bigEndian, as: UInt32.self)
            output.storeBytes(of: low.bigEndian, toByteOffset: 4, as: UInt64.self)
            var written: Int32 = 0
            var isDone = EVP_EncryptInit_ex2(sealing, nil, nil, start, nil) == 1
            if isDone, !associatedData.isEmpty {
                let dataCount = Int32(associatedData.count)
                isDone = EVP_EncryptUpdate(sealing, nil, &written, associatedData, dataCount) == 1
            }
            if isDone, !plaintext.isEmpty {
                let textCount = Int32(plaintext.count)
                isDone =
                    EVP_EncryptUpdate(sealing, start + nonceCount, &written, plaintext, textCount)
                    == 1
            }
            let tag = start + nonceCount + plaintext.count
            isDone = isDone && EVP_EncryptFinal_ex(sealing, tag, &written) == 1
            let tagCount = Int32(AES256GCM.tagByteCount)
            isDone =
                isDone && EVP_CIPHER_CTX_ctrl(sealing, EVP_CTRL_AEAD_GET_TAG, tagCount, tag) == 1
            systemInvariant(isDone, "AES-256-GCM did not seal")
            count = total
        }
    }

    func open(_ sealed: [UInt8], _ associatedData: [UInt8]) -> [UInt8]? {
        let textCount = sealed.count - AES256GCM.overheadByteCount
        guard textCount >= 0 else { return nil }
        var isAuthentic = false
        let plaintext = sealed.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: max(textCount, 1)) { output, count in
                let source = systemUnwrap(input.baseAddress, "sealed bytes have an address")
                let target = systemUnwrap(output.baseAddress, "an array with room has an address")
                isAuthentic = decrypt(source, textCount, into: target, associatedData)
                // Unauthenticated plaintext must not remain in memory.
                if !isAuthentic { OPENSSL_cleanse(target, textCount) }
                count = isAuthentic ? textCount : 0
            }
        }
        guard isAuthentic else {
            ERR_clear_error()
            return nil
        }
        return plaintext
    }

    private func decrypt(
        _ source: UnsafePointer<UInt8>,
        _ textCount: Int,
        into target: UnsafeMutablePointer<UInt8>,
        _ associatedData: [UInt8]
    ) -> Bool {
        let text = source + AES256GCM.nonceByteCount
        var written: Int32 = 0
        var isReady = EVP_DecryptInit_ex2(opening, nil, nil, source, nil) == 1
        if isReady, !associatedData.isEmpty {
            let dataCount = Int32(associatedData.count)
            isReady = EVP_DecryptUpdate(opening, nil, &written, associatedData, dataCount) == 1
        }
        if isReady, textCount > 0 {
            isReady = EVP_DecryptUpdate(opening, target, &written, text, Int32(textCount)) == 1
        }
        let tag = UnsafeMutableRawPointer(mutating: text + textCount)
        let tagCount = Int32(AES256GCM.tagByteCount)
        isReady =
            isReady && EVP_CIPHER_CTX_ctrl(opening, EVP_CTRL_AEAD_SET_TAG, tagCount, tag) == 1
        systemInvariant(isReady, "AES-256-GCM did not take its input")
        return EVP_DecryptFinal_ex(opening, target + textCount, &written) == 1
    }

    private mutating func takeNonce() -> (high: UInt32, low: UInt64) {
        systemInvariant(sealCount < AES256GCM.sealLimit, "one AES-256-GCM handle sealed too often")
        sealCount += 1
        defer {
            nonceLow &+= 1
            if nonceLow == 0 { nonceHigh &+= 1 }
        }
        return (nonceHigh, nonceLow)
    }
}

// SAFETY: the contexts belong to this one value, which cannot be copied; the mutex of its owner
// lets one thread in at a time.
extension CipherState: @unchecked Sendable {}

/// A fetched cipher algorithm, kept for the life of the process.
private struct FetchedCipher: @unchecked Sendable {
    // SAFETY: OpenSSL documents fetched algorithms as immutable and shareable between threads;
    // this one is never freed.
    let pointer: OpaquePointer

    init(_ name: String) {
        pointer = systemUnwrap(EVP_CIPHER_fetch(nil, name, nil), "a cipher is missing")
    }
}
