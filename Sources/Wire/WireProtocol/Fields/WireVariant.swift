import CoreVocabulary

/// One case of an enumeration of messages, under the word that tells it from the others.
package struct WireVariant<Root>: Sendable {
    /// The word that names the variant.
    let word: String
    let forms: @Sendable () -> [[WireMember]]
    let isCase: @Sendable (Root) -> Bool
    /// Appends the members and returns true, or returns false for another case.
    let write: @Sendable (Root, inout [JSONMember]) -> Bool
    let read: @Sendable (inout WireReader) throws(WireError) -> Root

    /// Creates a case with a value; `get` returns nil for a message of another case.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package init<Value>(
        _ word: String,
        _ fields: WireFields<Value>,
        _ make: @escaping @Sendable (Value) -> Root,
        _ get: @escaping @Sendable (Root) -> Value?
    ) {
        self.word = word
        forms = fields.forms
        isCase = { get($0) != nil }
        write = { root, members in
            guard let value = get(root) else { return false }
            fields.write(value, &members)
            return true
        }
        read = { reader throws(WireError) in make(try fields.read(&reader)) }
    }

    /// Creates a case without a value.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package init(
        _ word: String,
        _ root: @escaping @autoclosure @Sendable () -> Root,
        _ isCase: @escaping @Sendable (Root) -> Bool
    ) {
        self.word = word
        forms = { [[]] }
        self.isCase = isCase
        write = { other, _ in isCase(other) }
        read = { _ throws(WireError) in root() }
    }
}

extension WireVariant where Root: Equatable & Sendable {
    /// Creates a case without a value.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package init(_ word: String, _ root: Root) {
        self.init(word, root) { $0 == root }
    }
}

extension Array {
    /// Returns the word of the case of a message.
    package func word<Root>(of root: Root) -> String where Element == WireVariant<Root> {
        guard let variant = first(where: { $0.isCase(root) }) else {
            invariantBroken("an enumeration of messages has a variant for each case")
        }
        return variant.word
    }
}

extension WireFields {
    /// Returns the description of an enumeration, whose cases the words of a member tell apart.
    ///
    /// A word of no case is an unknown error, or an invalid member if that is nil.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func choice(
        _ tag: String,
        unknown: WireError? = nil,
        _ variants: [WireVariant<Root>]
    ) -> WireFields {
        WireFields(
            forms: {
                variants.flatMap { variant in
                    variant.forms().map { [WireMember(tag, .words([variant.word]))] + $0 }
                }
            },
            write: { root, members in
                for variant in variants where variant.write(root, &members) {
                    members.append(JSONMember(tag, .string(variant.word)))
                    return
                }
                invariantBroken("an enumeration of messages has a variant for each case")
            },
            read: { reader throws(WireError) in
                guard let json = reader.consume(tag) else { throw .missingField(tag) }
                guard case .string(let word) = json else { throw .invalidField(tag) }
                guard let variant = variants.first(where: { $0.word == word }) else {
                    throw unknown ?? .invalidField(tag)
                }
                return try variant.read(&reader)
            }
        )
    }

    /// Returns the description of an enumeration whose cases are told apart by their first member.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func firstMember(_ variants: [WireVariant<Root>]) -> WireFields {
        WireFields(
            forms: { variants.flatMap { $0.forms() } },
            write: { root, members in
                let isWritten = variants.contains { $0.write(root, &members) }
                invariant(isWritten, "an enumeration of messages has a variant for each case")
            },
            read: { reader throws(WireError) in
                let variant = variants.first { reader.has($0.word) }
                guard let variant = variant ?? variants.last else { throw .unknownMessage }
                return try variant.read(&reader)
            }
        )
    }
}
