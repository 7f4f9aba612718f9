import ClientTransport

/// Selection of the proxy for a bank.
enum ProxyChoice {
    private static let none = "none"

    /// Returns the chosen proxy, or else the one from the environment; nil for none.
    static func proxy(for host: String, chosen: String?) throws -> ProxyAddress? {
        if let chosen {
            return chosen == none ? nil : try read(chosen, from: "The proxy")
        }
        // The upper-case names are established too.
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
            // The text may contain a password, so it is not repeated.
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
