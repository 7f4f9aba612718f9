/// The reasons for which nobody can listen at a host that a setting names, in the words of all who look
/// at it.
public enum HostFault: Hashable, Sendable {
    /// It is the address of another machine, or of none.
    case notLocal
    /// Its name could not be looked up, for this reason.
    case notFound(String)

    /// The sentences about a place, with what to do.
    ///
    /// - Parameter subject: The beginning of the first one, up to its verb.
    /// - Returns: The sentences.
    public func words(about subject: String) -> String {
        switch self {
        case .notLocal:
            "\(subject) is no address of this machine, so nobody could connect there. Set listen.host "
                + "to one of its addresses, or to 0.0.0.0 for all of them."
        case .notFound(let reason):
            "\(subject) could not be looked up (\(reason)). Try again when names can be looked up, or "
                + "set listen.host to an address."
        }
    }
}
