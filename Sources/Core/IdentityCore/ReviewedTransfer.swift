package import CoreVocabulary
package import Cryptography

/// Exactly what a person saw before giving a code: nothing less, and nothing that was not shown.
///
/// A code authorises exactly these bytes. Source: Delegated Regulation (EU) 2018/389 Art. 5(1)(b)
/// and (d).
package struct ReviewedTransfer: Hashable, Sendable {
    private static let tag = "counterfoil.reviewed-transfer"
    private static let version: UInt8 = 1

    /// Maximum length of a reference.
    ///
    /// The bank accepts this many Unicode scalars. A console sends at most this many bytes of
    /// UTF-8, so that the bank refuses none for its length. Source: ISO 20022 pain.001, Max140Text.
    package static let referenceLimit = 140

    /// Key of the intent; a repeated request has the same key.
    package let intentKey: IntentKey
    /// The account that pays.
    package let debitAccountID: AccountID
    /// The account that is paid.
    package let creditorAccountID: AccountID
    /// The payee's name, as it was shown.
    package let payeeName: String
    /// Amount in minor units of the currency.
    package let amountMinorUnits: Int64
    /// Fee in minor units of the currency.
    package let feeMinorUnits: Int64
    /// The currency's ISO 4217 code.
    package let currencyCode: String
    /// Value date: the day from which the money counts.
    package let valueDate: BusinessDate
    /// Reference for the payee, as it was shown.
    package let reference: String

    /// Creates a reviewed transfer from what the screen shows.
    package init(
        intentKey: IntentKey,
        debitAccountID: AccountID,
        creditorAccountID: AccountID,
        payeeName: String,
        amountMinorUnits: Int64,
        feeMinorUnits: Int64,
        currencyCode: String,
        valueDate: BusinessDate,
        reference: String
    ) {
        self.intentKey = intentKey
        self.debitAccountID = debitAccountID
        self.creditorAccountID = creditorAccountID
        self.payeeName = payeeName
        self.amountMinorUnits = amountMinorUnits
        self.feeMinorUnits = feeMinorUnits
        self.currencyCode = currencyCode
        self.valueDate = valueDate
        self.reference = reference
    }

    /// Canonical byte encoding, which is stored, sent, hashed and acted on.
    package var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 256)
        encoder.write(Self.tag)
        encoder.write(Self.version)
        encoder.write(intentKey)
        encoder.write(debitAccountID)
        encoder.write(creditorAccountID)
        encoder.write(payeeName)
        encoder.write(amountMinorUnits)
        encoder.write(feeMinorUnits)
        encoder.write(currencyCode)
        encoder.write(valueDate)
        encoder.write(reference)
        return encoder.bytes
    }

    /// Decodes a reviewed transfer from its canonical bytes.
    ///
    /// - Throws: ``CanonicalDecodingError`` for bytes that ``canonicalBytes`` would not produce.
    package init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(canonicalBytes)
        guard try decoder.readString() == Self.tag else { throw .invalidValue }
        guard try decoder.read(UInt8.self) == Self.version else { throw .invalidValue }
        intentKey = try decoder.readIdentifier()
        debitAccountID = try decoder.readIdentifier()
        creditorAccountID = try decoder.readIdentifier()
        payeeName = try decoder.readString()
        amountMinorUnits = try decoder.read(Int64.self)
        feeMinorUnits = try decoder.read(Int64.self)
        currencyCode = try decoder.readString()
        valueDate = try decoder.readDate()
        reference = try decoder.readString()
        try decoder.finish()
    }

    /// SHA-256 of the canonical bytes, which begin with their own tag and version.
    package var digest: Digest256 { SHA256.digest(of: canonicalBytes) }

    /// Returns true if both have the same bytes.
    ///
    /// Swift's `String` equality also accepts texts that are only canonically equivalent.
    package static func == (left: ReviewedTransfer, right: ReviewedTransfer) -> Bool {
        left.canonicalBytes == right.canonicalBytes
    }

    /// Feeds the canonical bytes into the hasher, as equality compares them.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(canonicalBytes)
    }
}
