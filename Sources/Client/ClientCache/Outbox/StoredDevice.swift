import ClientService
import CoreVocabulary
import Cryptography
import GRDB

/// The console's signing key and the end of its device sequence, sealed in the `meta` row.
struct StoredDevice {
    private static let seedByteCount = Ed25519.seedByteCount

    var sequence: DeviceSequence
    private let seed: SharedSecret

    /// Creates a device with a new key.
    init() throws {
        seed = SharedSecret(randomByteCount: Self.seedByteCount)
        sequence = DeviceSequence(key: try Ed25519.PrivateKey(seed: seed))
    }

    /// Reads the device of an outbox; creates one if there is none yet.
    ///
    /// A damaged key is also replaced: the numbers start again under a new device ID, and none is
    /// given twice.
    static func read(_ database: Database, _ sealer: RowSealer) throws -> StoredDevice {
        let row = try Row.fetchOne(database, sql: "SELECT device FROM meta WHERE id = 1")
        if let sealed = row?.bytes(0), !sealed.isEmpty,
            let bytes = sealer.open(sealed, at: RowSealer.place(.device)),
            let device = StoredDevice(bytes)
        {
            return device
        }
        let device = try StoredDevice()
        try device.write(database, sealer)
        return device
    }

    func write(_ database: Database, _ sealer: RowSealer) throws {
        let sealed = sealer.seal(bytes, at: RowSealer.place(.device))
        try database.execute(
            sql: "UPDATE meta SET device = ? WHERE id = 1",
            arguments: [sealed.blob]
        )
    }

    private var bytes: [UInt8] {
        var encoder = CanonicalEncoder()
        // Sealing needs an array, which is released after the call.
        encoder.write(seed.withBytes { bytes in bytes.indices.map { bytes[$0] } })
        encoder.write(sequence.lastSequence)
        encoder.write(sequence.lastHash.bytes)
        return encoder.bytes
    }

    private init?(_ bytes: [UInt8]) {
        do {
            var decoder = CanonicalDecoder(bytes)
            let seedBytes = try decoder.readBytes()
            let lastSequence = try decoder.read(Int64.self)
            guard let lastHash = Digest256(try decoder.readBytes()) else { return nil }
            try decoder.finish()
            seed = SharedSecret(copying: seedBytes.span)
            sequence = DeviceSequence(
                key: try Ed25519.PrivateKey(seed: seed),
                lastSequence: lastSequence,
                lastHash: lastHash
            )
        } catch {
            return nil
        }
    }
}
