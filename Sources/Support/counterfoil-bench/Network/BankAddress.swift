import ClientService
import ClientTransport

/// Where a bank listens on this machine, and whom to trust there.
struct BankAddress: Sendable {
    /// The port on the loopback address.
    let port: Int
    /// The certificate of the authority that signed the bank's, in PEM.
    let authorityPath: String

    /// What tells a console the way.
    var consoleOptions: [String] {
        ["--server", "https://localhost:\(port)", "--ca", authorityPath]
    }

    /// A line of its own there.
    func link() -> any BankLink {
        HTTPLink(
            HTTPLinkSettings(
                line: .https(
                    host: "localhost",
                    port: UInt16(port),
                    TLSFiles(authority: authorityPath, terminal: nil),
                    proxy: nil
                ),
                userAgent: "counterfoil-bench"
            )
        )
    }
}
