/// Fields of a message: the one description from which it is written, read and published.
///
/// To add a field to a message, add one line here and the property that it names.
package struct WireFields<Root>: Sendable {
    /// Makes the members of each form that the message may have.
    let forms: @Sendable () -> [[WireMember]]
    let write: @Sendable (Root, inout [JSONMember]) -> Void
    let read: @Sendable (inout WireReader) throws(WireError) -> Root

    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    init(
        forms: @escaping @Sendable () -> [[WireMember]],
        write: @escaping @Sendable (Root, inout [JSONMember]) -> Void,
        read: @escaping @Sendable (inout WireReader) throws(WireError) -> Root
    ) {
        self.forms = forms
        self.write = write
        self.read = read
    }

    /// Creates the description of a message that is made of its fields, in the order of `make`.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package init<each Value>(
        _ make: @escaping @Sendable (repeat each Value) -> Root,
        _ field: repeat WireField<Root, each Value>
    ) {
        self.init(
            forms: {
                var forms: [[WireMember]] = [[]]
                for field in repeat each field {
                    let more = field.members()
                    forms = forms.flatMap { form in more.map { form + $0 } }
                }
                return forms
            },
            write: { root, members in
                repeat (each field).write(root, &members)
            },
            read: { reader throws(WireError) in
                make(repeat try (each field).read(&reader))
            }
        )
    }

    /// Creates the description of a message that is made of a list of values of one type.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package init<Value>(
        _ fields: [WireField<Root, Value>],
        make: @escaping @Sendable ([Value]) -> Root
    ) {
        self.init(
            forms: { [fields.flatMap { $0.members().joined() }] },
            write: { root, members in fields.forEach { $0.write(root, &members) } },
            read: { reader throws(WireError) in
                var values: [Value] = []
                for field in fields { values.append(try field.read(&reader)) }
                return make(values)
            }
        )
    }

    /// Returns the description of a message that is the value of one field.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func value(
        _ name: String,
        _ type: WireType<Root>,
        _ note: String? = nil
    ) -> WireFields {
        let field = WireField<Root, Root>.required(name, type, { $0 }, note)
        return WireFields(forms: field.members, write: field.write, read: field.read)
    }

    /// Returns the description with a rule that no schema can express.
    ///
    /// The sentence is published with the field of that name, which is refused unless the rule holds.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    func requiring(
        _ name: String,
        _ rule: String,
        _ holds: @escaping @Sendable (Root) -> Bool
    ) -> WireFields {
        WireFields(
            forms: { [forms] in
                forms().map { form in
                    form.map { member in
                        var member = member
                        if member.name == name { member.rule = rule }
                        return member
                    }
                }
            },
            write: write,
            read: { [read] reader throws(WireError) in
                let root = try read(&reader)
                guard holds(root) else { throw .invalidField(name) }
                return root
            }
        )
    }
}

extension WireFields {
    /// The schema of the message.
    package var schema: WireSchema { WireSchema(forms: forms()) }

    /// Returns the schema of the cases that begin with a member of one word.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package func schema(ofVariant word: String) -> WireSchema {
        WireSchema(forms: forms(ofVariant: word))
    }

    /// Returns the forms of the cases that begin with a member of one word.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    func forms(ofVariant word: String) -> [[WireMember]] {
        forms().filter { $0.first?.schema == .words([word]) }
    }

    /// Returns the members of a message, not yet in their canonical order.
    package func members(of root: Root) -> [JSONMember] {
        var members: [JSONMember] = []
        write(root, &members)
        return members
    }

    /// Returns a message as a JSON object.
    package func json(of root: Root) -> JSONValue { .object(members(of: root)) }

    /// Returns the canonical bytes of a message.
    package func encode(_ root: Root) -> [UInt8] { CanonicalJSON.encode(json(of: root)) }

    /// Returns the message of the members of an object, which come in any order.
    ///
    /// - Throws: ``WireError`` with the first fault.
    package func value(
        of members: [JSONMember],
        ignoringUnknown: Bool = false
    ) throws(WireError) -> Root {
        var reader = WireReader(members)
        let root = try read(&reader)
        if !ignoringUnknown { try reader.finish() }
        return root
    }

    /// Decodes the bytes of a message, which are one JSON object.
    ///
    /// - Throws: ``WireError`` with the first fault.
    package func decode(
        _ bytes: [UInt8],
        byteLimit: Int = StrictJSON.requestByteLimit,
        ignoringUnknown: Bool = false
    ) throws(WireError) -> Root {
        let json: JSONValue
        do {
            json = try StrictJSON.parse(bytes, byteLimit: byteLimit)
        } catch {
            throw .syntax(error)
        }
        guard case .object(let members) = json else { throw .unknownMessage }
        return try value(of: members, ignoringUnknown: ignoringUnknown)
    }
}
