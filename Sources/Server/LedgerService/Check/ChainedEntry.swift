public import Cryptography
public import SyncCore

/// Entry with its feed number and the chain hash that is stored with it.
public struct ChainedEntry: Sendable {
    let entry: EntryRecord
    let feedSequence: Int64
    let chainHash: Digest256

    /// Creates an entry from stored values.
    public init(entry: EntryRecord, feedSequence: Int64, chainHash: Digest256) {
        self.entry = entry
        self.feedSequence = feedSequence
        self.chainHash = chainHash
    }
}
