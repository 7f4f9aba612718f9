import Glibc

/// Secret bytes in locked memory: a password while it is typed, a code, a key.
///
/// A secret cannot be copied and never grows, because growing would leave the old bytes behind. Its
/// memory is locked, excluded from core dumps and zeroed at the end of its life. Never make a
/// `String` of one.
///
/// If the kernel refuses the lock (`RLIMIT_MEMLOCK` is exhausted), the secret still works, but it
/// could reach swap, and ``isLocked`` is false. Refusing every sign-in would be worse. The
/// executable warns the operator once at its start.
package struct Secret: ~Copyable {
    private let memory: LockedMemory

    /// Number of bytes held now.
    package private(set) var count = 0

    /// Creates an empty secret with a fixed capacity in bytes, at least 1.
    ///
    /// Memory is allocated in whole pages, 4 KiB for most uses.
    package init(capacity: Int) {
        memory = LockedMemory(byteCount: capacity)
    }

    /// Creates a secret of random bytes, from OpenSSL's private random generator.
    package init(randomByteCount: Int) {
        self.init(capacity: randomByteCount)
        let buffer = UnsafeMutableRawBufferPointer(start: memory.base, count: randomByteCount)
        SecureRandom.fillPrivately(buffer)
        count = randomByteCount
    }

    // Lets OpenSSL write a key directly into locked memory.
    init(uninitializedByteCount byteCount: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        self.init(capacity: byteCount)
        let start = memory.base.bindMemory(to: UInt8.self, capacity: byteCount)
        fill(UnsafeMutableBufferPointer(start: start, count: byteCount))
        count = byteCount
    }

    /// Creates a secret from bytes, with exactly their capacity; the caller wipes the bytes.
    package init(copying bytes: Span<UInt8>) {
        self.init(capacity: max(bytes.count, 1))
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: memory.base, count: capacity)
                .copyMemory(from: source)
        }
        count = bytes.count
    }

    /// Maximum number of bytes the secret can hold.
    package var capacity: Int { memory.byteCount }
    /// True if the secret holds no bytes.
    package var isEmpty: Bool { count == 0 }
    /// True if the kernel locked the memory; the type's description says what follows if not.
    package var isLocked: Bool { memory.isLocked }

    /// Appends one byte; returns false and changes nothing if the secret is full.
    package mutating func append(_ byte: UInt8) -> Bool {
        guard count < capacity else { return false }
        memory.base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
        return true
    }

    /// Appends one character in UTF-8; returns false and changes nothing if it does not fit.
    package mutating func append(_ scalar: Unicode.Scalar) -> Bool {
        let encoded = UTF8.encode(scalar)
        guard let encoded, encoded.count <= capacity - count else { return false }
        for byte in encoded { _ = append(byte) }
        return true
    }

    /// Removes the last character and zeroes its bytes; returns false if there is none.
    package mutating func removeLastScalar() -> Bool {
        guard count > 0 else { return false }
        var isContinuation = true
        while isContinuation, count > 0 {
            count -= 1
            isContinuation = byte(at: count) & 0xC0 == 0x80
            memory.base.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
        }
        return true
    }

    /// Empties the secret and zeroes its memory.
    package mutating func wipe() {
        memory.wipe()
        count = 0
    }

    /// Number of Unicode scalars held now, counted by the first bytes of UTF-8 sequences.
    package var scalarCount: Int {
        (0..<count).count { byte(at: $0) & 0xC0 != 0x80 }
    }

    /// Lends the bytes; the borrower must not copy them into an array or a string.
    package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let buffer = UnsafeRawBufferPointer(start: memory.base, count: count)
        return try body(buffer.bindMemory(to: UInt8.self).span)
    }

    /// Returns a separate secret with the same bytes and capacity.
    package borrowing func duplicate() -> Secret {
        var copy = Secret(capacity: capacity)
        copy.memory.base.copyMemory(from: memory.base, byteCount: count)
        copy.count = count
        return copy
    }

    /// Redacted text; the contents are never printed.
    package var description: String { "Secret(redacted)" }

    // Tests inspect the bytes beyond `count`.
    borrowing func withStorageForTests<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
    {
        body(UnsafeRawBufferPointer(start: memory.base, count: capacity))
    }

    private func byte(at index: Int) -> UInt8 {
        memory.base.load(fromByteOffset: index, as: UInt8.self)
    }
}

// SAFETY: the pages belong to this one value, which cannot be copied; shared access reads only.
extension Secret: @unchecked Sendable {}
