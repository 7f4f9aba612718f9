import Synchronization

/// A ``Secret`` with shared ownership, for a form field or a session key.
///
/// Each call is atomic by itself. The memory is zeroed when the last reference is released, or by
/// ``wipe()``.
package final class SharedSecret: Sendable, CustomStringConvertible, CustomReflectable {
    private let storage: Mutex<Secret>

    /// Takes ownership of a secret.
    package init(_ secret: consuming sending Secret) {
        storage = Mutex(secret)
    }

    /// Creates an empty secret with a fixed capacity in bytes.
    package convenience init(capacity: Int) {
        self.init(Secret(capacity: capacity))
    }

    /// Creates a secret from bytes, with exactly their capacity; the caller wipes the bytes.
    package convenience init(copying bytes: Span<UInt8>) {
        self.init(Secret(copying: bytes))
    }

    /// Creates a secret of random bytes, from OpenSSL's private random generator.
    package convenience init(randomByteCount: Int) {
        self.init(Secret(randomByteCount: randomByteCount))
    }

    /// Number of bytes held now.
    package var count: Int { storage.withLock { $0.count } }
    /// Number of Unicode scalars held now.
    package var scalarCount: Int { storage.withLock { $0.scalarCount } }
    /// True if the secret holds no bytes.
    package var isEmpty: Bool { count == 0 }
    /// True if the kernel locked the memory against swapping.
    package var isLocked: Bool { storage.withLock { $0.isLocked } }

    /// Appends one byte; returns false and changes nothing if the secret is full.
    @discardableResult
    package func append(_ byte: UInt8) -> Bool {
        storage.withLock { $0.append(byte) }
    }

    /// Appends one character in UTF-8; returns false and changes nothing if it does not fit.
    @discardableResult
    package func append(_ scalar: Unicode.Scalar) -> Bool {
        storage.withLock { $0.append(scalar) }
    }

    /// Removes the last character and zeroes its bytes; returns false if there is none.
    @discardableResult
    package func removeLastScalar() -> Bool {
        storage.withLock { $0.removeLastScalar() }
    }

    /// Empties the secret and zeroes its memory, for all its owners.
    package func wipe() {
        storage.withLock { $0.wipe() }
    }

    /// Lends the bytes under the lock, so that no other call can change them.
    ///
    /// The borrower must not copy them into an array or a string, and must not use this secret
    /// meanwhile.
    package func withBytes<Result: Sendable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withLock { secret throws(Failure) -> Result in
            try secret.withBytes(body)
        }
    }

    /// Returns a separate secret with the same bytes and capacity.
    package func duplicate() -> Secret {
        storage.withLock { $0.duplicate() }
    }

    /// Redacted text; the contents are never printed.
    package var description: String { "SharedSecret(redacted)" }
    /// Mirror without children, so that `dump` does not print the contents either.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
