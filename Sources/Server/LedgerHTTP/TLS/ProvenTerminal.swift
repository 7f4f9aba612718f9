import Certificates
import CoreVocabulary

/// A terminal named by a peer's certificate, with the validity of the proof.
///
/// A handshake checks the dates once, and a resumed session not at all. So they are checked for
/// each request, by the bank's clock.
struct ProvenTerminal: Hashable, Sendable {
    /// The terminal's name in the certificate.
    let name: String
    /// The validity of the certificate.
    let validity: Validity

    /// Returns true if the certificate is valid at a time, including its first and last second.
    ///
    /// Source: RFC 5280 §4.1.2.5.
    func isProven(at now: Instant) -> Bool {
        let second = now.secondsSinceEpoch
        return validity.fromSeconds <= second && second <= validity.throughSeconds
    }
}
