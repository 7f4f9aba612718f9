public import CoreVocabulary
public import Cryptography

/// Exactly what a person saw before they gave a code: nothing less, nothing that was not shown.
///
/// A code authorises these bytes and no others.
///
/// Source: Delegated Regulation (EU) 2018/389
/// Art. 5(1)(b) and (d).
public struct ReviewedTransfer: Hashable, Sendable {
    private static let tag = "counterfoil.reviewed-transfer"
    private static let version: UInt8 = 1

    /// The size of a reference: the most characters that the bank takes, and the most bytes of UTF-8
    /// that a console sends, so that the bank refuses none for its length.
    ///
    /// Source: ISO 20022 pain.001 Unstructured, Max140Text.
    public static let referenceLimit = 140

    /// Names the request for ever; the same request again has the same key.
    public let intentKey: IntentKey
    /// The account that pays.
    public let debitAccountID: AccountID
    /// The account that is paid.
    public let creditorAccountID: AccountID
    /// The name of whoever is paid, as it was shown.
    public let payeeName: String
    /// How much, in minor units of the currency.
    public let amountMinorUnits: Int64
    /// What it costs, in minor units of the currency.
    public let feeMinorUnits: Int64
    /// The currency's code of ISO 4217.
    public let currencyCode: String
    /// The day from which the money counts.
    public let valueDate: BusinessDate
    /// The reference for the other side, as it was shown.
    public let reference: String

    /// Makes it from what the screen shows.
    public init(
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

    /// The one byte form: what is stored, sent, hashed and acted on.
    public var canonicalBytes: [UInt8] {
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

    /// Reads the byte form.
    ///
    /// - Throws: ``CanonicalDecodingError`` for anything that ``canonicalBytes`` would not print.
    public init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
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

    /// The SHA-256 of the canonical bytes, which begin with a tag and a version of their own.
    public var digest: Digest256 {
        SHA256.digest(of: canonicalBytes)
    }

    /// Whether both are the same bytes; Swift also holds texts equal that only look alike.
    public static func == (left: ReviewedTransfer, right: ReviewedTransfer) -> Bool {
        left.canonicalBytes == right.canonicalBytes
    }

    /// Hashes the bytes that equality compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(canonicalBytes)
    }
}
