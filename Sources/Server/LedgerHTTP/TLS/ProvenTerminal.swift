import Certificates
import CoreVocabulary

/// A terminal that a peer's certificate names, and from when until when it proves that.
///
/// A handshake looks at the dates once, and one that resumes a session not at all. So they are
/// looked at for each request, by the bank's clock.
struct ProvenTerminal: Hashable, Sendable {
    /// The name in the certificate.
    let name: String
    /// The time in which the certificate proves it.
    let validity: Validity

    /// True if the certificate is valid at a time; before its first second and after its last one it
    /// proves nothing.
    ///
    /// Source: RFC 5280 §4.1.2.5.
    func isProven(at now: Instant) -> Bool {
        let second = now.secondsSinceEpoch
        return validity.fromSeconds <= second && second <= validity.throughSeconds
    }
}
