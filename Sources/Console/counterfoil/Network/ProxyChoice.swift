import ClientTransport

/// Which proxy leads to a bank.
enum ProxyChoice {
    private static let none = "none"

    /// The proxy that was chosen, or else the one that the environment names.
    ///
    /// - Parameters:
    ///   - host: The bank's host; `no_proxy` may name it.
    ///   - chosen: What an option, a variable of this program or a profile says.
    /// - Returns: The proxy; nil for none.
    /// - Throws: `CommandFailure` for one that cannot be used.
    static func proxy(for host: String, chosen: String?) throws -> ProxyAddress? {
        if let chosen {
            return chosen == none ? nil : try read(chosen, from: "The proxy")
        }
        // The names in capitals are as old as the others.
        for name in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            guard let text = ProcessEnvironment[name] else { continue }
            let exceptions = ProcessEnvironment["no_proxy"] ?? ProcessEnvironment["NO_PROXY"] ?? ""
            if ProxyAddress.isException(host, in: exceptions) { return nil }
            return try read(text, from: "The proxy of the variable \(name)")
        }
        return nil
    }

    private static func read(_ text: String, from source: String) throws -> ProxyAddress {
        do {
            return try ProxyAddress(text)
        } catch {
            // The text may hold a password, so it is not repeated.
            let reason =
                switch error {
                case .unknownScheme:
                    "does not begin with http://, the only kind that this console can use"
                case .hasCredentials: "has a name or a password in it, which is never sent"
                case .hostInvalid: "is no host with a port"
                }
            throw CommandFailure(
                "\(source) \(reason). Give another with --proxy, or `--proxy none`.",
                .configuration
            )
        }
    }
}
