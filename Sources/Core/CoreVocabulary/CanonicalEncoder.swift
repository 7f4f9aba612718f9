/// Encoder for the canonical byte form that is hashed, signed and sent.
///
/// Integers are big-endian with a fixed width. Text and bytes are preceded by their length, so no
/// two different values give the same bytes. Each kind of value begins with its own tag and
/// version.
package struct CanonicalEncoder: Sendable {
    /// The bytes written so far.
    package var bytes: [UInt8] { written }
    @usableFromInline var written: [UInt8] = []

    /// Creates an empty encoder with reserved capacity.
    package init(reservingCapacity capacity: Int = 128) {
        written.reserveCapacity(capacity)
    }

    // Integers have a function for each type: other modules could not specialise a generic one.

    /// Writes one byte as it is.
    package mutating func write(_ value: UInt8) { written.append(value) }

    /// Writes an integer of two bytes, most significant first.
    package mutating func write(_ value: UInt16) { append(UInt64(value), bitCount: 16) }

    /// Writes an integer of four bytes, most significant first.
    package mutating func write(_ value: UInt32) { append(UInt64(value), bitCount: 32) }

    /// Writes an integer of four bytes, most significant first.
    package mutating func write(_ value: Int32) { write(UInt32(bitPattern: value)) }

    /// Writes an integer of eight bytes, most significant first.
    package mutating func write(_ value: UInt64) { append(value, bitCount: 64) }

    /// Writes an integer of eight bytes, most significant first.
    package mutating func write(_ value: Int64) { write(UInt64(bitPattern: value)) }

    /// Writes an integer of sixteen bytes, most significant first.
    package mutating func write(_ value: UInt128) {
        write(UInt64(truncatingIfNeeded: value >> 64))
        write(UInt64(truncatingIfNeeded: value))
    }

    private mutating func append(_ bits: UInt64, bitCount: Int) {
        var shift = bitCount - 8
        while shift >= 0 {
            written.append(UInt8(truncatingIfNeeded: bits >> shift))
            shift -= 8
        }
    }

    /// Removes everything written, and keeps the memory for what follows.
    package mutating func removeAll() { written.removeAll(keepingCapacity: true) }

    /// Writes a length of four bytes, then the bytes.
    @inlinable
    package mutating func write(bytes value: some Collection<UInt8>) {
        write(UInt32(value.count))
        written.append(contentsOf: value)
    }

    /// Writes a length of four bytes, then the bytes.
    package mutating func write(_ value: [UInt8]) {
        write(bytes: value)
    }

    /// Writes a length of four bytes, then the text in UTF-8.
    package mutating func write(_ value: String) {
        write(UInt32(value.utf8.count))
        written.append(contentsOf: value.utf8)
    }

    /// Writes the 16 bytes of an identifier.
    package mutating func write<Subject>(_ value: Identifier<Subject>) {
        write(value.rawValue)
    }

    /// Writes the nanoseconds of an instant.
    package mutating func write(_ value: Instant) {
        write(value.nanosecondsSinceEpoch)
    }

    /// Writes the day number of a date.
    package mutating func write(_ value: BusinessDate) {
        write(value.dayNumber)
    }

    /// Writes 0 for nil, or 1 and the value.
    package mutating func write<Value>(
        optional value: Value?,
        _ body: (inout CanonicalEncoder, Value) -> Void
    ) {
        guard let value else {
            write(UInt8(0))
            return
        }
        write(UInt8(1))
        body(&self, value)
    }
}
