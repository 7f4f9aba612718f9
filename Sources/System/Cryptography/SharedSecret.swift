import Synchronization

/// A ``Secret`` that several places may refer to: a form field, the key of a session.
///
/// Each call is atomic by itself. Zeroed when the last reference goes, or by ``wipe()``.
public final class SharedSecret: Sendable, CustomStringConvertible, CustomReflectable {
    private let storage: Mutex<Secret>

    /// Takes a secret over.
    public init(_ secret: consuming sending Secret) {
        storage = Mutex(secret)
    }

    /// Makes an empty secret that will never hold more than some bytes.
    public convenience init(capacity: Int) {
        self.init(Secret(capacity: capacity))
    }

    /// Makes a secret of bytes that the caller will wipe; it has room for just these.
    public convenience init(copying bytes: Span<UInt8>) {
        self.init(Secret(copying: bytes))
    }

    /// Makes a secret of random bytes, from the generator that is kept for keys.
    public convenience init(randomByteCount: Int) {
        self.init(Secret(randomByteCount: randomByteCount))
    }

    /// Bytes held now.
    public var count: Int { storage.withLock { $0.count } }
    /// Characters held now.
    public var scalarCount: Int { storage.withLock { $0.scalarCount } }
    /// Whether it holds nothing.
    public var isEmpty: Bool { count == 0 }
    /// Whether the kernel promised never to swap it.
    public var isLocked: Bool { storage.withLock { $0.isLocked } }

    /// Appends one byte; false, and no change, when it is full.
    @discardableResult
    public func append(_ byte: UInt8) -> Bool {
        storage.withLock { $0.append(byte) }
    }

    /// Appends one character in UTF-8; false, and no change, when it does not fit.
    @discardableResult
    public func append(_ scalar: Unicode.Scalar) -> Bool {
        storage.withLock { $0.append(scalar) }
    }

    /// Takes the last character away and zeroes its place; false when there is none.
    @discardableResult
    public func removeLastScalar() -> Bool {
        storage.withLock { $0.removeLastScalar() }
    }

    /// Empties it and zeroes its memory, for every place that refers to it.
    public func wipe() {
        storage.withLock { $0.wipe() }
    }

    /// Lends the bytes while no other call can change them.
    ///
    /// The borrower must not copy them into an array or a string, nor use this secret meanwhile.
    public func withBytes<Result: Sendable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withLock { secret throws(Failure) -> Result in
            try secret.withBytes(body)
        }
    }

    /// A secret of its own with the same bytes.
    public func duplicate() -> Secret {
        storage.withLock { $0.duplicate() }
    }

    /// A fixed word; the contents are never printed.
    public var description: String { "SharedSecret(redacted)" }
    /// Shows no children, so that `dump` prints nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
