/// Reason for which a part of a session ends it.
enum SessionEnd: Sendable {
    /// The bank ended it; not certain if the bank did not say so in so many words.
    case endedByBank(isCertain: Bool)
    /// The bank ordered the data of this console to be destroyed.
    case wiped(nonce: [UInt8])
    /// The time is over for which this console may show what it holds.
    case leaseOver
}
