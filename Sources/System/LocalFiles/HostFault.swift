/// Reason why a server cannot listen on the host that a setting names.
package enum HostFault: Hashable, Sendable {
    /// The address is not one of this machine.
    case notLocal
    /// The host name could not be resolved, for this reason.
    case notFound(String)

    /// Returns sentences for people with what to do; the subject begins the first, up to its verb.
    package func words(about subject: String) -> String {
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
