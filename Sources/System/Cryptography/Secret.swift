import Glibc

/// Bytes that nobody else may see: a password while it is typed, a code, a key.
///
/// Cannot be copied, never grows (growing would leave the old bytes behind), is locked in memory,
/// left out of core dumps and zeroed when it ends. Never make a `String` of one.
///
/// When the kernel refuses the lock (`RLIMIT_MEMLOCK` is used up), the secret works all the same:
/// it could then reach swap, and ``isLocked`` says so. Refusing to sign anyone in would be the
/// worse failure; the executable tells the operator once, at its start.
public struct Secret: ~Copyable {
    private let memory: LockedMemory

    /// Bytes held now.
    public private(set) var count = 0

    /// Makes an empty secret.
    ///
    /// - Parameter capacity: The most bytes it will ever hold, at least 1. Memory is taken in
    ///   whole pages, 4 KiB for most uses.
    public init(capacity: Int) {
        memory = LockedMemory(byteCount: capacity)
    }

    /// Makes a secret of random bytes, from the generator that is kept for keys.
    public init(randomByteCount: Int) {
        self.init(capacity: randomByteCount)
        SecureRandom.fillPrivately(
            UnsafeMutableRawBufferPointer(start: memory.base, count: randomByteCount)
        )
        count = randomByteCount
    }

    // Lets OpenSSL write a key straight into locked memory.
    init(uninitializedByteCount byteCount: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        self.init(capacity: byteCount)
        let start = memory.base.bindMemory(to: UInt8.self, capacity: byteCount)
        fill(UnsafeMutableBufferPointer(start: start, count: byteCount))
        count = byteCount
    }

    /// Makes a secret of bytes that the caller will wipe; it has room for just these.
    public init(copying bytes: Span<UInt8>) {
        self.init(capacity: max(bytes.count, 1))
        copyIn(bytes)
    }

    /// Makes a secret of bytes that the caller will wipe.
    ///
    /// - Parameters:
    ///   - bytes: The contents.
    ///   - capacity: The most bytes it will ever hold, at least 1.
    /// - Throws: `secretTooLong` when the bytes do not fit.
    public init(copying bytes: Span<UInt8>, capacity: Int) throws(CryptographyError) {
        guard bytes.count <= capacity else { throw CryptographyError(.secretTooLong) }
        self.init(capacity: capacity)
        copyIn(bytes)
    }

    /// The most bytes it will ever hold.
    public var capacity: Int { memory.byteCount }
    /// Whether it holds nothing.
    public var isEmpty: Bool { count == 0 }
    /// Whether the kernel promised never to swap it; see the type for what follows when not.
    public var isLocked: Bool { memory.isLocked }

    /// Appends one byte; false, and no change, when it is full.
    public mutating func append(_ byte: UInt8) -> Bool {
        guard count < capacity else { return false }
        memory.base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
        return true
    }

    /// Appends one character in UTF-8; false, and no change, when it does not fit.
    public mutating func append(_ scalar: Unicode.Scalar) -> Bool {
        let encoded = UTF8.encode(scalar)
        guard let encoded, encoded.count <= capacity - count else { return false }
        for byte in encoded {
            memory.base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
            count += 1
        }
        return true
    }

    /// Takes the last character away and zeroes its place; false when there is none.
    public mutating func removeLastScalar() -> Bool {
        guard count > 0 else { return false }
        var isContinuation = true
        while isContinuation, count > 0 {
            count -= 1
            isContinuation = byte(at: count) & 0xC0 == 0x80
            memory.base.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
        }
        return true
    }

    /// Empties it and zeroes its memory.
    public mutating func wipe() {
        memory.wipe()
        count = 0
    }

    /// Characters held now, each start of a UTF-8 sequence counting as one.
    public var scalarCount: Int {
        (0..<count).count { byte(at: $0) & 0xC0 != 0x80 }
    }

    /// Lends the bytes; the borrower must not copy them into an array or a string.
    public borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let buffer = UnsafeRawBufferPointer(start: memory.base, count: count)
        return try body(buffer.bindMemory(to: UInt8.self).span)
    }

    /// A secret of its own with the same bytes and capacity.
    public borrowing func duplicate() -> Secret {
        var copy = Secret(capacity: capacity)
        copy.memory.base.copyMemory(from: memory.base, byteCount: count)
        copy.count = count
        return copy
    }

    /// A fixed word; the contents are never printed.
    public var description: String { "Secret(redacted)" }

    // Tests look at what stands behind the counted bytes.
    borrowing func withStorageForTests<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
    {
        body(UnsafeRawBufferPointer(start: memory.base, count: capacity))
    }

    private mutating func copyIn(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: memory.base, count: capacity)
                .copyMemory(from: source)
        }
        count = bytes.count
    }

    private func byte(at index: Int) -> UInt8 {
        memory.base.load(fromByteOffset: index, as: UInt8.self)
    }
}

// SAFETY: the pages belong to this one value, which cannot be copied; shared access reads only.
extension Secret: @unchecked Sendable {}
