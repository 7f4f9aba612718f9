package import CoreVocabulary
import MoneyCore

extension Journal {
    private static let canonicalTag = "counterfoil.journal"
    private static let canonicalVersion: UInt8 = 1

    /// Canonical byte encoding of the journal, which is fingerprinted, signed and stored.
    package var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 64 + transfers.count * 128)
        encoder.write(Self.canonicalTag)
        encoder.write(Self.canonicalVersion)
        encoder.write(id)
        encoder.write(UInt32(transfers.count))
        for transfer in transfers { transfer.encode(into: &encoder) }
        return encoder.bytes
    }

    /// Decodes a journal from bytes that ``canonicalBytes`` produced.
    ///
    /// - Throws: ``CanonicalDecodingError`` for any other bytes, and for more than
    ///   ``maximumTransferCount`` transfers.
    package init(canonicalBytes bytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(bytes)
        guard try decoder.readString() == Self.canonicalTag else { throw .invalidValue }
        guard try decoder.read(UInt8.self) == Self.canonicalVersion else { throw .invalidValue }
        let id: JournalID = try decoder.readIdentifier()
        let count = try decoder.read(UInt32.self)
        guard count <= Self.maximumTransferCount else { throw .invalidValue }
        var transfers: [Transfer] = []
        for _ in 0..<count { transfers.append(try Transfer(from: &decoder)) }
        try decoder.finish()
        self.init(id: id, transfers: transfers)
    }
}

extension Transfer {
    /// Encodes the transfer as part of a larger message.
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.write(id)
        encoder.write(debitAccountID)
        encoder.write(creditAccountID)
        encoder.write(amount.minorUnits)
        encoder.write(amount.currency.numericCode)
        encoder.write(kind.code)
        encoder.write(optional: kind.actsOn) { $0.write($1) }
        encoder.write(optional: kind.expiresAt) { $0.write($1) }
        encoder.write(code)
        encoder.write(optional: endToEndID) { $0.write($1.description) }
        encoder.write(valueDate)
        encoder.write(eventAt)
    }

    /// Decodes a transfer that ``encode(into:)`` wrote.
    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        id = try decoder.readIdentifier()
        debitAccountID = try decoder.readIdentifier()
        creditAccountID = try decoder.readIdentifier()
        let minorUnits = try decoder.read(Int64.self)
        guard let currency = Currency(numericCode: try decoder.read(UInt16.self)) else {
            throw .invalidValue
        }
        amount = Money(minorUnits: minorUnits, currency: currency)
        let kindCode = try decoder.read(UInt8.self)
        let actsOn: TransferID? = try decoder.readOptional {
            decoder throws(CanonicalDecodingError) in
            try decoder.readIdentifier()
        }
        let expiresAt = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
            try decoder.readInstant()
        }
        guard let kind = TransferKind(code: kindCode, actsOn: actsOn, expiresAt: expiresAt) else {
            throw .invalidValue
        }
        self.kind = kind
        code = try decoder.read(UInt16.self)
        let reference = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
            try decoder.readString()
        }
        endToEndID = reference.flatMap(EndToEndID.init)
        if reference != nil, endToEndID == nil { throw .invalidValue }
        valueDate = try decoder.readDate()
        eventAt = try decoder.readInstant()
    }
}
