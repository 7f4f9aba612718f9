/// Type of a field's values: how they are written, read and described.
///
/// The three are made from the same arguments, so that they cannot disagree.
///
/// The compiler is kept from making a copy of the generic makers for each type: a hundred fields
/// would cost the console 250 KB of code and save some microseconds a message.
package struct WireType<Value>: Sendable {
    /// Makes the schema, which only contracts and tests need.
    package let schema: @Sendable () -> WireSchema
    let write: @Sendable (Value) -> JSONValue
    /// Returns nil for a value of another type or beyond the limits; throws for a fault inside of it.
    let read: @Sendable (JSONValue) throws(WireError) -> Value?

    /// Creates a type of an encoder and a decoder that follow a schema.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    init(
        _ schema: @escaping @autoclosure @Sendable () -> WireSchema,
        write: @escaping @Sendable (Value) -> JSONValue,
        read: @escaping @Sendable (JSONValue) throws(WireError) -> Value?
    ) {
        self.schema = schema
        self.write = write
        self.read = read
    }

    /// Creates a type whose values are texts.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    init(
        text schema: @escaping @autoclosure @Sendable () -> WireSchema,
        write: @escaping @Sendable (Value) -> String,
        read: @escaping @Sendable (String) -> Value?
    ) {
        self.init(schema(), write: { .string(write($0)) }) { json throws(WireError) in
            guard case .string(let text) = json else { return nil }
            return read(text)
        }
    }

    /// Returns the type of values that are written as values of this type; `read` may refuse one.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package func mapped<New>(
        write: @escaping @Sendable (New) -> Value,
        read: @escaping @Sendable (Value) -> New?
    ) -> WireType<New> {
        WireType<New>(schema(), write: { self.write(write($0)) }) { json throws(WireError) in
            try self.read(json).flatMap(read)
        }
    }

    /// Returns the type with a schema that is published under a name.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    func named(_ name: String, _ note: String) -> WireType {
        WireType(.named(name, schema(), note: note), write: write, read: read)
    }
}
