import Certificates
import ClientTransport
import CoreVocabulary
import Cryptography
import LocalFiles
import ProgramOutput

/// Checks the TLS files before a screen is opened.
///
/// Their errors are then reported in a sentence, instead of as a link that fails to connect.
enum TLSFileCheck {
    /// Maximum size of a file in bytes; a certificate has one or two thousand.
    private static let byteLimit = 262_144
    private static let othersMayAccess: UInt32 = 0o077

    /// Checks all files of a TLS connection, and prints warnings about what works but should be
    /// fixed.
    static func report(_ files: TLSFiles, at now: Instant) throws {
        for warning in try check(files, at: now) {
            StandardStream.writeError("counterfoil: \(warning)\n")
        }
    }

    private static func check(_ files: TLSFiles, at now: Instant) throws -> [String] {
        var warnings: [String] = []
        let authority = try summary(files.authority, what: "the authority's certificate")
        if !authority.isAuthority {
            warnings.append("\(files.authority) holds the certificate of no authority.")
        }
        warnings += warning(of: authority, files.authority, at: now)
        guard let terminal = files.terminal else { return warnings }
        let certificate = try certificate(terminal.certificate, what: "the terminal's certificate")
        warnings += warning(of: try CertificateSummary(certificate), terminal.certificate, at: now)
        let (key, mode) = try privateKey(terminal.key)
        guard key.fits(certificate) else {
            throw CommandFailure(
                "The key in \(terminal.key) is not that of the certificate in "
                    + "\(terminal.certificate). Give the two that belong together.",
                .configuration
            )
        }
        if mode & othersMayAccess != 0 {
            warnings.append(
                "Others can read the key in \(terminal.key). Close it: chmod 600 \(terminal.key)"
            )
        }
        return warnings
    }

    private static func warning(
        of summary: CertificateSummary,
        _ path: String,
        at now: Instant
    ) -> [String] {
        let seconds = now.nanosecondsSinceEpoch / Instant.nanosecondsPerSecond
        if seconds > summary.validity.throughSeconds {
            return ["The certificate in \(path) has expired, by this machine's clock."]
        }
        if seconds < summary.validity.fromSeconds {
            return ["The certificate in \(path) is not valid yet, by this machine's clock."]
        }
        return []
    }

    private static func summary(_ path: String, what: String) throws -> CertificateSummary {
        try CertificateSummary(try certificate(path, what: what))
    }

    private static func certificate(_ path: String, what: String) throws -> Certificate {
        let (secret, _) = try read(path, what: what)
        let bytes = secret.duplicate().withBytes { bytes in bytes.indices.map { bytes[$0] } }
        do {
            return try Certificate(pem: bytes)
        } catch {
            throw CommandFailure("\(path) is not \(what): it holds none in PEM.", .badData)
        }
    }

    private static func privateKey(_ path: String) throws -> (CertificateKey, UInt32) {
        let (bytes, mode) = try read(path, what: "the terminal's key")
        defer { bytes.wipe() }
        do {
            return (try CertificateKey(pem: bytes), mode)
        } catch {
            throw CommandFailure(
                "\(path) is not the terminal's key: it holds none in PEM, or it is locked "
                    + "with a password, which this console cannot ask for.",
                .badData
            )
        }
    }

    private static func read(_ path: String, what: String) throws -> (SharedSecret, UInt32) {
        do {
            let file = try OpenFile(reading: path, followsLinks: true)
            try PrivatePlace.requireUnchangedByOthers(path)
            let status = try file.status()
            guard status.byteCount <= byteLimit else { throw FileError.tooLong }
            let bytes = SharedSecret(capacity: max(1, Int(status.byteCount)))
            try file.read(upTo: Int(status.byteCount)) { for byte in $0 { bytes.append(byte) } }
            return (bytes, status.mode)
        } catch let error as FileError {
            throw CommandFailure("\(path), \(what), cannot be read: \(error.reason).", .noInput)
        }
    }
}
