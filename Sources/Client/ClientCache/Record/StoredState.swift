import ClientService
import CoreVocabulary
import SyncCore

/// State of a record with the sums of its rows, as sealed in one row of the record.
struct StoredState {
    let state: RecordState
    let sums: RowSums

    init(_ state: RecordState, _ sums: RowSums) {
        self.state = state
        self.sums = sums
    }

    /// Opens a sealed state; returns nil if it is damaged.
    init?(sealed: [UInt8], by sealer: RowSealer) {
        guard let bytes = sealer.open(sealed, at: RowSealer.place(.state)) else { return nil }
        do {
            var decoder = CanonicalDecoder(bytes)
            var state = RecordState()
            state.cursor = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                try decoder.readCursor()
            }
            state.confirmedAt = try decoder.readInstant()
            try state.readRepair(from: &decoder)
            state.snapshot = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                SnapshotPosition(at: try decoder.readCursor(), page: try decoder.readString())
            }
            state.comparedAt = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                try decoder.readInstant()
            }
            self.state = state
            sums = try RowSums(from: &decoder)
            try decoder.finish()
        } catch {
            return nil
        }
    }

    /// Returns the state sealed for its row.
    func sealed(by sealer: RowSealer) -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(optional: state.cursor) { $0.write($1) }
        encoder.write(state.confirmedAt)
        state.writeRepair(to: &encoder)
        encoder.write(optional: state.snapshot) { encoder, place in
            encoder.write(place.at)
            encoder.write(place.page)
        }
        encoder.write(optional: state.comparedAt) { $0.write($1) }
        sums.write(to: &encoder)
        return sealer.seal(encoder.bytes, at: RowSealer.place(.state))
    }
}

// Progress of a repair and data still missing, stored beside the cursor.
//
// Format byte: 0 for no repair and nothing else; 3 for ended accesses alone; 4 for a repair, with the
// epoch of the rows; 5 and 6 are 3 and 4 followed by the sequences received. An earlier release wrote
// 1 and 2 for a repair, without the epoch.
extension RecordState {
    /// Reads what ``writeRepair(to:)`` wrote, in this or an earlier release.
    fileprivate mutating func readRepair(
        from decoder: inout CanonicalDecoder
    ) throws(CanonicalDecodingError) {
        let form = try decoder.read(UInt8.self)
        switch form {
        case 0, 3, 5: isRepairing = false
        case 1, 2, 4, 6: isRepairing = true
        default: throw .invalidValue
        }
        if form == 4 || form == 6 {
            heldEpoch = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                try decoder.read(UInt64.self)
            }
        }
        if form >= 2 {
            for _ in 0..<(try decoder.read(UInt32.self)) {
                endedAccesses.append(try decoder.readIdentifier())
            }
        }
        if form >= 5 {
            for _ in 0..<(try decoder.read(UInt32.self)) {
                let accountID: AccountID = try decoder.readIdentifier()
                toldSequences[accountID] = try decoder.read(Int64.self)
            }
        }
    }

    /// Writes a format byte, followed by more only if there is more.
    fileprivate func writeRepair(to encoder: inout CanonicalEncoder) {
        guard isRepairing || !endedAccesses.isEmpty || !toldSequences.isEmpty else {
            return encoder.write(UInt8(0))
        }
        let form: UInt8 = isRepairing ? 4 : 3
        encoder.write(toldSequences.isEmpty ? form : form + 2)
        if isRepairing { encoder.write(optional: heldEpoch) { $0.write($1) } }
        encoder.write(UInt32(endedAccesses.count))
        for accountID in endedAccesses { encoder.write(accountID) }
        guard !toldSequences.isEmpty else { return }
        encoder.write(UInt32(toldSequences.count))
        for (accountID, sequence) in toldSequences.sorted(by: { $0.key < $1.key }) {
            encoder.write(accountID)
            encoder.write(sequence)
        }
    }
}

extension CanonicalEncoder {
    /// Encodes a cursor in full, because the bank accepts only cursors that it signed.
    fileprivate mutating func write(_ cursor: SyncCore.Cursor) {
        write(cursor.text)
    }
}

extension CanonicalDecoder {
    fileprivate mutating func readCursor() throws(CanonicalDecodingError) -> SyncCore.Cursor {
        guard let cursor = SyncCore.Cursor(text: try readString()) else { throw .invalidValue }
        return cursor
    }
}
