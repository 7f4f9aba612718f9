import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore

/// An outbox record as sealed columns: the reviewed transfer, the proof, the status and the stamp.
struct SealedOutboxRecord {
    let transfer: [UInt8]
    let proof: [UInt8]
    let status: [UInt8]
    /// Sealed stamp; empty for a transfer of a release without device sequences.
    let stamp: [UInt8]
}

extension SealedOutboxRecord {
    private static let version: UInt8 = 1
    private static let acknowledgedFlag: UInt8 = 1
    private static let lostFlag: UInt8 = 2

    /// Seals a record; each column is bound to the intent key.
    init(_ record: OutboxRecord, _ sealer: RowSealer) {
        let key = record.key.bytes
        var encoder = CanonicalEncoder()
        encoder.write(Self.version)
        encoder.write(record.reviewed.canonicalBytes)
        encoder.write(record.queuedAt)
        let transfer = sealer.seal(encoder.bytes, at: RowSealer.place(.outboxTransfer, key))
        encoder = CanonicalEncoder()
        encoder.write(Self.version)
        encoder.write(record.proof.sessionID)
        encoder.write(record.proof.claimedAt)
        encoder.write(record.proof.code)
        let proof = sealer.seal(encoder.bytes, at: RowSealer.place(.outboxProof, key))
        encoder = CanonicalEncoder()
        encoder.write(Self.version)
        encoder.write(Int64(record.sendCount))
        encoder.write(
            (record.isAcknowledged ? Self.acknowledgedFlag : 0)
                | (record.isLost ? Self.lostFlag : 0)
        )
        Self.write(record.state, to: &encoder)
        let status = sealer.seal(encoder.bytes, at: RowSealer.place(.outboxStatus, key))
        let stampPlace = RowSealer.place(.outboxStamp, key)
        let stamp = record.stamp.map { sealer.seal($0.bytes, at: stampPlace) }
        self.init(transfer: transfer, proof: proof, status: status, stamp: stamp ?? [])
    }

    /// Opens a record; returns nil if a column was altered or moved.
    func open(_ key: IntentKey, _ sealer: RowSealer) -> OutboxRecord? {
        func opened(_ column: [UInt8], _ kind: RowSealer.Kind) -> [UInt8]? {
            sealer.open(column, at: RowSealer.place(kind, key.bytes))
        }
        guard let transfer = opened(transfer, .outboxTransfer),
            let proof = opened(proof, .outboxProof), let status = opened(status, .outboxStatus)
        else { return nil }
        var placed: DeviceStamp?
        if !stamp.isEmpty {
            guard let bytes = opened(stamp, .outboxStamp), let found = DeviceStamp(bytes: bytes)
            else { return nil }
            placed = found
        }
        // This program can read what it sealed. A later version is refused like damage.
        let record = try? Self.decode(transfer, proof, status, placed)
        return record?.key == key ? record : nil
    }

    private static func decode(
        _ transfer: [UInt8],
        _ proof: [UInt8],
        _ status: [UInt8],
        _ stamp: DeviceStamp?
    ) throws(CanonicalDecodingError) -> OutboxRecord {
        var decoder = CanonicalDecoder(transfer)
        guard try decoder.read(UInt8.self) == version else { throw .invalidValue }
        let reviewed = try ReviewedTransfer(canonicalBytes: try decoder.readBytes())
        let queuedAt = try decoder.readInstant()
        try decoder.finish()
        decoder = CanonicalDecoder(proof)
        guard try decoder.read(UInt8.self) == version else { throw .invalidValue }
        let authorisation = AuthorisationProof(
            sessionID: try decoder.readIdentifier(),
            claimedAt: try decoder.readInstant(),
            code: try decoder.readBytes()
        )
        try decoder.finish()
        decoder = CanonicalDecoder(status)
        guard try decoder.read(UInt8.self) == version else { throw .invalidValue }
        let sendCount = Int(try decoder.read(Int64.self))
        let flags = try decoder.read(UInt8.self)
        guard flags & ~(acknowledgedFlag | lostFlag) == 0 else { throw .invalidValue }
        let state = try state(&decoder)
        try decoder.finish()
        return OutboxRecord(
            reviewed: reviewed,
            proof: authorisation,
            queuedAt: queuedAt,
            state: state,
            sendCount: sendCount,
            isAcknowledged: flags & acknowledgedFlag != 0,
            isLost: flags & lostFlag != 0,
            stamp: stamp
        )
    }

    private static func write(_ state: OutboxRecord.State, to encoder: inout CanonicalEncoder) {
        switch state {
        case .queued: encoder.write(UInt8(1))
        case .sending: encoder.write(UInt8(2))
        case .unknown: encoder.write(UInt8(3))
        case .needsCode(let refusal):
            encoder.write(UInt8(4))
            encoder.write(refusal.number)
        case .cancelled: encoder.write(UInt8(5))
        case .decided(let decision):
            encoder.write(UInt8(6))
            encoder.write(decision.canonicalBytes)
        case .cancelAsked: encoder.write(UInt8(7))
        }
    }

    private static func state(
        _ decoder: inout CanonicalDecoder
    ) throws(CanonicalDecodingError) -> OutboxRecord.State {
        switch try decoder.read(UInt8.self) {
        case 1: return .queued
        case 2: return .sending
        case 3: return .unknown
        case 4:
            guard let refusal = CodeRefusal(number: try decoder.read(UInt8.self)) else {
                throw .invalidValue
            }
            return .needsCode(refusal)
        case 5: return .cancelled
        case 6: return .decided(try IntentDecision(canonicalBytes: try decoder.readBytes()))
        case 7: return .cancelAsked
        default: throw .invalidValue
        }
    }
}

extension DeviceStamp {
    /// Byte form in which the stamp is stored.
    fileprivate var bytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(deviceID)
        encoder.write(sequence)
        encoder.write(previous.bytes)
        encoder.write(signature)
        return encoder.bytes
    }

    fileprivate init?(bytes: [UInt8]) {
        do {
            var decoder = CanonicalDecoder(bytes)
            let deviceID: DeviceID = try decoder.readIdentifier()
            let sequence = try decoder.read(Int64.self)
            guard let previous = Digest256(try decoder.readBytes()) else { return nil }
            let signature = try decoder.readBytes()
            try decoder.finish()
            self.init(
                deviceID: deviceID,
                sequence: sequence,
                previous: previous,
                signature: signature
            )
        } catch {
            return nil
        }
    }
}

extension CodeRefusal {
    /// Number under which a reason is stored; never changed or reused.
    fileprivate var number: UInt8 {
        switch self {
        case .wrong: 1
        case .used: 2
        case .tooOld: 3
        case .mustWait: 4
        }
    }

    fileprivate init?(number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }
}
