/// Field of a message: its name, its type, and how its value is got from the message.
package struct WireField<Root, Value>: Sendable {
    /// Makes the members that the field is published as: one set for each form that it may have.
    let members: @Sendable () -> [[WireMember]]
    let write: @Sendable (Root, inout [JSONMember]) -> Void
    let read: @Sendable (inout WireReader) throws(WireError) -> Value

    private init(
        members: @escaping @Sendable () -> [[WireMember]],
        write: @escaping @Sendable (Root, inout [JSONMember]) -> Void,
        read: @escaping @Sendable (inout WireReader) throws(WireError) -> Value
    ) {
        self.members = members
        self.write = write
        self.read = read
    }

    /// Creates a field that every message has; the note is published for people.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func required(
        _ name: String,
        _ type: WireType<Value>,
        _ get: @escaping @Sendable (Root) -> Value,
        _ note: String? = nil
    ) -> WireField {
        WireField(
            members: { [[WireMember(name, type.schema(), note)]] },
            write: { $1.append(JSONMember(name, type.write(get($0)))) },
            read: { reader throws(WireError) in
                guard let json = reader.consume(name) else { throw .missingField(name) }
                guard let value = try type.read(json) else { throw .invalidField(name) }
                return value
            }
        )
    }

    /// Creates a field that is absent where its value is nil.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func optional<Wrapped>(
        _ name: String,
        _ type: WireType<Wrapped>,
        _ get: @escaping @Sendable (Root) -> Value,
        _ note: String? = nil
    ) -> WireField where Value == Wrapped? {
        WireField(
            members: { [[WireMember(name, type.schema(), isRequired: false, note)]] },
            write: { root, members in
                guard let value = get(root) else { return }
                members.append(JSONMember(name, type.write(value)))
            },
            read: { reader throws(WireError) in
                guard let json = reader.consume(name) else { return nil }
                guard let value = try type.read(json) else { throw .invalidField(name) }
                return value
            }
        )
    }

    /// Creates the fields of a part, whose members stand among those of the message.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func inline(
        _ fields: WireFields<Value>,
        _ get: @escaping @Sendable (Root) -> Value
    ) -> WireField {
        WireField(
            members: fields.forms,
            write: { fields.write(get($0), &$1) },
            read: fields.read
        )
    }
}
