/// The bank's answer to one entry that a console submitted as evidence.
///
/// The words travel and are stored; they are never changed or used again.
public enum EvidenceVerdict: String, Hashable, Sendable, CaseIterable {
    /// It is kept as the word of whoever submitted it, now or since an earlier time.
    case kept
    /// The books hold this very entry in its place, so nothing is kept.
    case held
    /// It is not kept: enough was kept of what this user submitted.
    case full
}
